/**
 * What Zadig's OpenAPI answers, as far as gonogo reads it. Zadig is written in Go: an empty list may be `null`, and what
 * it has no words for is "".
 */
import { z } from "zod";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const seconds = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
const listOf = <S extends z.ZodType>(item: S) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
const status = text.transform((value) => value.toLowerCase());

export const listSchema = z.object({
  workflows: listOf(
    z.object({
      workflow_key: z.string(),
      workflow_name: text,
      update_time: seconds,
      /** Product workflows are another API's. */
      type: text,
      disabled: z.boolean().nullish(),
    }),
  ),
});
export type Listed = z.output<typeof listSchema>["workflows"][number];

const jobSchema = z.object({
  name: z.string(),
  type: z.string(),
  spec: z.json().nullish(),
  run_policy: text,
  error_policy: z.json().nullish(),
});

export const detailSchema = z.object({
  workflow_key: z.string(),
  workflow_name: text,
  description: text,
  created_by: text,
  create_time: seconds,
  updated_by: text,
  update_time: seconds,
  remark: text,
  disabled: z.boolean().nullish(),
  params: listOf(z.json()),
  stages: listOf(z.object({ name: text, parallel: z.boolean().nullish(), jobs: listOf(jobSchema) })),
});
export type Detail = z.output<typeof detailSchema>;

export const startedSchema = z.object({ task_id: z.number().int().positive() });

export const historySchema = z.object({
  total: z.number().int().min(0),
  workflow_tasks: listOf(
    z.object({ task_id: z.number().int().positive(), create_time: seconds, task_creator: text, status }),
  ),
});
export type PastTask = z.output<typeof historySchema>["workflow_tasks"][number];

const taskJobSchema = z.object({ name: text, display_name: text, status, error: text });
export type TaskJob = z.output<typeof taskJobSchema>;
const taskStageSchema = z.object({ name: text, status, error: text, jobs: listOf(taskJobSchema) });
export type TaskStage = z.output<typeof taskStageSchema>;

export const taskSchema = z.object({
  task_id: z.number().int().positive(),
  workflow_key: z.string(),
  workflow_name: text,
  project_key: z.string(),
  status,
  remark: text,
  task_creator: text,
  task_revoker: text,
  create_time: seconds,
  end_time: seconds,
  error: text,
  params: listOf(z.object({ name: text, value: z.unknown().optional() })),
  stages: listOf(taskStageSchema),
});
export type Task = z.output<typeof taskSchema>;

export const registriesSchema = listOf(
  z.object({ registry_id: z.string(), address: text, namespace: text, is_default: z.boolean().nullish() }),
);
