/**
 * What a hook brings: Zadig's envelope, its release plan, and the plan's jobs.
 */
import { z } from "zod";
import { CHECKPOINTS } from "../../plan/content.ts";
import { ITEM_STATES } from "../../plan/plan.ts";
import { listOf, text, whole } from "./spelling.ts";
import { workflowSchema } from "./workflow.ts";

/** A whole number written as text; nothing written is 0. */
const digits = z
  .string()
  .regex(/^\d{0,15}$/)
  .transform(Number);

const planJob = {
  id: z.string(),
  name: z.string(),
  manager: text,
  manager_id: text,
  status: z.enum(ITEM_STATES),
  executed_by: text,
  // The document says a string, the code writes a number.
  executed_time: z.union([z.number(), digits]).optional(),
};

export const planJobSchema = z.discriminatedUnion("type", [
  z.looseObject({
    ...planJob,
    type: z.literal("text"),
    spec: z.looseObject({ content: z.string(), remark: text }),
  }),
  z.looseObject({
    ...planJob,
    type: z.literal("workflow"),
    spec: z.looseObject({ workflow: workflowSchema.nullable(), status: text, task_id: whole }),
  }),
]);
export type PlanJob = z.output<typeof planJobSchema>;

export const releasePlanSchema = z.looseObject({
  id: z.string(),
  // The document says a string, the code writes a number.
  index: z.union([z.number(), digits]),
  name: z.string(),
  event_name: z.enum(CHECKPOINTS),
  description: text,
  manager: text,
  manager_id: text,
  instance_code: text,
  start_time: whole,
  end_time: whole,
  schedule_execute_time: whole,
  approval_time: whole,
  planning_time: whole,
  executing_time: whole,
  success_time: whole,
  status: z.string(),
  jobs: listOf(planJobSchema),
  created_by: text,
  create_time: whole,
  updated_by: text,
  update_time: whole,
});
export type ReleasePlan = z.output<typeof releasePlanSchema>;

/** `event` is `release_plan` in Zadig 4 and the event's name in Zadig 5. */
export const envelopeSchema = z.looseObject({
  object_kind: z.literal("release_plan"),
  event: z.string(),
  workflow: z.null(),
  release_plan: releasePlanSchema,
});
export type Envelope = z.output<typeof envelopeSchema>;
