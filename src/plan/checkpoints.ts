/**
 * The three places where an external system may have its say, and what comes after each.
 */

import { policyOf } from "./approval.ts";
import type { CommandOf } from "./command.ts";
import type { Checkpoint, Instant } from "./content.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { exceptionOf } from "./exception.ts";
import { sayStuck } from "./pacing.ts";
import type { Check, Gate, Plan } from "./plan.ts";
import { readRequirements } from "./refresh.ts";
import { GATES, gateOf } from "./transitions.ts";
import { windowOverProblem } from "./window.ts";

/** A repeated click on "check again" asks no second time within this pause (ms). */
export const RECHECK_PAUSE = 30_000;

/** Asks the gate, where there is one; otherwise goes on at once. */
export function reach(story: Story, checkpoint: Checkpoint, context: Context): Story {
  return gateAt(story.plan, checkpoint) ? ask(story, checkpoint, context) : pass(story, checkpoint, context);
}

/** The gate at a checkpoint of this plan. */
export function gateAt({ gates }: Plan, checkpoint: Checkpoint): Gate | undefined {
  return gates.find((gate) => gate.checkpoint === checkpoint);
}

function ask(story: Story, checkpoint: Checkpoint, context: Context): Story {
  const attempt = (story.plan.checks[checkpoint]?.attempt ?? 0) + 1;
  const endpoints = gateAt(story.plan, checkpoint)?.endpoints ?? [];
  return happen(story, { type: "check-asked", checkpoint, attempt, endpoints }, context);
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

/** Opens a round bound to the digest of what is asked about, with the requirements as they were read just now. */
export function askApproval(story: Story, context: Context): Story {
  const read = readRequirements(story, context);
  const { rounds, digest, content } = read.plan;
  const pace = policyOf(content, context)?.pace;
  return sayStuck(happen(read, { type: "approval-asked", round: rounds + 1, digest, pace }, context), context);
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
  const { checkpoint, endpoint, instanceCode, result } = command;
  if (instanceCode !== plan.instanceCode) return refuse({ code: "stale-instance" });
  const problem = textProblem("text", command.text, LIMITS.reason);
  if (problem) return refuse(problem);
  const check = plan.checks[checkpoint];
  if (!check) return refuse({ code: "no-such-check", checkpoint });
  const party = Object.hasOwn(check.parties, endpoint) ? check.parties[endpoint] : undefined;
  if (!party) return refuse({ code: "not-asked", checkpoint, endpoint });
  if (party.answer === result) return repeat();
  if (check.state !== "waiting" || plan.status !== GATES[checkpoint].waiting || party.answer) {
    return refuse({ code: "no-such-check", checkpoint });
  }
  return answered(plan, check, command, context);
}

function answered(plan: Plan, check: Check, command: CommandOf<"check-answered">, context: Context): Decision {
  const { checkpoint, endpoint, result, text = "" } = command;
  const story = begin(plan);
  switch (result) {
    case "executing":
      return text === (check.parties[endpoint]?.progress ?? "")
        ? repeat()
        : accept(happen(story, { type: "check-progressed", checkpoint, endpoint, text }, context));
    case "failed":
      return accept(happen(story, { type: "check-failed", checkpoint, endpoint, reason: text }, context));
    case "success": {
      if (unansweredBy(check).some((name) => name !== endpoint)) {
        return accept(happen(story, { type: "check-agreed", checkpoint, endpoint }, context));
      }
      return accept(pass(happen(story, { type: "check-passed", checkpoint, endpoint }, context), checkpoint, context));
    }
  }
}

/** The endpoints that have not said go or no-go. */
export function unansweredBy({ parties }: Check): readonly string[] {
  return Object.keys(parties).filter((name) => parties[name]?.answer === undefined);
}

/** When the gate that holds the plan now runs out of time, if it has a limit that has not been spoken of. */
export function checkLimit(plan: Plan): Instant | undefined {
  const open = openCheck(plan);
  return open?.gate.limit && open.check.overdueAt === undefined
    ? open.check.askedAt + open.gate.limit.after
    : undefined;
}

/** When people are to hear again that the gate still waits. */
export function checkReminder(plan: Plan): Instant | undefined {
  const open = openCheck(plan);
  if (open?.gate.remind === undefined) return undefined;
  return (open.check.remindedAt ?? open.check.askedAt) + open.gate.remind;
}

function openCheck(plan: Plan): { readonly gate: Gate; readonly check: Check } | undefined {
  const checkpoint = gateOf(plan.status);
  const gate = checkpoint && gateAt(plan, checkpoint);
  const check = checkpoint && plan.checks[checkpoint];
  return gate && check?.state === "waiting" ? { gate, check } : undefined;
}

/** Nobody answered in time: the gate's policy decides. */
export function expireCheck(plan: Plan, context: Context): Decision {
  const open = openCheck(plan);
  const due = checkLimit(plan);
  if (!open || due === undefined) return repeat();
  if (context.now < due) return refuse({ code: "not-yet", closes: due });
  const { checkpoint } = open.check;
  const story = begin(plan);
  switch (open.gate.limit?.policy) {
    case "fail":
      return accept(happen(story, { type: "check-failed", checkpoint, reason: "" }, context));
    case "pass":
      return gateWindowProblem(plan, checkpoint, context)
        ? repeat()
        : accept(pass(happen(story, { type: "check-passed", checkpoint }, context), checkpoint, context));
    default:
      return accept(happen(story, { type: "check-overdue", checkpoint }, context));
  }
}

/** Says that the gate still waits, and for whom. */
export function remindCheck(plan: Plan, context: Context): Decision {
  const open = openCheck(plan);
  const due = checkReminder(plan);
  if (!open || due === undefined) return repeat();
  if (context.now < due) return refuse({ code: "not-yet", closes: due });
  const endpoints = unansweredBy(open.check);
  return accept(happen(begin(plan), { type: "check-reminded", checkpoint: open.check.checkpoint, endpoints }, context));
}

/** Before the last checkpoint the window still matters; after it everything has been carried out. */
function gateWindowProblem(plan: Plan, checkpoint: Checkpoint, { now }: Context) {
  return checkpoint === "all_job_done" ? undefined : windowOverProblem(plan, now);
}
