/**
 * The body of a hook as a receiver written for Zadig reads it: Zadig's envelope and plan, and nothing that Zadig does not send.
 */
import { z } from "zod";

const seconds = z.int().min(0);

const job = z.strictObject({
  id: z.string().min(1),
  name: z.string(),
  manager: z.string().optional(),
  manager_id: z.string().optional(),
  type: z.enum(["text", "workflow"]),
  spec: z.looseObject({}),
  status: z.enum(["todo", "running", "done", "skipped", "failed"]),
  executed_by: z.string(),
  executed_time: seconds,
});

const plan = z.strictObject({
  id: z.string().min(1),
  index: z.int(),
  event_name: z.enum(["finish_planning", "start_execute", "all_job_done"]),
  name: z.string(),
  manager: z.string(),
  manager_id: z.string(),
  start_time: seconds,
  end_time: seconds,
  schedule_execute_time: seconds,
  description: z.string(),
  created_by: z.string(),
  create_time: seconds,
  updated_by: z.string(),
  update_time: seconds,
  instance_code: z.string(),
  jobs: z.array(job),
  status: z.string(),
  planning_time: seconds,
  approval_time: seconds,
  executing_time: seconds,
  success_time: seconds,
});

export const hookBody = z.strictObject({
  object_kind: z.literal("release_plan"),
  event: z.string(),
  workflow: z.null(),
  release_plan: plan,
});

/** What a receiver that only routes by plan and event reads. */
export const routedBody = z.looseObject({
  release_plan: z.looseObject({ id: z.string().min(1), event_name: z.string() }),
});
