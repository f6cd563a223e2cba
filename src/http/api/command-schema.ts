/**
 * The commands that can be sent over HTTP: those that people send in chat. Who may send which is the domain's to say.
 */
import { z } from "zod";
import { approvalSchema, contentSchema, customSchema, LIMITS, windowSchema, workSchema } from "../../plan/content.ts";

const text = z.string().max(LIMITS.text);
const words = z.array(z.string().max(LIMITS.word)).max(LIMITS.items).readonly();
const itemId = z.string().max(LIMITS.word).describe("The item's id, such as i3.");
const digest = z.string().max(LIMITS.word).describe("The digest that the sender saw; another one is refused.");
const instant = z.int().min(0).describe("Milliseconds since 1970-01-01T00:00Z.");
const reason = text.describe("Shown to everybody.");
const despiteFreeze = text.optional().describe("An admin's reason to carry it out in a freeze.");

const itemDraft = z
  .strictObject({ name: text, owners: words.optional(), after: words.optional(), work: workSchema })
  .readonly();

export const changeSchema = z
  .discriminatedUnion("change", [
    z.strictObject({
      change: z.literal("fields"),
      name: text.optional(),
      description: text.optional(),
      window: windowSchema.nullable().optional(),
      schedule: instant.nullable().optional(),
      requirements: words.optional(),
      approval: approvalSchema.nullable().optional(),
      policy: text.optional(),
      emergency: z.string().max(LIMITS.reason).nullable().optional(),
      editors: words.optional(),
      announce: words.optional(),
      hooks: words.optional(),
      tags: words.optional(),
      custom: z.record(z.string().max(LIMITS.word), customSchema.unwrap().valueType.nullable()).optional(),
    }),
    z.strictObject({ change: z.literal("add-item"), item: itemDraft }),
    z.strictObject({
      change: z.literal("edit-item"),
      item: itemId,
      name: text.optional(),
      owners: words.optional(),
      after: words.optional(),
      work: workSchema.optional(),
    }),
    z.strictObject({ change: z.literal("remove-item"), item: itemId }),
    z.strictObject({ change: z.literal("order-items"), items: words }),
    z.strictObject({ change: z.literal("replace"), content: contentSchema }),
  ])
  .describe("A field that is absent stays as it is; null clears it.");

/** More changes at once than any plan has fields and items. */
const MOST_CHANGES = 2 * LIMITS.items;
const changes = z.array(changeSchema).min(1).max(MOST_CHANGES).readonly();
const points = z
  .array(z.int().min(0).max(LIMITS.checks))
  .max(LIMITS.checks)
  .readonly()
  .default([])
  .describe("Places in the item's check list, from 0.");
const vote = { seen: digest.optional(), level: z.int().min(0).max(LIMITS.levels).optional() };

export const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("edit"), changes, seen: digest.optional() }),
  z.strictObject({ type: z.literal("finish") }),
  z.strictObject({ type: z.literal("submit") }),
  z.strictObject({ type: z.literal("start") }),
  z.strictObject({ type: z.literal("replan") }),
  z.strictObject({ type: z.literal("refresh") }),
  z.strictObject({ type: z.literal("cancel"), reason }),
  z.strictObject({ type: z.literal("recheck") }),
  z.strictObject({ type: z.literal("override"), reason }),
  z.strictObject({ type: z.literal("handover"), to: z.string().max(LIMITS.word) }),
  z.strictObject({ type: z.literal("remind") }),
  z.strictObject({ type: z.literal("comment"), text }),
  z.strictObject({ type: z.literal("approve"), comment: text.optional(), ...vote }),
  z.strictObject({ type: z.literal("reject"), reason, ...vote }),
  z.strictObject({ type: z.literal("run"), item: itemId, despiteFreeze }),
  z.strictObject({ type: z.literal("retry"), item: itemId, despiteFreeze }),
  z.strictObject({
    type: z.literal("done"),
    item: itemId,
    remark: text.optional(),
    evidence: z.array(text).max(LIMITS.list).readonly().optional(),
    answers: z.record(z.string().max(LIMITS.word), text).optional().describe("By the name of what the item asks for."),
    despiteFreeze,
  }),
  z.strictObject({ type: z.literal("skip"), item: itemId, reason }),
  z.strictObject({ type: z.literal("claim"), item: itemId }),
  z.strictObject({ type: z.literal("tick"), item: itemId, ticked: points, unticked: points }),
  z.strictObject({ type: z.literal("undo"), item: itemId, reason: text.optional() }),
]);
export type SentCommand = z.output<typeof commandSchema>;
