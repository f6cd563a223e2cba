/**
 * How statuses and states look: a tone each, beside the word that says the same.
 */
import type { ItemProgress, Plan, Status } from "../../plan/plan.ts";
import type { Tone } from "../card.ts";

export function statusTone(status: Status): Tone {
  switch (status) {
    case "planning":
    case "finish_planning":
      return "draft";
    case "wait_for_approval":
    case "wait_for_finish_planning_external_check":
    case "wait_for_execute_external_check":
    case "wait_for_all_done_external_check":
      return "waiting";
    case "executing":
      return "active";
    case "success":
      return "good";
    case "denied":
    case "timeout":
    case "wait_for_finish_planning_external_check_failed":
    case "wait_for_execute_external_check_failed":
    case "wait_for_all_done_external_check_failed":
      return "bad";
    case "cancel":
      return "muted";
  }
}

export function itemTone(progress: ItemProgress): Tone {
  switch (progress.state) {
    case "todo":
      return progress.held ? "bad" : "draft";
    case "running":
      return "active";
    case "done":
      return "good";
    case "skipped":
      return "muted";
    case "failed":
      return "bad";
  }
}

/** How many of a plan's items are done or skipped. */
export function finishedItems({ items }: Plan): number {
  return Object.values(items).filter(({ state }) => state === "done" || state === "skipped").length;
}
