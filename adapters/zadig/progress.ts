/**
 * Where a task stands, for people.
 */
import type { RunState } from "../../src/flow/engine.ts";
import type { RunProgress } from "../../src/plan/plan.ts";
import type { Task, TaskJob, TaskStage } from "./answers.ts";
import type { ZadigClient } from "./client.ts";
import { attemptsOf, isOver } from "./marks.ts";
import type { RunRef } from "./names.ts";

const LONGEST_REASON = 500;
const DONE = new Set(["passed", "skipped", "unstable", "notrun", "disabled", "changed", "distributed"]);
const BROKEN = new Set(["failed", "timeout", "reject", "cancelled"]);
/** What a task waits for when nothing moves until somebody does something. */
const WAITS: Readonly<Record<string, string>> = {
  pause: "waits to be executed by hand",
  wait_for_approval: "waits for an approval",
  wait_for_manual_error_handling: "waits for somebody to handle an error",
  queued: "queued",
  blocked: "blocked",
  debug_before: "stopped for debugging",
  debug_after: "stopped for debugging",
};
const ENDINGS: Readonly<Record<string, string>> = { failed: "failed", timeout: "timed out", reject: "was rejected" };

/** The state of a run, by the task that it is a run of. */
export function stateOf(client: ZadigClient, task: Task, ref: RunRef): RunState {
  const link = linkOf(client, task);
  if (ref.attempt < attemptsOf(task)) {
    return { state: "failed", reason: "it failed, and the task was run again", progress: { link } };
  }
  const progress: RunProgress = { ...whereIs(task), link };
  if (task.status === "passed" || task.status === "unstable") {
    return { state: "passed", progress: { ...progress, percent: 100 } };
  }
  if (!isOver(task.status)) return { state: "running", progress };
  return { state: "failed", reason: reasonOf(task).slice(0, LONGEST_REASON), progress };
}

function whereIs(task: Task): RunProgress {
  const { stages, status } = task;
  const jobs = stages.flatMap((stage) => stage.jobs);
  const done = jobs.filter((job) => DONE.has(job.status)).length;
  const stage = stages.find(isOpen) ?? stages.at(-1);
  const job = stage?.jobs.find((each) => !DONE.has(each.status)) ?? stage?.jobs.at(-1);
  const waiting = [job?.status, stage?.status, status].flatMap((each) => (each ? (WAITS[each] ?? []) : []))[0];
  const named = [stage?.name, waiting].filter(Boolean).join(": ");
  return {
    ...(named !== "" && { stage: named }),
    job: job ? nameOf(job) : task.workflow_name || task.workflow_key,
    percent: jobs.length === 0 ? 0 : Math.min(99, Math.floor((done / jobs.length) * 100)),
  };
}

function isOpen({ status, jobs }: TaskStage): boolean {
  return !DONE.has(status) || jobs.some((job) => !DONE.has(job.status));
}

function reasonOf(task: Task): string {
  if (task.status === "skipped") return "every stage was skipped";
  if (task.status === "cancelled") return `cancelled${task.task_revoker === "" ? "" : ` by ${task.task_revoker}`}`;
  const how = ENDINGS[task.status] ?? task.status;
  for (const stage of task.stages) {
    const job = stage.jobs.find((each) => BROKEN.has(each.status) && each.status !== "cancelled");
    if (!job) continue;
    const why = job.error || stage.error || task.error;
    return `the job ${nameOf(job)} of the stage ${stage.name} ${ENDINGS[job.status] ?? how}${why === "" ? "" : `: ${why}`}`;
  }
  const why = task.error || task.stages.find((stage) => stage.error !== "")?.error || "";
  return why === "" ? `the task ${how}` : `the task ${how}: ${why}`;
}

function nameOf(job: TaskJob): string {
  return job.display_name || job.name;
}

function linkOf(client: ZadigClient, task: Task): string {
  const { project_key: project, workflow_key: key, task_id: id, workflow_name: title } = task;
  const path = `v1/projects/detail/${encodeURIComponent(project)}/pipelines/custom/${encodeURIComponent(key)}/${id}`;
  return client.link(path, { display_name: title || key });
}
