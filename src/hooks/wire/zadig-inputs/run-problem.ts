/**
 * What keeps OpenAPI from running a workflow as a plan wants it.
 */
import { textOf } from "./node.ts";
import type { Opened } from "./opened.ts";
import type { Job } from "./targets.ts";
import { isFromJob } from "./targets.ts";

/** Why OpenAPI can't run it as it is wanted. */
export type RunProblem =
  | { readonly problem: "job-type"; readonly job: string; readonly type: string }
  | { readonly problem: "registry"; readonly job: string; readonly id: string }
  | { readonly problem: "codehost"; readonly where: string; readonly id: string }
  /** It takes its services from a job that does not run. */
  | { readonly problem: "leader-off"; readonly job: string; readonly leader: string }
  | { readonly problem: "missing"; readonly parameter: string }
  | { readonly problem: "nothing-runs" };

/** What can be told of a job before its inputs are made. */
export function problemsOf(opened: Opened, job: Job): readonly RunProblem[] {
  return [...leaderProblems(opened, job), ...missingOf(opened, job)];
}

function leaderProblems(opened: Opened, job: Job): readonly RunProblem[] {
  const leader = opened.jobs.find(({ name }) => name === opened.selection(job)?.from);
  return leader && !opened.runs(leader) ? [{ problem: "leader-off", job: job.name, leader: leader.name }] : [];
}

/** What OpenAPI insists on, and neither the workflow nor the plan gives. */
function missingOf(opened: Opened, job: Job): readonly RunProblem[] {
  const { name, type, spec } = job;
  const missing: string[] = [];
  if ((type === "zadig-deploy" || type === "zadig-vm-deploy") && textOf(spec, "env") === "")
    missing.push(`${name}.env`);
  if (type === "sql" && textOf(spec, "source") === "runtime" && textOf(spec, "database_name") === "") {
    missing.push(`${name}.database`);
  }
  if (type === "zadig-vm-deploy" && !isFromJob(job)) {
    const bare = opened.taken(job).filter(({ entry }) => textOf(entry, "file_name") === "");
    missing.push(...bare.map(({ id }) => `${name}.${id}.file`));
  }
  return missing.map((parameter) => ({ problem: "missing", parameter }));
}
