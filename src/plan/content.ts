/**
 * What a plan says: the part that its authors write, that approvers consent to, and that the digest covers.
 */
import { z } from "zod";

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A person's name in the directory, for example `ada`. */
export type PersonId = string;
/** A person, or a group written `group:qa`. */
export type Party = string;

export const GROUP_PREFIX = "group:";
export const CHECKPOINTS = ["finish_planning", "start_execute", "all_job_done"] as const;
export type Checkpoint = (typeof CHECKPOINTS)[number];

/** Bounds that keep a plan readable on a card and its snapshot small. */
export const LIMITS = {
  name: 200,
  description: 20_000,
  text: 20_000,
  reason: 2_000,
  items: 100,
  levels: 20,
  approvers: 50,
  list: 50,
  word: 200,
  parameters: 100,
  parameter: 10_000,
  asks: 10,
  checks: 20,
  files: 20,
} as const;

const instant = z.int().min(0).max(8_640_000_000_000_000);
const name = z.string().trim().min(1).max(LIMITS.name);
const word = z.string().trim().min(1).max(LIMITS.word);

export const windowSchema = z.strictObject({ opens: instant, closes: instant }).readonly();
/** When items may be carried out: from `opens` on, and before `closes`. */
export type Window = z.infer<typeof windowSchema>;

export const ruleSchema = z.union([z.literal("any"), z.literal("all"), z.int().min(1).max(LIMITS.approvers)]);
export type Rule = z.infer<typeof ruleSchema>;

export const levelSchema = z
  .strictObject({
    name: word,
    rule: ruleSchema,
    approvers: z.array(word).min(1).max(LIMITS.approvers).readonly(),
  })
  .readonly();
/** One node of the approval; its approvers decide by its rule before the next level is asked. */
export type Level = z.infer<typeof levelSchema>;

export const approvalSchema = z
  .strictObject({ via: word, levels: z.array(levelSchema).min(1).max(LIMITS.levels).readonly() })
  .readonly();
/** The word for approvals that are asked on cards. */
export const CARD = "card";

/** Who must consent. `via` names where they are asked: `card`, or a platform's own approvals. */
export type Approval = z.infer<typeof approvalSchema>;

const parameterValue = z.union([z.string().max(LIMITS.parameter), z.number(), z.boolean()]);
export type ParameterValue = z.infer<typeof parameterValue>;

export const ASK_KINDS = ["text", "link", "file"] as const;
export const askSchema = z.strictObject({ name: word, kind: z.enum(ASK_KINDS), required: z.boolean() }).readonly();
/** Something that whoever does an item has to give, or may. */
export type Ask = z.infer<typeof askSchema>;

export const workSchema = z.discriminatedUnion("type", [
  z
    .strictObject({
      type: z.literal("text"),
      content: z.string().max(LIMITS.text),
      // None and an empty list are the same, so that they have the same digest: a list is never empty.
      asks: z.array(askSchema).min(1).max(LIMITS.asks).readonly().optional(),
      /** What is to be ticked off before it is done. */
      checks: z.array(word).min(1).max(LIMITS.checks).readonly().optional(),
      /** Two different people say that it is done. */
      confirm: z.literal("two").optional(),
    })
    .readonly(),
  z
    .strictObject({
      type: z.literal("workflow"),
      engine: word,
      workflow: word,
      with: z.record(word, parameterValue).readonly(),
    })
    .readonly(),
]);
/** What an item is: something a person does, or a workflow that an engine runs with frozen parameters. */
export type Work = z.infer<typeof workSchema>;
export type TextWork = Extract<Work, { type: "text" }>;

const customValue = z.union([z.string().max(LIMITS.parameter), z.boolean(), z.array(word).max(LIMITS.list).readonly()]);
/** What a plan says in a field of its team's own: a text or a choice, several choices, or a tick. */
export type CustomValue = z.infer<typeof customValue>;
export const customSchema = z.record(word, customValue).readonly();

const itemId = z.string().regex(/^i\d{1,6}$/);
export const itemSchema = z
  .strictObject({
    id: itemId,
    name,
    owners: z.array(word).max(LIMITS.approvers).readonly(),
    after: z.array(itemId).max(LIMITS.items).readonly(),
    work: workSchema,
  })
  .readonly();
/** One step. `id` names it for good (`i3`); its number on a card is its place in the list. */
export type Item = z.infer<typeof itemSchema>;

export const contentSchema = z
  .strictObject({
    name,
    description: z.string().max(LIMITS.description),
    window: windowSchema.optional(),
    schedule: instant.optional(),
    requirements: z.array(word).max(LIMITS.list).readonly(),
    approval: approvalSchema.optional(),
    items: z.array(itemSchema).max(LIMITS.items).readonly(),
    policy: word,
    /** Why it can't wait: a plan with a reason is an emergency, and is spared what its policy says. */
    emergency: z.string().trim().min(1).max(LIMITS.reason).optional(),
    editors: z.array(word).max(LIMITS.list).readonly(),
    announce: z.array(word).max(LIMITS.list).readonly(),
    /** Hook endpoints, by the names the settings give them, that hear of this plan beside those that hear of every plan. */
    hooks: z.array(word).max(LIMITS.list).readonly().optional(),
    tags: z.array(word).max(LIMITS.list).readonly(),
    /** Fields of the team's own, by the names the settings give them. */
    custom: customSchema.optional(),
  })
  .readonly();
export type Content = z.infer<typeof contentSchema>;

export function isCheckpoint(word: string): word is Checkpoint {
  return CHECKPOINTS.some((checkpoint) => checkpoint === word);
}
