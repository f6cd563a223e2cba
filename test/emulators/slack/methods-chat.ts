/**
 * chat.*: posting, editing, telling one person, unfurling.
 */
import { z } from "zod";
import { blockProblems, isTooLong, unfurlProblems } from "./block-kit.ts";
import type { Answer, Method, MethodContext } from "./method.ts";
import { method, ok, refused } from "./method.ts";
import type { Channel, Json, Message } from "./world.ts";
import { APP, BOT, BOT_USER } from "./world.ts";

const json: z.ZodType<Json> = z.json();
const blocks = z.array(json).optional();
const said = {
  text: z.string().max(40_000).optional(),
  blocks,
  parse: z.enum(["none", "full"]).optional(),
  link_names: z.boolean().optional(),
};
const metadata = z
  .strictObject({ event_type: z.string().min(1).max(255), event_payload: z.record(z.string(), json) })
  .optional();

/** The channel that somebody may post to, or Slack's word for why not. */
function channelFor(named: string, { world }: MethodContext): Channel | { readonly error: string } {
  const channel = /^[UW]/.test(named) && world.members.has(named) ? world.direct(named) : world.channels.get(named);
  if (!channel) return { error: "channel_not_found" };
  if (channel.archived) return { error: "is_archived" };
  // A public channel takes messages of apps that are not in it (chat:write.public); a private one is not there for them.
  if (channel.kind === "group" && !channel.members.has(BOT_USER)) return { error: "channel_not_found" };
  return channel;
}

function contentProblem(text: string | undefined, given: readonly Json[] | undefined): Answer | undefined {
  if ((text === undefined || text === "") && (given === undefined || given.length === 0)) return refused("no_text");
  const problems = given === undefined ? [] : blockProblems(given, "message");
  if (problems.length > 0) return refused("invalid_blocks", problems);
  return isTooLong(given) ? refused("msg_blocks_too_long") : undefined;
}

export function messageBody(message: Message): Readonly<Record<string, unknown>> {
  const own = message.user === BOT_USER;
  return {
    type: "message",
    user: message.user,
    ts: message.ts,
    ...(own && { bot_id: BOT, app_id: APP }),
    text: message.text,
    ...(message.blocks && { blocks: message.blocks }),
    ...(message.thread && { thread_ts: message.thread }),
  };
}

const postMessage = method({
  scopes: ["chat:write"],
  args: z.strictObject({
    channel: z.string().min(1),
    ...said,
    thread_ts: z.string().optional(),
    reply_broadcast: z.boolean().optional(),
    metadata,
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
  }),
  run({ channel: named, text, blocks: given, thread_ts: thread, metadata: about }, context) {
    const channel = channelFor(named, context);
    if ("error" in channel) return refused(channel.error);
    const wrong = contentProblem(text, given);
    if (wrong) return wrong;
    if (thread !== undefined && !context.world.find(channel, thread)) return refused("thread_not_found");
    const message = context.world.post(channel, {
      user: BOT_USER,
      text: text ?? "",
      blocks: given,
      thread,
      metadata: about,
    });
    return ok({ channel: channel.id, ts: message.ts, message: messageBody(message) });
  },
});

const update = method({
  scopes: ["chat:write"],
  args: z.strictObject({ channel: z.string().regex(/^[CDG]/), ts: z.string(), ...said, metadata }),
  run({ channel: named, ts, text, blocks: given }, context) {
    const channel = channelFor(named, context);
    if ("error" in channel) return refused(channel.error);
    const message = context.world.find(channel, ts);
    if (!message) return refused("message_not_found");
    if (message.user !== BOT_USER) return refused("cant_update_message");
    const wrong = contentProblem(text, given);
    if (wrong) return wrong;
    // Text without blocks takes the blocks away; neither keeps them.
    if (given !== undefined || text !== undefined) message.blocks = given;
    if (text !== undefined) message.text = text;
    message.edits++;
    return ok({ channel: channel.id, ts, text: message.text, message: messageBody(message) });
  },
});

const postEphemeral = method({
  scopes: ["chat:write"],
  args: z.strictObject({
    channel: z.string().min(1),
    user: z.string().min(1),
    ...said,
    thread_ts: z.string().optional(),
  }),
  run({ channel: named, user, text, blocks: given, thread_ts: thread }, context) {
    const channel = channelFor(named, context);
    if ("error" in channel) return refused(channel.error);
    if (!channel.members.has(BOT_USER)) return refused("not_in_channel");
    if (!channel.members.has(user)) return refused("user_not_in_channel");
    const wrong = contentProblem(text, given);
    if (wrong) return wrong;
    const { ts } = context.world.post(channel, {
      user: BOT_USER,
      text: text ?? "",
      blocks: given,
      onlyFor: user,
      thread,
    });
    return ok({ message_ts: ts });
  },
});

const deleteMessage = method({
  scopes: ["chat:write"],
  args: z.strictObject({ channel: z.string(), ts: z.string() }),
  run({ channel: named, ts }, context) {
    const channel = channelFor(named, context);
    if ("error" in channel) return refused(channel.error);
    const place = channel.messages.findIndex((message) => message.ts === ts && message.onlyFor === undefined);
    if (place < 0) return refused("message_not_found");
    if (channel.messages[place]?.user !== BOT_USER) return refused("cant_delete_message");
    channel.messages.splice(place, 1);
    return ok({ channel: channel.id, ts });
  },
});

const unfurl = method({
  scopes: ["links:write"],
  args: z.strictObject({
    channel: z.string(),
    ts: z.string(),
    unfurls: z.record(z.string(), z.strictObject({ blocks: z.array(json) })),
  }),
  run({ channel: named, ts, unfurls }, { world }) {
    const channel = world.channels.get(named);
    const message = channel && world.find(channel, ts);
    if (!message) return refused("cannot_unfurl_message");
    const given = Object.entries(unfurls);
    if (given.length === 0) return refused("missing_unfurls");
    if (given.some(([url]) => !message.text.includes(url))) return refused("cannot_unfurl_url");
    const problems = given.flatMap(([, { blocks: each }]) => unfurlProblems(each));
    if (problems.length > 0) return refused("invalid_unfurls_format", problems);
    message.unfurls = { ...message.unfurls, ...unfurls };
    return ok();
  },
});

export const CHAT: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.postEphemeral": postEphemeral,
  "chat.delete": deleteMessage,
  "chat.unfurl": unfurl,
};
