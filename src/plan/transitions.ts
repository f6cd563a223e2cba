/**
 * In which statuses each command makes sense: the table to check against the product's own.
 */

import type { CommandType } from "./command.ts";
import type { Checkpoint } from "./content.ts";
import type { Plan, Status } from "./plan.ts";
import { STATUSES } from "./plan.ts";

/** Where each gate waits, where it rests when the answer was no. */
export const GATES: Readonly<Record<Checkpoint, { readonly waiting: Status; readonly failed: Status }>> = {
  finish_planning: {
    waiting: "wait_for_finish_planning_external_check",
    failed: "wait_for_finish_planning_external_check_failed",
  },
  start_execute: {
    waiting: "wait_for_execute_external_check",
    failed: "wait_for_execute_external_check_failed",
  },
  all_job_done: {
    waiting: "wait_for_all_done_external_check",
    failed: "wait_for_all_done_external_check_failed",
  },
};

const FINAL: readonly Status[] = ["success", "cancel"];
const OPEN = STATUSES.filter((status) => !FINAL.includes(status));
const AT_A_GATE = Object.values(GATES).flatMap(({ waiting, failed }) => [waiting, failed]);

/** Statuses that become `timeout` when the window closes on items that were not started. */
const EXPIRING = OPEN.filter((status) => status !== "planning" && status !== "denied" && status !== "timeout");

export const TAKES: Readonly<Record<CommandType, readonly Status[]>> = {
  create: [],
  edit: ["planning"],
  finish: ["planning"],
  submit: ["planning", "finish_planning"],
  start: ["finish_planning", "executing"],
  replan: OPEN.filter((status) => status !== "planning"),
  refresh: OPEN,
  cancel: OPEN,
  recheck: AT_A_GATE,
  override: AT_A_GATE,
  handover: OPEN,
  remind: ["wait_for_approval", "executing"],
  comment: STATUSES,
  approve: ["wait_for_approval"],
  reject: ["wait_for_approval"],
  run: ["executing"],
  retry: ["executing"],
  done: ["executing"],
  skip: ["executing"],
  claim: ["executing"],
  tick: ["executing"],
  attach: ["executing"],
  undo: ["executing"],
  "send-again": STATUSES,
  expire: EXPIRING,
  nudge: STATUSES,
  "run-scheduled": STATUSES,
  "run-linked": STATUSES,
  "run-progressed": STATUSES,
  "run-passed": STATUSES,
  "run-failed": STATUSES,
  "run-unclear": STATUSES,
  "run-held": STATUSES,
  "run-late": STATUSES,
  "run-stopped": STATUSES,
  "run-not-stopped": STATUSES,
  "desk-opened": STATUSES,
  "desk-failed": STATUSES,
  "desk-reported": STATUSES,
  "desk-not-withdrawn": STATUSES,
  "check-answered": STATUSES,
  "expire-check": STATUSES,
  "remind-check": STATUSES,
  "report-hook": STATUSES,
  "review-made": STATUSES,
};

/** The checkpoint whose gate holds the plan now, waiting or failed. */
export function gateOf(status: Status): Checkpoint | undefined {
  if (status === GATES.finish_planning.waiting || status === GATES.finish_planning.failed) return "finish_planning";
  if (status === GATES.start_execute.waiting || status === GATES.start_execute.failed) return "start_execute";
  if (status === GATES.all_job_done.waiting || status === GATES.all_job_done.failed) return "all_job_done";
  return undefined;
}

export function isFinal(plan: Plan): boolean {
  return FINAL.includes(plan.status);
}
