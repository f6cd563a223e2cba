/**
 * What the API answers with. Times are milliseconds since 1970-01-01T00:00Z.
 */
import { z } from "zod";
import { CHECKPOINTS, contentSchema, itemSchema } from "../../plan/content.ts";
import { ITEM_STATES, STATUSES } from "../../plan/plan.ts";

const instant = z.int().min(0);
const strings = z.array(z.string()).readonly();

const actorSchema = z.union([
  z.strictObject({ kind: z.literal("person"), id: z.string() }),
  z.strictObject({ kind: z.literal("token"), name: z.string() }),
  z.strictObject({ kind: z.literal("system"), part: z.enum(["timer", "engine", "hook", "desk"]) }),
]);

const runSchema = z.strictObject({
  key: z.string(),
  attempt: z.int(),
  again: z.string().optional().describe("The engine's own name of the failed run that it repeats."),
  ref: z.string().optional().describe("The engine's own name of the run."),
  progress: z.strictObject({
    stage: z.string().optional(),
    job: z.string().optional(),
    percent: z.number().optional(),
    link: z.string().optional(),
    tail: z.string().optional().describe("The end of its output."),
  }),
});

const fileSchema = z.strictObject({
  hash: z.string().describe("SHA-256 of its bytes."),
  name: z.string(),
  type: z.string(),
  size: z.int().describe("In bytes."),
  ask: z.string().optional().describe("Which of the item's asks it answers."),
});
const tickSchema = z.strictObject({ by: z.string(), at: instant });
const confirmedSchema = z.strictObject({ by: z.string(), at: instant, remark: z.string().optional() });
const answers = z.record(z.string(), z.string()).describe("By the name of what the item asks for.");

const planItemSchema = z.strictObject({
  number: z.string().describe("What people type, such as 52.3."),
  ...itemSchema.unwrap().shape,
  state: z.enum(ITEM_STATES),
  by: actorSchema.optional(),
  at: instant.optional(),
  remark: z.string().optional(),
  evidence: strings.optional(),
  answers: answers.optional(),
  files: z.array(fileSchema).readonly().optional(),
  ticked: z
    .record(z.string(), tickSchema)
    .optional()
    .describe("What is ticked off of its check list, by the place from 0."),
  said: z
    .strictObject({
      ...confirmedSchema.shape,
      evidence: strings.optional(),
      answers: answers.optional(),
      files: z.array(fileSchema).readonly().optional(),
    })
    .optional()
    .describe("One person says that it is done; a second one has to confirm it."),
  confirms: confirmedSchema.optional().describe("Who said first that it is done, where two have to."),
  reason: z.string().optional(),
  unclear: z.boolean().optional().describe("Nobody can know whether the engine started it."),
  run: runSchema.optional(),
  claim: z.strictObject({ by: z.string(), at: instant }).optional().describe("The owner who said that it is theirs."),
  held: z
    .strictObject({ at: instant, changes: strings })
    .optional()
    .describe("It was not started: its workflow is not what was approved."),
});

const roundSchema = z
  .strictObject({
    number: z.int(),
    outcome: z.enum(["open", "approved", "denied"]),
    denial: z
      .enum(["withdrawn", "expired", "reverted", "rejected", "not-allowed", "nobody", "undecided"])
      .optional()
      .describe("Why it was denied though nobody asked said no."),
    desk: z
      .strictObject({
        name: z.string(),
        ref: z.string().optional(),
        link: z.string().optional(),
        problem: z.string().optional(),
      })
      .optional()
      .describe("Where a platform's own approval asks."),
    level: z.int().describe("The level now asked, from 0."),
    digest: z.string(),
    askedAt: instant,
    endedAt: instant.optional(),
    levelAt: instant.optional().describe("When the level now asked was; absent for the first."),
    pace: z
      .strictObject({
        reminders: z.strictObject({ after: z.int(), every: z.int() }).optional(),
        escalation: z.strictObject({ after: z.int(), to: strings }).optional(),
        expiry: z.strictObject({ after: z.int(), policy: z.enum(["deny", "ask"]) }).optional(),
      })
      .optional()
      .describe("How it goes on by itself, in milliseconds."),
    escalated: strings.optional().describe("Who may decide in this level besides."),
    escalatedAt: instant.optional(),
    reminded: z.record(z.string(), instant).optional().describe("When each approver was reminded last."),
    overdueAt: instant.optional(),
    stuck: strings.optional().describe("Who was away when nobody could satisfy the level."),
    votes: z
      .array(
        z.strictObject({
          level: z.int(),
          by: z.string(),
          seats: strings.describe("The approvers it counts for."),
          verdict: z.enum(["approve", "reject"]),
          comment: z.string().optional(),
          at: instant,
        }),
      )
      .readonly(),
  })
  .describe("The asking for consent.");

const checkSchema = z.strictObject({
  checkpoint: z.enum(CHECKPOINTS),
  attempt: z.int(),
  state: z.enum(["waiting", "failed", "passed", "overridden"]),
  askedAt: instant,
  endedAt: instant.optional(),
  parties: z
    .record(
      z.string(),
      z.strictObject({
        delivery: z.enum(["sending", "accepted", "failing", "given-up"]),
        answer: z.enum(["success", "failed"]).optional(),
        progress: z.string().optional(),
      }),
    )
    .describe("By the endpoint's name."),
  reason: z.string().optional(),
  unanswered: z.boolean().optional().describe("It ended because nobody answered in time."),
  overdueAt: instant.optional(),
  remindedAt: instant.optional(),
  by: actorSchema.optional(),
});

export const planSchema = z.strictObject({
  index: z.int().describe("The plan's number."),
  id: z.string(),
  key: z.string().optional(),
  status: z.enum(STATUSES),
  version: z.int().describe("The number of log entries; also the ETag."),
  digest: z.string().describe("Names the content; what `seen` is compared with."),
  manager: z.string(),
  ...contentSchema.unwrap().shape,
  items: z.array(planItemSchema).readonly(),
  round: roundSchema.optional(),
  checks: z.array(checkSchema).readonly(),
  createdBy: actorSchema,
  createdAt: instant,
  editedBy: actorSchema,
  editedAt: instant,
  changedAt: instant,
  ended: z.strictObject({ by: actorSchema, at: instant, reason: z.string() }).optional(),
});
export type PlanAnswer = z.output<typeof planSchema>;

export const planPageSchema = z.strictObject({
  plans: z
    .array(
      z.strictObject({
        index: z.int(),
        id: z.string(),
        key: z.string().optional(),
        name: z.string(),
        status: z.enum(STATUSES),
        manager: z.string(),
        window: contentSchema.unwrap().shape.window,
        tags: strings,
        createdAt: instant,
        changedAt: instant,
      }),
    )
    .readonly()
    .describe("Newest first."),
  page: z.int(),
  more: z.boolean(),
  total: z.int(),
});
export type PlanPageAnswer = z.output<typeof planPageSchema>;

export const logPageSchema = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        seq: z.int(),
        at: instant,
        by: actorSchema,
        event: z.looseObject({ type: z.string() }).describe("What happened, and what belongs to it."),
      }),
    )
    .readonly()
    .describe("Newest first."),
  more: z.boolean(),
});
export type LogPageAnswer = z.output<typeof logPageSchema>;

export const outcomeSchema = z.strictObject({
  plan: z.strictObject({ id: z.string(), index: z.int() }),
  version: z.int(),
  events: strings.describe("What happened, in order; nothing when it was so already."),
});
export type OutcomeAnswer = z.output<typeof outcomeSchema>;

export const problemSchema = z
  .looseObject({
    type: z.string(),
    status: z.int(),
    code: z.string().describe("Names the kind of problem for programs."),
    title: z.string(),
    detail: z.string().optional().describe("What is wrong this time; a refusal's is in the language asked for."),
    errors: z
      .array(z.looseObject({ path: z.string(), code: z.string(), detail: z.string().optional() }))
      .readonly()
      .optional(),
    refusal: z.looseObject({ code: z.string() }).optional().describe("The refusal's own data."),
  })
  .describe("A problem document (RFC 9457).");
