/**
 * A card as it is remembered: what it shows, where, and what each of its buttons means, also those that it showed before.
 */
import { z } from "zod";
import type { Action } from "../../src/chat/action.ts";
import { actionSchema } from "../../src/chat/action.ts";
import type { Button, Card, Form } from "../../src/chat/card.ts";
import type { Place } from "../../src/chat/ports.ts";
import { spotOf } from "./places.ts";

const confirmSchema = z.object({ title: z.string(), text: z.string(), ok: z.string(), back: z.string() });
/** What a click on a button means. `closes` makes the card say that it was answered. */
const pressSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("act"),
    label: z.string(),
    action: actionSchema,
    confirm: confirmSchema.optional(),
    closes: z.boolean().optional(),
  }),
  z.object({ kind: z.literal("dismiss") }),
  z.object({ kind: z.literal("submit") }),
]);
export type Press = z.output<typeof pressSchema>;

export const cardRowSchema = z.object({
  key: z.string(),
  place: z.custom<Place>(
    (value) => typeof value === "string" && spotOf(z.string().parse(value) as Place) !== undefined,
  ),
  /** Cards and forms are the core's own writing. */
  card: z.custom<Card>((value) => z.object({ title: z.string() }).safeParse(value).success),
  form: z
    .custom<Form>((value) => value === undefined || z.object({ fields: z.array(z.unknown()) }).safeParse(value).success)
    .optional(),
  /** A question to one person: its buttons answer it and close it. */
  question: z.boolean(),
  page: z.number(),
  notes: z.array(z.object({ key: z.string(), text: z.string() })),
  presses: z.record(z.string(), pressSchema),
  state: z.enum(["posting", "there"]),
  /** How often it was not delivered: each time it is another card to DingTalk. */
  failures: z.number(),
  sentAt: z.number(),
});
export type CardRow = z.output<typeof cardRowSchema>;

/** Old buttons that are still understood. */
const MOST_PRESSES = 300;

export function pressOf(button: Button, question: boolean): Press {
  if (question && button.id === "back") return { kind: "dismiss" };
  if (question && button.id === "submit") return { kind: "submit" };
  const { label, action, confirm } = button;
  return { kind: "act", label, action, ...(confirm && { confirm }), ...(question && { closes: true }) };
}

/** What was on the card stays known: somebody may have it before their eyes still. */
export function withPresses(
  before: CardRow["presses"],
  now: readonly (readonly [id: string, press: Press])[],
): CardRow["presses"] {
  const fresh = new Set(now.map(([id]) => id));
  const kept = Object.entries(before).filter(([id]) => !fresh.has(id));
  return Object.fromEntries([...kept, ...now].slice(-MOST_PRESSES));
}

/** The part of a button that its id is made of: the same button has the same id on every rendering. */
export function idText(button: Button, question: boolean): string {
  return JSON.stringify([question ? button.id : "", button.action satisfies Action, button.confirm !== undefined]);
}
