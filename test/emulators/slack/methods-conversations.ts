/**
 * conversations.*: direct messages, what was said, who is where.
 */
import { z } from "zod";
import type { Method, MethodContext } from "./method.ts";
import { method, ok, refused } from "./method.ts";
import { messageBody } from "./methods-chat.ts";
import type { Channel, Message } from "./world.ts";
import { BOT_USER } from "./world.ts";

const page = { cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(1000).optional() };
const HISTORY = ["channels:history", "groups:history", "im:history", "mpim:history"];
const READ = ["channels:read", "groups:read", "im:read", "mpim:read"];

/** One page of a list, and the cursor of the next. */
export function paged<Each>(all: readonly Each[], cursor: string | undefined, limit = 100) {
  const from = cursor ? Number(Buffer.from(cursor, "base64url").toString()) : 0;
  const next = from + limit < all.length ? Buffer.from(String(from + limit)).toString("base64url") : "";
  return { items: all.slice(from, from + limit), response_metadata: { next_cursor: next } };
}

const open = method({
  scopes: ["im:write"],
  args: z.strictObject({
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: z.boolean().optional(),
    prevent_creation: z.boolean().optional(),
  }),
  run({ users }, { world }) {
    if (users === undefined) return refused("users_list_not_supplied");
    const member = world.members.get(users);
    if (!member) return refused("user_not_found");
    if (member.deleted) return refused("user_disabled");
    if (member.kind === "bot") return refused("cannot_dm_bot");
    return ok({ channel: { id: world.direct(users).id } });
  },
});

const range = {
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: z.boolean().optional(),
  include_all_metadata: z.boolean().optional(),
  ...page,
};
type Range = { oldest?: string | undefined; latest?: string | undefined; include_all_metadata?: boolean | undefined };

/** Metadata is for those who may read it. */
function kept(message: Message, { oldest = "0", latest, include_all_metadata: all }: Range, { scopes }: MethodContext) {
  const at = Number(message.ts);
  if (message.onlyFor !== undefined || at <= Number(oldest) || at > Number(latest ?? Number.POSITIVE_INFINITY))
    return [];
  return [
    {
      ...messageBody(message),
      ...(all && scopes.has("metadata.message:read") && message.metadata && { metadata: message.metadata }),
    },
  ];
}

function readable(named: string, { world }: MethodContext): Channel | { readonly error: string } {
  const channel = world.channels.get(named);
  if (!channel) return { error: "channel_not_found" };
  return channel.members.has(BOT_USER)
    ? channel
    : { error: channel.kind === "channel" ? "not_in_channel" : "channel_not_found" };
}

const history = method({
  scopes: HISTORY,
  args: z.strictObject({ channel: z.string(), ...range }),
  run({ channel: named, cursor, limit, ...asked }, context) {
    const channel = readable(named, context);
    if ("error" in channel) return refused(channel.error);
    const all = channel.messages
      .filter(({ thread }) => thread === undefined)
      .flatMap((message) => kept(message, asked, context));
    const { items, response_metadata } = paged(all.toReversed(), cursor, limit);
    return ok({ messages: items, has_more: response_metadata.next_cursor !== "", response_metadata });
  },
});

const replies = method({
  scopes: HISTORY,
  args: z.strictObject({ channel: z.string(), ts: z.string(), ...range }),
  run({ channel: named, ts, cursor, limit, ...asked }, context) {
    const channel = readable(named, context);
    if ("error" in channel) return refused(channel.error);
    const parent = context.world.find(channel, ts);
    if (!parent) return refused("thread_not_found");
    const under = channel.messages
      .filter(({ thread }) => thread === ts)
      .flatMap((message) => kept(message, asked, context));
    const { items, response_metadata } = paged([messageBody(parent), ...under], cursor, limit);
    return ok({ messages: items, has_more: response_metadata.next_cursor !== "", response_metadata });
  },
});

const info = method({
  scopes: READ,
  args: z.strictObject({ channel: z.string(), include_num_members: z.boolean().optional() }),
  run({ channel: named }, { world }) {
    const channel = world.channels.get(named);
    const hidden = channel?.kind === "group" && !channel.members.has(BOT_USER);
    if (!channel || hidden) return refused("channel_not_found");
    return ok({ channel: channelBody(channel) });
  },
});

function channelBody({ id, name, kind, members, archived, shared }: Channel) {
  return {
    id,
    ...(kind === "im" ? { is_im: true } : { name, is_channel: kind === "channel", is_group: kind === "group" }),
    is_private: kind !== "channel",
    is_archived: archived,
    is_member: members.has(BOT_USER),
    is_ext_shared: shared,
    is_shared: shared,
  };
}

const list = method({
  scopes: READ,
  args: z.strictObject({
    types: z.string().optional(),
    exclude_archived: z.boolean().optional(),
    team_id: z.string().optional(),
    ...page,
  }),
  run({ cursor, limit }, { world }) {
    const seen = [...world.channels.values()].filter(
      ({ kind, members }) => kind === "channel" || members.has(BOT_USER),
    );
    const { items, response_metadata } = paged(seen.map(channelBody), cursor, limit);
    return ok({ channels: items, response_metadata });
  },
});

const members = method({
  scopes: READ,
  args: z.strictObject({ channel: z.string(), ...page }),
  run({ channel: named, cursor, limit }, { world }) {
    const channel = world.channels.get(named);
    if (!channel) return refused("channel_not_found");
    const { items, response_metadata } = paged([...channel.members], cursor, limit);
    return ok({ members: items, response_metadata });
  },
});

const join = method({
  scopes: ["channels:join"],
  args: z.strictObject({ channel: z.string() }),
  run({ channel: named }, { world }) {
    const channel = world.channels.get(named);
    if (!channel) return refused("channel_not_found");
    if (channel.archived) return refused("is_archived");
    if (channel.kind !== "channel") return refused("method_not_supported_for_channel_type");
    channel.members.add(BOT_USER);
    return ok({ channel: channelBody(channel) });
  },
});

export const CONVERSATIONS: Readonly<Record<string, Method>> = {
  "conversations.open": open,
  "conversations.history": history,
  "conversations.replies": replies,
  "conversations.info": info,
  "conversations.list": list,
  "conversations.members": members,
  "conversations.join": join,
};
