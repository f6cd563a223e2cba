/**
 * The parts of GitHub's answers that are used, as its REST API (version 2022-11-28) documents them.
 */
import { z } from "zod";

const id = z.number().int().positive();

export const repoSchema = z.object({
  full_name: z.string(),
  html_url: z.string().optional(),
  description: z.string().nullish(),
  default_branch: z.string().min(1),
});
export type Repo = z.output<typeof repoSchema>;

/** Asked for as plain text. */
export const commitSchema = z.string().regex(/^[0-9a-f]{40,64}$/);

export const workflowSchema = z.object({
  name: z.string(),
  path: z.string(),
  state: z.string(),
});
export type Workflow = z.output<typeof workflowSchema>;
export const workflowPageSchema = z.object({ total_count: z.number(), workflows: z.array(workflowSchema) });

export const environmentPageSchema = z.object({
  total_count: z.number().optional(),
  environments: z.array(z.object({ name: z.string() })).default([]),
});

/** What a start is answered with where GitHub tells the run; older ones answer with nothing. */
export const startedSchema = z.object({ workflow_run_id: id });

export const runSchema = z.object({
  id,
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  run_attempt: id.default(1),
  event: z.string(),
  display_title: z.string().default(""),
  created_at: z.iso.datetime({ offset: true }).transform((time) => Date.parse(time)),
  html_url: z.string(),
});
export type Run = z.output<typeof runSchema>;
export const runPageSchema = z.object({ total_count: z.number(), workflow_runs: z.array(runSchema) });

const stepSchema = z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() });
export const jobSchema = z.object({
  id,
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  steps: z.array(stepSchema).default([]),
});
export type Job = z.output<typeof jobSchema>;
export const jobPageSchema = z.object({ total_count: z.number(), jobs: z.array(jobSchema) });

/** An issue, or a pull request, which GitHub counts among them. */
export const issueSchema = z.object({
  number: id,
  title: z.string(),
  state: z.string(),
  state_reason: z.string().nullish(),
  html_url: z.string(),
  assignee: z.object({ login: z.string() }).nullish(),
  type: z.object({ name: z.string() }).nullish(),
  pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
});
export type Issue = z.output<typeof issueSchema>;
