/**
 * What Zadig's release-plan API takes, as scripts send it. Unknown fields of a plan are refused by name; in its
 * approval and its jobs, Zadig has more than is read here.
 */
import { z } from "zod";
import { openApiJobSchema } from "../../hooks/wire/zadig-jobs.ts";
import { approvalSchema } from "../../hooks/wire/zadig-plan.ts";
import { LIMITS } from "../../plan/content.ts";

/** More than a page of Zadig's own. */
const LARGEST_PAGE = 100;

const number = (usual: number, most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/u)
    .transform(Number)
    .pipe(z.int().max(most))
    .default(usual);
export const listQuerySchema = z.strictObject({ pageNum: number(1, 1_000_000), pageSize: number(20, LARGEST_PAGE) });

/** Unix seconds; 0 is no time. */
const seconds = z.int().min(0).max(8_640_000_000_000);
const fields = {
  manager: z.string().max(LIMITS.name),
  manager_id: z.string().max(LIMITS.name),
  manager_identity_type: z.string().max(LIMITS.word),
  start_time: seconds,
  end_time: seconds,
  schedule_execute_time: seconds,
  /** HTML; what it becomes has the limit of a description. */
  description: z.string().max(500_000),
  approval: approvalSchema.nullable(),
  jobs: z.array(openApiJobSchema).max(LIMITS.items),
};

export const createSchema = z.strictObject({
  name: z.string().min(1).max(LIMITS.name),
  ...z.object(fields).partial().shape,
});
export const patchSchema = z.strictObject({
  name: z.string().min(1).max(LIMITS.name).optional(),
  ...z.object(fields).partial().shape,
});
export type Written = z.output<typeof patchSchema>;
