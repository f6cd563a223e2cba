/**
 * What an engine says of a run, as the command that tells the plan: bounded to what a card can bear.
 */
import type { RunProgress } from "../plan/plan.ts";
import type { RunState } from "./engine.ts";
import type { PlanCommand } from "./envelope.ts";

/** The most of an engine's words that a plan keeps. */
const LONGEST_REASON = 1_000;
const LONGEST_NAME = 200;
const LONGEST_TAIL = 4_000;
const LONGEST_LINK = 2_000;

/** The command that reports a run's state to its plan. */
export function reportOf(key: string, state: RunState): PlanCommand {
  const progress = bounded(state.progress);
  switch (state.state) {
    case "running":
      return { type: "run-progressed", key, progress };
    case "passed":
      return { type: "run-passed", key, progress };
    case "failed":
      return { type: "run-failed", key, reason: reasonFrom(state.reason), progress };
  }
}

function bounded({ stage, job, percent, link, tail }: RunProgress): RunProgress {
  return {
    stage: stage && cleaned(stage, LONGEST_NAME),
    job: job && cleaned(job, LONGEST_NAME),
    percent: percent === undefined ? undefined : Math.min(100, Math.max(0, Math.round(percent))),
    link: link !== undefined && link.length <= LONGEST_LINK && /^https?:\/\//.test(link) ? link : undefined,
    tail: tail?.slice(-LONGEST_TAIL),
  };
}

/** Why something did not work, in an engine's words. */
export function reasonFrom(text: string): string {
  return cleaned(text, LONGEST_REASON);
}

/** Without characters that cannot be seen, and no longer than a card can bear. */
function cleaned(text: string, longest: number): string {
  return text.replaceAll(/(?!\n|\t)[\p{Cc}\p{Cs}]/gu, "").slice(0, longest);
}
