/**
 * A plan as its author wrote it: times, people and items are still words. Its keys are the documented ones.
 */
import { z } from "zod";
import { ASK_KINDS, askSchema, LIMITS } from "../../plan/content.ts";
import { readAsk } from "./ask-text.ts";
import { RULE_WORDS, readLevel, readRule } from "./level-text.ts";
import { splitList } from "./list-text.ts";

/** Tells a level in words that says nothing from the schema's other refusals. */
export const BAD_LEVEL = "not a level in words";

const text = (max: number) => z.string().trim().min(1).max(max);
const word = text(LIMITS.word);
/** A time is read later, in its author's zone. */
const time = text(200);

const list = (max: number) =>
  z
    .union([text(LIMITS.word * 10), z.array(word).max(max)])
    .transform((value) => (typeof value === "string" ? splitList(value) : value))
    .pipe(z.array(word).max(max).readonly());

const ruleSchema = z
  .union([z.literal("any"), z.literal("all"), z.int().min(1).max(LIMITS.approvers), z.string().regex(RULE_WORDS)])
  .transform((rule) => (typeof rule === "number" ? rule : readRule(rule)))
  .pipe(z.union([z.literal("any"), z.literal("all"), z.int().min(1).max(LIMITS.approvers)]));

const levelObject = z
  .strictObject({
    name: word.optional().describe("What the level is called, for example QA."),
    rule: ruleSchema.default("any").describe("any, all, or how many of the approvers must approve."),
    approvers: list(LIMITS.approvers)
      .refine((approvers) => approvers.length > 0)
      .describe("People, and groups written group:qa."),
  })
  .readonly();

const levelWords = text(LIMITS.word * 10)
  .describe("A level in words: `QA: 2 of bo, chen, group:qa`.")
  .transform((words, issues) => {
    const level = readLevel(words);
    if (level) return level;
    issues.addIssue({ code: "custom", message: BAD_LEVEL });
    return z.NEVER;
  });

const levelSchema = z.union([levelWords, levelObject]);
/** One level of the approval, its people still as written. */
export type LevelDraft = z.output<typeof levelObject>;

const approvalSchema = z
  .strictObject({
    via: word.optional().describe("Where approvers are asked: card, feishu or dingtalk."),
    levels: z.array(levelSchema).min(1).max(LIMITS.levels).readonly().describe("Asked one after the other."),
  })
  .readonly();

const parameter = z.union([z.string().max(LIMITS.parameter), z.number(), z.boolean()]);

const askObject = z
  .strictObject({
    name: word.describe("What it is called."),
    kind: z.enum(ASK_KINDS).default("text").describe("text, link or file."),
    required: z.boolean().default(true).describe("The item can't be called done without it."),
  })
  .readonly();
const askWords = word
  .describe("An ask in words: `Report (file)`, `Ticket (optional link)`.")
  .transform((words) => readAsk(words) ?? { name: words, kind: "text" as const, required: true });

const asksSchema = z
  .union([text(LIMITS.word * 10), z.array(z.union([askWords, askObject])).max(LIMITS.asks)])
  .transform((value) => (typeof value === "string" ? splitList(value).flatMap((words) => readAsk(words) ?? []) : value))
  .pipe(z.array(askSchema).max(LIMITS.asks))
  .readonly();

/** Ways to say that two have to; one is what it is without. */
export const CONFIRM_WORDS = /^(?:two|2|两个?人|双人)$/u;

const itemSchema = z
  .strictObject({
    name: text(LIMITS.name).describe("What the item is called."),
    run: z
      .string()
      .trim()
      .regex(/^[\w.-]+:\S(?:.*\S)?$/)
      .max(LIMITS.word)
      .optional()
      .describe("The workflow that an engine runs, as engine:workflow."),
    with: z.record(word, parameter).readonly().optional().describe("The workflow's parameters."),
    text: z.string().max(LIMITS.text).optional().describe("What a person does, in Markdown."),
    owner: list(LIMITS.approvers)
      .optional()
      .describe("Who may carry it out beside the manager: a person, a group, or a list."),
    after: list(LIMITS.items).optional().describe("Items that must be finished first, by name or number."),
    asks: asksSchema.optional().describe("What whoever does it must give, or may: a text, a link or a file each."),
    checks: list(LIMITS.checks).optional().describe("A check list to tick off before it is done."),
    confirm: z
      .string()
      .trim()
      .regex(CONFIRM_WORDS)
      .transform(() => "two" as const)
      .optional()
      .describe("two: a second person has to confirm that it is done."),
  })
  .readonly();
export type ItemDraft = z.output<typeof itemSchema>;

const customValue = z
  .union([z.string().max(LIMITS.parameter), z.boolean(), z.number(), z.array(word).max(LIMITS.list).readonly()])
  .transform((value) => (typeof value === "number" ? String(value) : value));

const planObject = z.strictObject({
  name: text(LIMITS.name).describe("What the plan is called."),
  key: word.optional().describe("Names the plan for good: applying a file with the same key again edits that plan."),
  manager: word.optional().describe("Who owns the plan and starts it."),
  window: time
    .optional()
    .describe("When items may be carried out: `tonight 20:00-22:00`, or two ISO times joined by a slash."),
  schedule: time.optional().describe("When workflow items start by themselves."),
  description: z.string().max(LIMITS.description).optional().describe("What and why, in Markdown."),
  requirements: list(LIMITS.list)
    .optional()
    .describe("Issues, sprints (sprint:SHOP/42) and links that the release delivers."),
  approval: approvalSchema.optional().describe("Who must consent before the plan starts."),
  items: z.array(itemSchema).min(1).max(LIMITS.items).readonly().describe("The steps of the release, in order."),
  policy: word.optional().describe("The set of rules that the plan follows, by the name the settings give it."),
  emergency: text(LIMITS.reason)
    .optional()
    .describe("Why it can't wait: a plan with a reason is an emergency, and is spared what its policy says."),
  editors: list(LIMITS.list).optional().describe("Who may edit the plan beside the manager."),
  announce: list(LIMITS.list).optional().describe("Chats that see the plan, by the names the settings give them."),
  hooks: list(LIMITS.list)
    .optional()
    .describe(
      "External systems that hear of the plan beside those that hear of every plan, by the names the settings give them.",
    ),
  tags: list(LIMITS.list).optional().describe("Words to find the plan by."),
  custom: z
    .record(word, customValue)
    .readonly()
    .optional()
    .describe("Fields that the settings add to plans, by their names: a text or choice, a list of choices, or true."),
});

/** The documented schema of a plan in a file. */
export const planDraftSchema = planObject.readonly();
/** What a plan begun in chat may say: not yet its items, and no key of a plan that is there. */
export const begunDraftSchema = planObject
  .omit({ key: true })
  .extend({ items: z.array(itemSchema).max(LIMITS.items).readonly() })
  .readonly();
/** A plan begun in chat may still be without items; a file must have one. */
export type PlanDraft = z.output<typeof planDraftSchema>;
