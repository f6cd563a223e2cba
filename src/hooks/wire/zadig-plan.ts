/**
 * A release plan and a template as Zadig's API tells them, as far as gonogo takes them over. Zadig is written in Go: an
 * empty list may be `null`, what it has no words for is "", and a time that is not set is 0.
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

const userSchema = z.object({ type: text, user_id: text, id: text, user_name: text, name: text, group_name: text });
const nodeSchema = z.object({
  type: text,
  approve_users: listOf(userSchema),
  approve_groups: listOf(z.object({ group_name: text })),
  cc_users: listOf(userSchema),
  cc_groups: listOf(z.object({ group_name: text })),
});
const nodesSchema = z.object({ approval_nodes: listOf(nodeSchema) }).nullish();

export const approvalSchema = z.object({
  enabled: z.boolean().nullish(),
  type: text,
  native_approval: z.object({ approve_users: listOf(userSchema), needed_approvers: seconds }).nullish(),
  lark_approval: nodesSchema,
  dingtalk_approval: nodesSchema,
});
export type ZadigApproval = z.output<typeof approvalSchema>;

const jobSchema = z.object({
  name: text,
  type: text,
  manager: text,
  spec: z
    .object({
      content: text,
      workflow: z.looseObject({ name: text, project: text }).nullish(),
    })
    .nullish(),
});
export type ZadigJob = z.output<typeof jobSchema>;

export const zadigPlanSchema = z.object({
  id: z.string(),
  index: seconds,
  name: text,
  manager: text,
  start_time: seconds,
  end_time: seconds,
  schedule_execute_time: seconds,
  description: text,
  status: text,
  jira_sprint_association: z.object({ sprints: listOf(z.object({ project_key: text, sprint_id: seconds })) }).nullish(),
  approval: approvalSchema.nullish(),
  jobs: listOf(jobSchema),
});
export type ZadigPlan = z.output<typeof zadigPlanSchema>;

export const zadigTemplateSchema = z.object({
  id: z.string(),
  template_name: text,
  approval: approvalSchema.nullish(),
  jobs: listOf(jobSchema),
});
export type ZadigTemplate = z.output<typeof zadigTemplateSchema>;

/** What of Zadig's can be taken over. */
export interface ZadigPlans {
  plans(): Promise<readonly ZadigPlan[]>;
  templates(): Promise<readonly ZadigTemplate[]>;
  close(): Promise<void>;
}
