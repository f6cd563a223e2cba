/**
 * The three places where an external system may have its say, and what comes after each.
 */

import { policyOf } from "./approval.ts";
import type { CommandOf } from "./command.ts";
import type { Checkpoint } from "./content.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { exceptionOf } from "./exception.ts";
import type { Plan } from "./plan.ts";
import { GATES, gateOf } from "./transitions.ts";
import { windowOverProblem } from "./window.ts";

/** A repeated click on "check again" asks no second time within this pause (ms). */
export const RECHECK_PAUSE = 30_000;

/** Asks the gate, where there is one; otherwise goes on at once. */
export function reach(story: Story, checkpoint: Checkpoint, context: Context): Story {
  return story.plan.gates.includes(checkpoint) ? ask(story, checkpoint, context) : pass(story, checkpoint, context);
}

function ask(story: Story, checkpoint: Checkpoint, context: Context): Story {
  const attempt = (story.plan.checks[checkpoint]?.attempt ?? 0) + 1;
  return happen(story, { type: "check-asked", checkpoint, attempt }, context);
}

/** What comes after a checkpoint that lets the plan through. */
function pass(story: Story, checkpoint: Checkpoint, context: Context): Story {
  switch (checkpoint) {
    case "finish_planning":
      return afterPlanning(happen(story, { type: "ready" }, context), context);
    case "start_execute":
      return settle(happen(story, { type: "executing" }, context), context);
    case "all_job_done":
      return happen(story, { type: "succeeded" }, context);
  }
}

function afterPlanning(story: Story, context: Context): Story {
  return story.plan.submitting ? askApproval(story, context) : story;
}

/** Opens a round bound to the digest of what is asked about. */
export function askApproval(story: Story, context: Context): Story {
  const { rounds, digest } = story.plan;
  return happen(story, { type: "approval-asked", round: rounds + 1, digest }, context);
}

/** Goes on to the last checkpoint when every item is done or skipped. */
export function settle(story: Story, context: Context): Story {
  const { plan } = story;
  if (plan.status !== "executing") return story;
  const ended = Object.values(plan.items).every(({ state }) => state === "done" || state === "skipped");
  return ended ? reach(happen(story, { type: "all-done" }, context), "all_job_done", context) : story;
}

/** Asks the gate once more; an answer to the earlier asking counts for this one. */
export function recheck(plan: Plan, context: Context): Decision {
  const checkpoint = gateOf(plan.status);
  if (!checkpoint) return repeat();
  const check = plan.checks[checkpoint];
  if (check?.state === "waiting" && context.now < check.askedAt + RECHECK_PAUSE) return repeat();
  const late = gateWindowProblem(plan, checkpoint, context);
  return late ? refuse(late) : accept(ask(begin(plan), checkpoint, context));
}

/** An admin lets the plan through in the gate's place. */
export function override(plan: Plan, command: CommandOf<"override">, context: Context): Decision {
  const checkpoint = gateOf(plan.status);
  if (!checkpoint) return repeat();
  const meant = command.checkpoint ?? checkpoint;
  if (meant !== checkpoint) return refuse({ code: "no-such-check", checkpoint: meant });
  const reason = command.reason.trim();
  const wrong = reason === "" ? ({ code: "reason-needed", command: "override" } as const) : undefined;
  const problem = wrong ?? textProblem("reason", reason, LIMITS.reason) ?? gateWindowProblem(plan, checkpoint, context);
  if (problem) return refuse(problem);
  const policy = policyOf(plan.content, context);
  const exception = exceptionOf(plan, { kind: "gate", checkpoint }, reason, policy, context);
  if (exception.kind === "refused") return refuse(exception.refusal);
  if (exception.kind === "proposed") return accept(exception.story);
  const { proposedBy } = exception;
  const story = happen(begin(plan), { type: "check-overridden", checkpoint, reason, proposedBy }, context);
  return accept(pass(story, checkpoint, context));
}

/** An external system's answer, or its progress, for the instance it was asked about. */
export function checkAnswered(plan: Plan, command: CommandOf<"check-answered">, context: Context): Decision {
  const { checkpoint, instanceCode, result } = command;
  if (instanceCode !== plan.instanceCode) return refuse({ code: "stale-instance" });
  const problem = textProblem("text", command.text, LIMITS.reason);
  if (problem) return refuse(problem);
  const check = plan.checks[checkpoint];
  if (!check) return refuse({ code: "no-such-check", checkpoint });
  if (plan.status !== GATES[checkpoint].waiting) {
    const same =
      (result === "success" && check.state === "passed") || (result === "failed" && check.state === "failed");
    return same ? repeat() : refuse({ code: "no-such-check", checkpoint });
  }
  const story = begin(plan);
  if (result === "executing") {
    const text = command.text ?? "";
    return text === check.progress
      ? repeat()
      : accept(happen(story, { type: "check-progressed", checkpoint, text }, context));
  }
  if (result === "failed") {
    return accept(happen(story, { type: "check-failed", checkpoint, reason: command.text ?? "" }, context));
  }
  return accept(pass(happen(story, { type: "check-passed", checkpoint }, context), checkpoint, context));
}

/** Before the last checkpoint the window still matters; after it everything has been carried out. */
function gateWindowProblem(plan: Plan, checkpoint: Checkpoint, { now }: Context) {
  return checkpoint === "all_job_done" ? undefined : windowOverProblem(plan, now);
}
