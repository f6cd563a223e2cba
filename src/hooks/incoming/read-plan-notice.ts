/**
 * A release plan's hook. `event` and `X-Zadig-Event` are `release_plan` before Zadig 5 and the event's name since; the plan
 * itself names the event in both.
 */
import { z } from "zod";
import type { ZadigItem, ZadigPlanNotice } from "../../chat/zadig-notice.ts";
import type { Checkpoint } from "../../plan/content.ts";
import { CHECKPOINTS } from "../../plan/content.ts";
import type { HookHead, NoticeReading } from "./notice-reading.ts";
import { count, latest, listOf, seconds, text, word } from "./wire-values.ts";

const MOST_JOBS = 500;

const workflowSchema = z.object({ name: text, display_name: text, project: text });
const jobSchema = z.object({
  name: text,
  type: text,
  status: text,
  executed_by: text,
  executed_time: seconds,
  spec: z
    .object({ workflow: workflowSchema.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const planSchema = z.object({
  id: word,
  index: count,
  name: text,
  event_name: text,
  manager: text,
  start_time: seconds,
  end_time: seconds,
  schedule_execute_time: seconds,
  instance_code: text,
  status: text,
  update_time: seconds,
  planning_time: seconds,
  approval_time: seconds,
  executing_time: seconds,
  success_time: seconds,
  jobs: listOf(jobSchema, MOST_JOBS),
});
type WirePlan = z.output<typeof planSchema>;
type WireJob = z.output<typeof jobSchema>;

/** The code's spelling for what the document's example writes. */
const SPELLINGS: Readonly<Record<string, string>> = {
  wait_for_success_external_check: "wait_for_all_done_external_check",
  wait_for_success_external_check_failed: "wait_for_all_done_external_check_failed",
};

/** Zadig's only words for waiting: which checkpoint's answer each asks for. */
export const WAITS: Readonly<Record<string, Checkpoint>> = {
  wait_for_finish_planning_external_check: "finish_planning",
  wait_for_execute_external_check: "start_execute",
  wait_for_all_done_external_check: "all_job_done",
};

/** A plan's status in the code's spelling. */
export function statusOf(status: string): string {
  return Object.hasOwn(SPELLINGS, status) ? (SPELLINGS[status] ?? status) : status;
}

/** What a status waits for, in either spelling. */
export function waitOf(status: string): Checkpoint | undefined {
  const spelt = statusOf(status);
  return Object.hasOwn(WAITS, spelt) ? WAITS[spelt] : undefined;
}

export function readPlanNotice(body: unknown, head: HookHead): NoticeReading {
  const read = planSchema.safeParse(body);
  if (!read.success) {
    return { ok: false, code: "invalid-notice", detail: "release_plan has no usable id." };
  }
  return { ok: true, notice: planNotice(read.data, head) };
}

function planNotice(plan: WirePlan, { event, base }: HookHead): ZadigPlanNotice {
  const status = statusOf(plan.status);
  const waitsFor = waitOf(status);
  const { start_time: opens, end_time: closes, jobs } = plan;
  const projects = jobs.flatMap(({ spec }) => (spec?.workflow?.project ? [spec.workflow.project] : []));
  return {
    kind: "plan",
    id: plan.id,
    index: plan.index,
    name: plan.name.trim() === "" ? plan.id : plan.name,
    event: [plan.event_name, event].map(checkpointOf).find((each) => each !== undefined) ?? waitsFor,
    status,
    waitsFor,
    manager: plan.manager,
    window: opens !== undefined && closes !== undefined && opens <= closes ? { opens, closes } : undefined,
    schedule: plan.schedule_execute_time,
    items: jobs.map(itemOf),
    code: plan.instance_code.trim() === "" ? undefined : plan.instance_code,
    plannedAt: plan.planning_time ?? 0,
    moment: latest([
      plan.update_time,
      plan.planning_time,
      plan.approval_time,
      plan.executing_time,
      plan.success_time,
      ...jobs.map(({ executed_time }) => executed_time),
    ]),
    projects: [...new Set(projects)],
    link: base === undefined ? undefined : `${base}/v1/releasePlan/detail?id=${encodeURIComponent(plan.id)}`,
  };
}

function itemOf({ name, type, status, spec, executed_by: by, executed_time: at }: WireJob): ZadigItem {
  const { workflow } = spec ?? {};
  const called = workflow === undefined ? undefined : workflow.display_name || workflow.name;
  return { name, status, workflow: type === "workflow" ? (called ?? type) : undefined, by, at };
}

function checkpointOf(name: string | undefined): Checkpoint | undefined {
  return CHECKPOINTS.find((checkpoint) => checkpoint === name);
}
