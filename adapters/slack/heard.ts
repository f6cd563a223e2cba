/**
 * What happened in Slack, as it is kept until it is handled: enough to answer, and nothing that only Slack understands.
 */
import { z } from "zod";
import type { Action } from "../../src/chat/action.ts";
import { actionSchema } from "../../src/chat/action.ts";
import type { Place } from "../../src/chat/ports.ts";

const place = z.string().transform((text) => text as Place);
const values = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()]));
const file = z.strictObject({
  name: z.string(),
  mimetype: z.string(),
  size: z.number(),
  url: z.string(),
});
/** By field; what was kept before forms had files has none. */
const formFiles = z.record(z.string(), z.array(file)).default({});
export type AttachedFile = z.infer<typeof file>;

/** Where answers go, and to whom alone. */
const answering = z.strictObject({
  user: z.string(),
  place,
  /** Takes five answers within half an hour. */
  address: z.string().optional(),
  /** The thread that something was said in. */
  thread: z.string().optional(),
  /** What was clicked is seen by its reader alone, and may be replaced by what follows from it. */
  replaces: z.boolean().optional(),
});
export type Answering = z.infer<typeof answering>;

export const heardSchema = z.discriminatedUnion("kind", [
  /** Typed: a slash command, a mention, a direct message. */
  z.strictObject({
    kind: z.literal("typed"),
    key: z.string(),
    to: answering,
    text: z.string(),
    files: z.array(file),
  }),
  /** `about` is the message that a shortcut was used on, in Slack's notation. */
  z.strictObject({
    kind: z.literal("pressed"),
    key: z.string(),
    to: answering,
    action: actionSchema,
    about: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal("filled"),
    key: z.string(),
    to: answering,
    action: actionSchema,
    values,
    files: formFiles,
  }),
  z.strictObject({ kind: z.literal("joined"), key: z.string(), channel: z.string(), by: z.string().optional() }),
  /** The messages of the App Home were opened. */
  z.strictObject({ kind: z.literal("met"), key: z.string(), user: z.string() }),
  z.strictObject({ kind: z.literal("home"), key: z.string(), user: z.string() }),
  z.strictObject({
    kind: z.literal("linked"),
    key: z.string(),
    user: z.string(),
    channel: z.string(),
    ts: z.string(),
    plans: z.array(z.strictObject({ url: z.string(), plan: z.number() })),
  }),
  z.strictObject({ kind: z.literal("renamed"), key: z.string(), user: z.string() }),
]);
export type Heard = z.infer<typeof heardSchema>;
export type HeardOf<K extends Heard["kind"]> = Extract<Heard, { kind: K }>;

/** Those about one person are handled in their order. */
export function laneOf(heard: Heard): string {
  if ("to" in heard) return heard.to.user;
  return "user" in heard ? heard.user : heard.channel;
}

/** Opening the form of a new plan. */
export const NEW_PLAN: Action = { do: "form", form: "new" };
export const HOME: Action = { do: "show", what: "home" };
