/**
 * The parts of GitLab's answers that are used, as its REST API documents them.
 */
import { z } from "zod";

export const projectSchema = z.object({
  name_with_namespace: z.string().optional(),
  description: z.string().nullish(),
  web_url: z.string().optional(),
  default_branch: z.string().nullish(),
  /** Where the configuration is, when it is not `.gitlab-ci.yml`; hidden from some. */
  ci_config_path: z.string().nullish(),
});
export type Project = z.output<typeof projectSchema>;

export const commitSchema = z.object({ id: z.string().regex(/^[0-9a-f]{40,64}$/) });

export const lintSchema = z.object({
  valid: z.boolean(),
  errors: z.array(z.string()).default([]),
  merged_yaml: z.string().nullish(),
  includes: z.array(z.object({ type: z.string() })).nullish(),
});
export type Lint = z.output<typeof lintSchema>;

export const pipelineSchema = z.object({
  id: z.number().int().positive(),
  status: z.string(),
  web_url: z.string().optional(),
  yaml_errors: z.string().nullish(),
});
export type Pipeline = z.output<typeof pipelineSchema>;

export const variablesSchema = z.array(z.object({ key: z.string(), value: z.string().nullish() }));

export const jobSchema = z.object({
  id: z.number().int().positive(),
  name: z.string(),
  stage: z.string(),
  status: z.string(),
  allow_failure: z.boolean().default(false),
  failure_reason: z.string().nullish(),
});
export type Job = z.output<typeof jobSchema>;

export const issueSchema = z.object({
  iid: z.number().int().positive(),
  title: z.string(),
  state: z.string(),
  issue_type: z.string().nullish(),
  assignees: z.array(z.object({ name: z.string() })).nullish(),
  web_url: z.string(),
});
export type Issue = z.output<typeof issueSchema>;
