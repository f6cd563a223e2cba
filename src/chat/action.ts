/**
 * What a button carries: enough to say what was meant on the card that was clicked, small enough for every platform.
 */
import { z } from "zod";
import { CHECKPOINTS, LIMITS } from "../plan/content.ts";

export const FORMS = [
  "new",
  "edit",
  "add",
  "edit-item",
  "reject",
  "approve",
  "cancel",
  "done",
  "tick",
  "skip",
  "override",
  "freeze-run",
  "handover",
  "comment",
  "require",
  "delegate",
] as const;
export type FormName = (typeof FORMS)[number];

const plan = z.int().positive();
const item = z.string().regex(/^i\d{1,6}$/);
/** A digest, with the manager for an edit; when the content was last edited, for what goes by the places of an item. */
const seen = z.string().max(200);
const level = z.int().min(0);
const checkpoint = z.enum(CHECKPOINTS);
/** Places of the points that a check list showed as ticked off. */
const ticked = z.array(z.int().min(0)).max(LIMITS.checks).readonly();
/** A draft made of plain language. */
const draft = z.string().regex(/^[0-9a-f]{24}$/);
/** What Zadig waits for, in one round. */
const gate = z.string().regex(/^[0-9a-f]{16}$/);

export const actionSchema = z.discriminatedUnion("do", [
  /** Verbs that need nothing more than the click. */
  z
    .strictObject({ do: z.enum(["finish", "submit", "start", "replan", "refresh", "recheck", "remind"]), plan })
    .readonly(),
  /** `seen` is the digest and `level` the level shown: a click on an old card decides nothing else. */
  z.strictObject({ do: z.literal("approve"), plan, seen, level: level.optional() }).readonly(),
  z.strictObject({ do: z.enum(["run", "retry", "claim", "undo"]), plan, item }).readonly(),
  z.strictObject({ do: z.literal("send-again"), plan, delivery: z.string().max(100) }).readonly(),
  /** Opens a form; submitting it sends the same action with what was typed. */
  z
    .strictObject({
      do: z.literal("form"),
      form: z.enum(FORMS),
      plan: plan.optional(),
      item: item.optional(),
      seen: seen.optional(),
      level: level.optional(),
      checkpoint: checkpoint.optional(),
      ticked: ticked.optional(),
      draft: draft.optional(),
    })
    .readonly(),
  /** Shows something to the person who clicked. */
  z
    .strictObject({
      do: z.literal("show"),
      what: z.enum(["plan", "log", "hooks", "waiting", "export", "home"]),
      plan: plan.optional(),
    })
    .readonly(),
  z
    .strictObject({
      do: z.literal("list"),
      scope: z.enum(["mine", "waiting", "open", "done", "all"]),
      words: z.string().max(200),
      page: z.int().positive(),
    })
    .readonly(),
  /** Makes a plan of a draft, or drops it. */
  z.strictObject({ do: z.enum(["make-plan", "drop-draft"]), draft }).readonly(),
  /** A page of a plan's requirements, or of the issues of one of its sprints, which is named by its word. */
  z
    .strictObject({
      do: z.literal("requirements"),
      plan,
      page: z.int().positive(),
      of: z.string().max(200).optional(),
    })
    .readonly(),
  /** Adds a requirement, or takes it away. */
  z.strictObject({ do: z.enum(["require", "unrequire"]), plan, word: z.string().max(200) }).readonly(),
  /** Looks for requirements; with a plan, what is found can be added to it. */
  z
    .strictObject({
      do: z.literal("find"),
      plan: plan.optional(),
      project: z.string().max(200).optional(),
      board: z.string().max(200).optional(),
      sprint: z.int().positive().optional(),
      words: z.string().max(200).optional(),
      page: z.int().positive(),
    })
    .readonly(),
  /** Answers Zadig where it waits. No-go opens a form; submitting it sends the same action with the reason. */
  z.strictObject({ do: z.enum(["zadig-go", "zadig-no-go", "zadig-again"]), gate }).readonly(),
]);
export type Action = z.infer<typeof actionSchema>;
