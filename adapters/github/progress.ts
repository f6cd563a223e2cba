/**
 * How a run is doing, from its own state and its jobs'.
 */
import type { RunState } from "../../src/flow/engine.ts";
import type { RunProgress } from "../../src/plan/plan.ts";
import type { Job, Run } from "./answers.ts";

const OVER = "completed";
const LONGEST_REASON = 500;
const MOST_NAMED = 3;
/** The order in which jobs tell best where a run is. */
const TELLING = ["in_progress", "waiting", "pending", "queued", "requested"];
const FAILED: ReadonlySet<string | null> = new Set(["failure", "timed_out", "startup_failure"]);

/** Whether a run has come to its end. One that needs an approval in GitHub goes on when it has got it. */
export function isOver({ status, conclusion }: Run): boolean {
  return status === OVER && conclusion !== "action_required";
}

/** Jobs are those of the same attempt, in the order they were made in. */
export function stateOf(run: Run, jobs: readonly Job[]): RunState {
  const link = linkOf(run);
  if (!isOver(run)) return { state: "running", progress: { ...progressOf(run, jobs), link } };
  if (run.conclusion === "success") {
    const last = jobs.findLast((job) => job.conclusion === "success");
    return { state: "passed", progress: { ...placeOf(last), percent: 100, link } };
  }
  const failed = jobs.filter((job) => FAILED.has(job.conclusion));
  const told = failed[0] ?? jobs.findLast((job) => job.conclusion === "cancelled");
  const progress: RunProgress = { ...placeOf(told), percent: percentOf(jobs), link };
  return { state: "failed", reason: reasonOf(run, failed).slice(0, LONGEST_REASON), progress };
}

/** The page of the attempt: the run's own page shows the latest one. */
export function linkOf({ html_url: url, run_attempt: attempt }: Run): string {
  return attempt === 1 ? url : `${url}/attempts/${attempt}`;
}

function progressOf(run: Run, jobs: readonly Job[]): RunProgress {
  const percent = percentOf(jobs);
  const job = currentOf(jobs);
  if (run.status === OVER) return { stage: "waits for an approval in GitHub", percent };
  if (job === undefined) return { stage: run.status?.replaceAll("_", " ") ?? "queued", percent };
  return { job: job.name, stage: stageOf(job), percent };
}

/** The step that runs, or what the job waits for. */
function stageOf({ status, steps }: Job): string {
  if (status === "waiting") return "waits for a review of its deployment";
  const step = steps.find((each) => each.status === "in_progress");
  return step?.name ?? status.replaceAll("_", " ");
}

function placeOf(job: Job | undefined): RunProgress {
  if (job === undefined) return {};
  const step = failedStepOf(job);
  return { job: job.name, ...(step !== undefined && { stage: step }) };
}

function failedStepOf({ steps }: Job): string | undefined {
  return steps.find((step) => step.conclusion === "failure" || step.conclusion === "cancelled")?.name;
}

function currentOf(jobs: readonly Job[]): Job | undefined {
  for (const status of TELLING) {
    const job = jobs.find((each) => each.status === status);
    if (job) return job;
  }
  return jobs.find((job) => job.status !== OVER) ?? jobs.at(-1);
}

/** By steps, as far as GitHub lists them: jobs that wait for others are not there yet. */
function percentOf(jobs: readonly Job[]): number {
  if (jobs.length === 0) return 0;
  const parts = jobs.map(({ status, steps }) => {
    if (status === OVER) return 1;
    return steps.length === 0 ? 0 : steps.filter((step) => step.status === OVER).length / steps.length;
  });
  return Math.min(99, Math.floor((parts.reduce((sum, part) => sum + part, 0) * 100) / jobs.length));
}

function reasonOf({ conclusion }: Run, failed: readonly Job[]): string {
  if (conclusion === "cancelled") return "the run was cancelled";
  const named = failed.slice(0, MOST_NAMED).map((job) => {
    const step = failedStepOf(job);
    const how = job.conclusion === "timed_out" ? "timed out" : "failed";
    return `job "${job.name}" ${how}${step === undefined ? "" : ` at step "${step}"`}`;
  });
  const others = failed.length - named.length;
  if (named.length > 0) return `${named.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
  switch (conclusion) {
    case "skipped":
      return "GitHub skipped all jobs of the run";
    case "startup_failure":
      return "GitHub could not begin the run: its workflow is not valid, or not allowed";
    case "timed_out":
      return "the run timed out";
    case "failure":
      return "the run failed";
    default:
      return `the run ended as ${conclusion?.replaceAll("_", " ") ?? "nothing that GitHub says"}`;
  }
}
