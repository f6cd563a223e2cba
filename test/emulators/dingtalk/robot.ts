/**
 * The robot: messages it sends to groups and people, replies through a message's own webhook, and files people send it.
 */
import { z } from "zod";
import type { Told } from "./answers.ts";
import { bodyOf, bytes, ok, okOld, Refusal, refuse } from "./answers.ts";
import type { Route } from "./server.ts";
import type { ChatMessage, World } from "./world.ts";

/** A webhook takes twenty messages a minute; over that it is silent for ten. */
const WEBHOOK_PER_MINUTE = 20;
const WEBHOOK_LASTS = 5_400_000;

const msgParam = bytes(15_000);
const PARAMS: Readonly<Record<string, z.ZodType<{ readonly title?: string; readonly text: string }>>> = {
  sampleText: z.strictObject({ content: z.string().min(1) }).transform(({ content }) => ({ text: content })),
  sampleMarkdown: z.strictObject({ title: z.string().min(1), text: z.string().min(1) }),
};
const groupSchema = z.strictObject({
  robotCode: z.string(),
  openConversationId: z.string(),
  msgKey: z.enum(["sampleText", "sampleMarkdown"]),
  msgParam,
});
const singleSchema = z.strictObject({
  robotCode: z.string(),
  userIds: z.array(z.string()).min(1).max(20),
  msgKey: z.enum(["sampleText", "sampleMarkdown"]),
  msgParam,
});
const webhookSchema = z.discriminatedUnion("msgtype", [
  z.strictObject({ msgtype: z.literal("text"), text: z.strictObject({ content: z.string().min(1) }) }),
  z.strictObject({
    msgtype: z.literal("markdown"),
    markdown: z.strictObject({ title: z.string().min(1), text: z.string().min(1) }),
  }),
]);
const fileSchema = z.strictObject({ downloadCode: z.string(), robotCode: z.string() });

export interface Webhook {
  readonly session: string;
  readonly expiresAt: number;
}

export interface Robot {
  readonly routes: readonly Route[];
  /** A webhook for one chat, as a message carries it. */
  webhookFor(chat: ChatMessage["chat"]): Webhook;
  expireWebhooks(): void;
  /** Keeps a file, and answers with the code it is got by. */
  upload(content: string | Uint8Array): string;
  /** People to whom messages are held back. */
  readonly flowControlled: Set<string>;
}

export function createRobot(world: World, url: () => string): Robot {
  const sessions = new Map<
    string,
    { readonly chat: ChatMessage["chat"]; expiresAt: number; readonly sent: number[] }
  >();
  const files = new Map<string, string | Uint8Array>();
  const flowControlled = new Set<string>();

  function bodyOfMessage(msgKey: string, msgParam: string): ChatMessage["body"] {
    const parsed = PARAMS[msgKey]?.safeParse(jsonOf(msgParam));
    if (!parsed?.success) throw refuse(400, "param.error", `msgParam is not one of ${msgKey}`);
    const { title, text } = parsed.data;
    return title === undefined ? { kind: "text", text } : { kind: "markdown", title, text };
  }

  function say(chat: ChatMessage["chat"], body: ChatMessage["body"], by: ChatMessage["by"]): string {
    const id = world.nextId("msg");
    world.messages.push({ id, chat, from: "bot", body, by });
    return id;
  }

  function mustBeOurs(robotCode: string): void {
    if (robotCode !== world.clientId) throw refuse(400, "invalidParameter.robotCode.invalid", "robot 不存在");
  }

  const group: Route["answer"] = (asked): Told => {
    const { robotCode, openConversationId, msgKey, msgParam: param } = bodyOf(asked, groupSchema);
    mustBeOurs(robotCode);
    if (!world.rooms.has(openConversationId)) {
      throw refuse(400, "invalidParameter.openConversationId.invalid", "会话不存在");
    }
    const id = say({ kind: "room", id: openConversationId }, bodyOfMessage(msgKey, param), "api");
    return ok({ processQueryKey: id });
  };

  const single: Route["answer"] = (asked): Told => {
    const { robotCode, userIds, msgKey, msgParam: param } = bodyOf(asked, singleSchema);
    mustBeOurs(robotCode);
    const body = bodyOfMessage(msgKey, param);
    const known = userIds.filter((id) => world.people.get(id)?.outside === false || world.people.get(id) !== undefined);
    const held = known.filter((id) => flowControlled.has(id));
    for (const id of known.filter((each) => !held.includes(each))) say({ kind: "single", id }, body, "api");
    const invalid = userIds.filter((id) => !known.includes(id));
    return ok({ processQueryKey: world.nextId("query"), invalidStaffIdList: invalid, flowControlledStaffIdList: held });
  };

  const webhook: Route["answer"] = (asked): Told => {
    const session = sessions.get(asked.query.get("session") ?? "");
    if (!session || session.expiresAt < world.now()) {
      throw new Refusal({ status: 200, json: { errcode: 300_001, errmsg: "session 不存在或已过期" } });
    }
    const parsed = webhookSchema.safeParse(asked.body);
    if (!parsed.success) {
      world.violations.push(`a webhook message like ${JSON.stringify(asked.body)}`);
      throw new Refusal({ status: 200, json: { errcode: 400_002, errmsg: "invalid parameter" } });
    }
    const recent = session.sent.filter((at) => at > world.now() - 60_000);
    if (recent.length >= WEBHOOK_PER_MINUTE) {
      world.violations.push("more than twenty webhook messages within a minute");
      throw new Refusal({
        status: 200,
        json: { errcode: 130_101, errmsg: "send too fast, exceed 20 times per minute" },
      });
    }
    session.sent.push(world.now());
    const said = parsed.data;
    say(
      session.chat,
      said.msgtype === "text"
        ? { kind: "text", text: said.text.content }
        : { kind: "markdown", title: said.markdown.title, text: said.markdown.text },
      "webhook",
    );
    return okOld(undefined);
  };

  const download: Route["answer"] = (asked): Told => {
    const { downloadCode, robotCode } = bodyOf(asked, fileSchema);
    mustBeOurs(robotCode);
    if (!files.has(downloadCode)) throw refuse(400, "invalidParameter.downloadCode.invalid", "downloadCode 已失效");
    return ok({ downloadUrl: `${url()}/files/${downloadCode}` });
  };

  return {
    routes: [
      { method: "POST", path: "/v1.0/robot/groupMessages/send", answer: group },
      { method: "POST", path: "/v1.0/robot/oToMessages/batchSend", answer: single },
      { method: "POST", path: "/v1.0/robot/messageFiles/download", answer: download },
      { method: "POST", path: "/robot/sendBySession", query: ["session"], open: true, answer: webhook },
      {
        method: "GET",
        path: /^\/files\//,
        open: true,
        answer: ({ path }) => {
          const content = files.get(path.slice("/files/".length));
          return content === undefined ? { status: 404, json: {} } : { status: 200, json: content };
        },
      },
    ],
    webhookFor(chat) {
      const session = world.nextId("session");
      const expiresAt = world.now() + WEBHOOK_LASTS;
      sessions.set(session, { chat, expiresAt, sent: [] });
      return { session: `${url()}/robot/sendBySession?session=${session}`, expiresAt };
    },
    expireWebhooks() {
      for (const session of sessions.values()) session.expiresAt = 0;
    },
    upload(content) {
      const code = world.nextId("code");
      files.set(code, content);
      return code;
    },
    flowControlled,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
