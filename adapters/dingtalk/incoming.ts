/**
 * What DingTalk delivers, read into what is kept: messages to the robot, clicks on cards, news of approvals.
 */
import { z } from "zod";

const webhookSchema = z.object({ address: z.string(), until: z.number() });
const speakerSchema = z.object({
  /** The userId; a name made of DingTalk's own for people of other organisations. */
  id: z.string().min(1),
  name: z.string(),
  /** True when it is certain that the person is of another organisation. */
  outside: z.boolean(),
});
export type Speaker = z.output<typeof speakerSchema>;

/** As it is kept until it is handled. */
export const heardSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("message"),
    key: z.string(),
    speaker: speakerSchema,
    /** The group; absent in a single chat. */
    group: z.string().optional(),
    text: z.string(),
    mentions: z.array(z.string()),
    file: z.object({ code: z.string(), name: z.string() }).optional(),
    /** Pictures: alone, or among what is written. */
    pictures: z.array(z.string()).default([]),
    /** It is something that can't be read: a video, a voice that was not recognised. */
    unreadable: z.boolean(),
    webhook: webhookSchema.optional(),
  }),
  z.object({
    kind: z.literal("click"),
    key: z.string(),
    speaker: speakerSchema,
    track: z.string(),
    button: z.string(),
    /** What the card sends with the click: what was typed into its fields. */
    params: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal("approval"), ref: z.string() }),
]);
export type Heard = z.output<typeof heardSchema>;
export type HeardMessage = Extract<Heard, { readonly kind: "message" }>;
export type Click = Extract<Heard, { readonly kind: "click" }>;

const LONGEST_TEXT = 200_000;

const text = z.string().catch("");
const messageSchema = z.looseObject({
  msgId: z.string().min(1),
  conversationId: z.string().min(1),
  conversationType: z.enum(["1", "2"]),
  senderId: text,
  senderStaffId: text,
  senderNick: text,
  senderCorpId: text,
  chatbotCorpId: text,
  chatbotUserId: text,
  msgtype: text,
  text: z.looseObject({ content: text }).optional().catch(undefined),
  content: z
    .looseObject({
      richText: z
        .array(
          z.looseObject({
            text: z.string().optional().catch(undefined),
            downloadCode: z.string().optional().catch(undefined),
          }),
        )
        .optional()
        .catch(undefined),
      recognition: z.string().optional().catch(undefined),
      downloadCode: z.string().optional().catch(undefined),
      fileName: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  atUsers: z.array(z.looseObject({ dingtalkId: text, staffId: text })).catch([]),
  sessionWebhook: text,
  sessionWebhookExpiredTime: z.coerce.number().catch(0),
});

/** A message to the robot, and the organisation that it is of. Throws for what is none. */
export function readMessage(
  data: unknown,
  hash: (text: string) => string,
): { readonly heard: HeardMessage; readonly corp: string } {
  const said = messageSchema.parse(data);
  const { msgtype, content } = said;
  const typed = textOf(said);
  const file =
    msgtype === "file" && content?.downloadCode !== undefined
      ? { code: content.downloadCode, name: content.fileName ?? "file" }
      : undefined;
  const pictures = picturesOf(said);
  const foreign = said.senderCorpId !== "" && said.senderCorpId !== said.chatbotCorpId;
  const outside = said.senderStaffId === "" || foreign;
  // Names of people outside hold colons and dollars, which are no part of a place.
  const id = said.senderStaffId === "" ? `outside-${hash(said.senderId).slice(0, 16)}` : said.senderStaffId;
  const mentions = said.atUsers.flatMap(({ staffId, dingtalkId }) =>
    staffId === "" || dingtalkId === said.chatbotUserId ? [] : [staffId],
  );
  const webhook = { address: said.sessionWebhook, until: said.sessionWebhookExpiredTime };
  const heard: HeardMessage = {
    kind: "message",
    key: said.msgId,
    speaker: { id, name: said.senderNick, outside },
    ...(said.conversationType === "2" && { group: said.conversationId }),
    text: (typed ?? "").slice(0, LONGEST_TEXT).trim(),
    mentions: [...new Set(mentions)],
    ...(file && { file }),
    pictures: [...pictures],
    unreadable: typed === undefined && file === undefined && pictures.length === 0,
    ...(webhook.address !== "" && { webhook }),
  };
  return { heard, corp: said.chatbotCorpId };
}

const MOST_PICTURES = 10;

function picturesOf({ msgtype, content }: z.output<typeof messageSchema>): readonly string[] {
  if (msgtype === "picture") return content?.downloadCode === undefined ? [] : [content.downloadCode];
  if (msgtype !== "richText") return [];
  return (content?.richText ?? []).flatMap((part) => part.downloadCode ?? []).slice(0, MOST_PICTURES);
}

/** What was said in words: typed, written among pictures, or recognised in a voice. */
function textOf({ msgtype, text: typed, content }: z.output<typeof messageSchema>): string | undefined {
  if (msgtype === "text") return typed?.content;
  if (msgtype === "richText") {
    const words = content?.richText?.flatMap((part) => part.text ?? []) ?? [];
    return words.length === 0 ? undefined : words.join("");
  }
  return msgtype === "audio" ? content?.recognition : undefined;
}

const callbackSchema = z.looseObject({
  outTrackId: z.string().min(1),
  userId: z.string().min(1),
  corpId: text,
  content: z.string(),
});
const contentSchema = z.looseObject({
  cardPrivateData: z.looseObject({
    actionIds: z.array(z.string()).catch([]),
    params: z.record(z.string(), z.unknown()).catch({}),
  }),
});

/** A click on a card. Which part holds the button's id depends on the template. Throws for what is no click. */
export function readClick(data: unknown, messageId: string, ownCorp: string | undefined): Click {
  const { outTrackId, userId, corpId, content } = callbackSchema.parse(data);
  const { actionIds, params } = contentSchema.parse(JSON.parse(content)).cardPrivateData;
  const button = [params.id, params.action, actionIds[0]].find((id) => typeof id === "string" && id !== "");
  const outside = ownCorp !== undefined && corpId !== "" && corpId !== ownCorp;
  return {
    kind: "click",
    key: messageId,
    speaker: { id: userId, name: "", outside },
    track: outTrackId,
    button: typeof button === "string" ? button : "",
    params,
  };
}

const approvalSchema = z.looseObject({ processInstanceId: z.string().min(1), processCode: text });

/** News of an approval of any form of the organisation; undefined for an event of another kind. */
export function readApproval(
  eventType: string,
  data: unknown,
): { readonly instance: string; readonly form: string } | undefined {
  if (eventType !== "bpms_instance_change" && eventType !== "bpms_task_change") return undefined;
  const told = approvalSchema.safeParse(data);
  return told.success ? { instance: told.data.processInstanceId, form: told.data.processCode } : undefined;
}
