/**
 * How a pipeline is doing, from its own state and its jobs'.
 */
import type { RunState } from "../../src/flow/engine.ts";
import type { RunProgress } from "../../src/plan/plan.ts";
import type { Job, Pipeline } from "./answers.ts";
import { isActive, isOver } from "./statuses.ts";

const LONGEST_REASON = 500;
const MOST_NAMED = 3;
/** The order in which jobs tell best where a pipeline is. */
const TELLING = ["running", "canceling", "preparing", "waiting_for_resource", "pending"];

/** Jobs are the latest of each name, in the order they were made in; those that start other pipelines count as well. */
export function stateOf(pipeline: Pipeline, jobs: readonly Job[], link: string): RunState {
  const { status } = pipeline;
  // Jobs that are repeated are there before their pipeline says that it goes on.
  const going = !isOver(status) || (status !== "success" && jobs.some((job) => isActive(job.status)));
  if (going) return { state: "running", progress: progressOf(pipeline, jobs, link) };
  if (status === "success") {
    const last = jobs.findLast((job) => job.status === "success");
    return { state: "passed", progress: { ...placeOf(last), percent: 100, link } };
  }
  const failed = jobs.filter((job) => job.status === "failed" && !job.allow_failure);
  const told = failed[0] ?? jobs.findLast((job) => job.status === "canceled");
  const percent = percentOf(jobs);
  return {
    state: "failed",
    reason: reasonOf(pipeline, failed).slice(0, LONGEST_REASON),
    progress: { ...placeOf(told), percent, link },
  };
}

function progressOf({ status }: Pipeline, jobs: readonly Job[], link: string): RunProgress {
  const job = currentOf(jobs);
  const percent = percentOf(jobs);
  const waiting = jobs.find((each) => each.status === status);
  switch (status) {
    case "manual":
      return { ...placeOf(waiting), stage: stageOf("waits for a manual job", waiting), percent, link };
    case "scheduled":
      return { ...placeOf(waiting), stage: stageOf("waits for a delayed job", waiting), percent, link };
    case "canceling":
      return { ...placeOf(job), stage: stageOf("is being cancelled", job), percent, link };
    default:
      return { ...(job ? placeOf(job) : { stage: status }), percent, link };
  }
}

function stageOf(what: string, job: Job | undefined): string {
  return job === undefined ? what : `${job.stage}: ${what}`;
}

function placeOf(job: Job | undefined): RunProgress {
  return job === undefined ? {} : { stage: job.stage, job: job.name };
}

function currentOf(jobs: readonly Job[]): Job | undefined {
  for (const status of TELLING) {
    const job = jobs.find((each) => each.status === status);
    if (job) return job;
  }
  return jobs.find((job) => isActive(job.status)) ?? jobs.at(-1);
}

/** Jobs that wait for a person don't count: most of them never run. */
function percentOf(jobs: readonly Job[]): number {
  const counted = jobs.filter((job) => job.status !== "manual");
  if (counted.length === 0) return 0;
  return Math.min(99, Math.floor((counted.filter((job) => isOver(job.status)).length * 100) / counted.length));
}

function reasonOf({ status, yaml_errors: errors }: Pipeline, failed: readonly Job[]): string {
  if (status === "canceled") return "the pipeline was cancelled";
  if (status === "skipped") return "GitLab skipped all jobs of the pipeline";
  const named = failed.slice(0, MOST_NAMED).map(({ name, failure_reason: why }) => {
    return `job "${name}" failed${why ? ` (${why.replaceAll("_", " ")})` : ""}`;
  });
  const others = failed.length - named.length;
  if (named.length > 0) return `${named.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
  return errors ? `the pipeline failed: ${errors}` : "the pipeline failed";
}
