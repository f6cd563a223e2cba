/**
 * Events that Slack tells of, into what happened.
 */
import { z } from "zod";
import type { AttachedFile, Heard } from "./heard.ts";
import { directPlace, isDirect, placeOf } from "./places.ts";
import { commandText } from "./typed-text.ts";

const fileSchema = z.looseObject({
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
});

const written = {
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  subtype: z.string().optional(),
  channel: z.string(),
  text: z.string().default(""),
  ts: z.string(),
  thread_ts: z.string().optional(),
  files: z.array(fileSchema).optional(),
};

const eventSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("message"), channel_type: z.string().optional(), ...written }),
  z.looseObject({ type: z.literal("app_mention"), ...written }),
  z.looseObject({ type: z.literal("app_home_opened"), user: z.string(), tab: z.string().optional() }),
  z.looseObject({
    type: z.literal("member_joined_channel"),
    user: z.string(),
    channel: z.string(),
    inviter: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal("link_shared"),
    user: z.string(),
    channel: z.string(),
    message_ts: z.string(),
    links: z.array(z.looseObject({ url: z.string() })),
  }),
  z.looseObject({ type: z.literal("user_change"), user: z.looseObject({ id: z.string() }) }),
]);
type Event = z.infer<typeof eventSchema>;

const bodySchema = z.looseObject({ event_id: z.string(), event: z.unknown() });

export interface EventContext {
  readonly self: string | undefined;
  /** The number of the plan that an address leads to. */
  readonly planOf: (url: string) => number | undefined;
}

/** Undefined for what is nothing to us: edits, other apps, what nobody said to us. */
export function readEvent(body: unknown, context: EventContext): Heard | undefined {
  const outer = bodySchema.safeParse(body);
  const event = outer.success ? eventSchema.safeParse(outer.data.event) : undefined;
  return outer.success && event?.success ? heardOf(outer.data.event_id, event.data, context) : undefined;
}

function heardOf(key: string, event: Event, context: EventContext): Heard | undefined {
  switch (event.type) {
    case "message":
      return event.channel_type === "im" || isDirect(event.channel) ? typedIn(key, event, context) : undefined;
    case "app_mention":
      return isDirect(event.channel) ? undefined : typedIn(key, event, context);
    case "app_home_opened":
      return { kind: event.tab === "messages" ? "met" : "home", key, user: event.user };
    case "member_joined_channel":
      return event.user === context.self
        ? { kind: "joined", key, channel: event.channel, by: event.inviter }
        : undefined;
    case "link_shared":
      return linkedIn(key, event, context);
    case "user_change":
      return { kind: "renamed", key, user: event.user.id };
  }
}

type Written = Extract<Event, { type: "message" | "app_mention" }>;

/** Only what people write: a file with it is a kind of its own, everything else is no message of theirs. */
function typedIn(key: string, event: Written, { self }: EventContext): Heard | undefined {
  const { user, bot_id: bot, subtype, channel, text, files = [], thread_ts: thread } = event;
  if (user === undefined || user === self || bot) return undefined;
  if (subtype !== undefined && subtype !== "file_share" && subtype !== "thread_broadcast") return undefined;
  const to = {
    user,
    place: event.type === "message" ? directPlace(user) : placeOf(channel, user),
    ...(thread !== undefined && { thread }),
  };
  return { kind: "typed", key, to, text: commandText(text, self), files: files.flatMap(fileOf) };
}

function fileOf(given: z.infer<typeof fileSchema>): readonly AttachedFile[] {
  const url = given.url_private_download ?? given.url_private;
  if (!url) return [];
  return [{ name: given.name ?? "file", mimetype: given.mimetype ?? "", size: given.size ?? 0, url }];
}

function linkedIn(
  key: string,
  event: Extract<Event, { type: "link_shared" }>,
  { planOf }: EventContext,
): Heard | undefined {
  const plans = event.links.flatMap(({ url }) => {
    const plan = planOf(url);
    return plan === undefined ? [] : [{ url, plan }];
  });
  // A link in a message that is still being written has no message to show it in.
  const { user, channel, message_ts: ts } = event;
  return plans.length === 0 || !/^\d+\.\d+$/.test(ts) ? undefined : { kind: "linked", key, user, channel, ts, plans };
}
