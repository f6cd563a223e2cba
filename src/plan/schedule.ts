/**
 * The schedule: workflow items that start by themselves when their time has come, and what becomes of a time that was missed.
 */
import { policyOf } from "./approval.ts";
import type { Instant } from "./content.ts";
import type { Context } from "./context.ts";
import { STANDARD_POLICY } from "./context.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import type { MissedSchedule } from "./event.ts";
import { startReady } from "./items.ts";
import type { Plan } from "./plan.ts";
import { isFinal, TAKES } from "./transitions.ts";
import { timeProblem } from "./window.ts";

/** A machine that is this much late (ms) is on time: timers never fire early, and seldom to the second. */
export const PUNCTUAL = 60_000;

/** Starts by itself what is ready, once the schedule's time has come; a time that was missed follows the policy. */
export function runScheduled(plan: Plan, context: Context): Decision {
  const { schedule } = plan.content;
  if (schedule === undefined || plan.scheduled || isFinal(plan) || isSettled(plan)) return repeat();
  if (context.now < schedule) return refuse({ code: "not-yet", closes: schedule });
  const late = policyOf(plan.content, context)?.late ?? STANDARD_POLICY.late;
  const until = schedule + Math.max(late.within, PUNCTUAL);
  const hindrance = hindranceOf(plan, context);
  if (!hindrance && context.now < until) return accept(began(plan, context));
  if (!hindrance) return missed(plan, { why: "late", outcome: late.otherwise }, context);
  const next = Math.min(until, hindrance.until ?? until);
  if (late.within === 0 || context.now >= until || next <= context.now) {
    return missed(plan, { why: hindrance.why, outcome: late.otherwise }, context);
  }
  return missed(plan, { why: hindrance.why, outcome: "waiting", next, until }, context);
}

/** The manager says what the policy asked: the scheduled items start now. */
export function startMissed(plan: Plan, context: Context): Decision {
  const problem = timeProblem(plan, context, false);
  return problem ? refuse(problem) : accept(began(plan, context));
}

/** The schedule was missed, and its manager is asked whether its items are to start now. */
export function isAsked({ status, missed, scheduled }: Plan): boolean {
  return status === "executing" && !scheduled && missed?.outcome === "ask";
}

/** When the schedule is to be looked at: at its time, and while it was missed and may still start. */
export function scheduleDue(plan: Plan): Instant | undefined {
  const { content, scheduled, status, missed, executingAt } = plan;
  if (scheduled || status === "planning" || content.schedule === undefined || isSettled(plan)) return undefined;
  if (!missed) return content.schedule;
  // What it waited for has come.
  const opened = status === "executing" && executingAt !== undefined && executingAt > missed.at;
  return opened ? executingAt : missed.next;
}

function began(plan: Plan, context: Context) {
  return startReady(happen(begin(plan), { type: "schedule-began" }, context), context);
}

/** Nothing is left for the schedule: its policy has had its word about a missed time, or people were faster than it. */
function isSettled({ missed, items }: Plan): boolean {
  if (missed !== undefined && missed.outcome !== "waiting") return true;
  return Object.values(items).every(({ state }) => state !== "todo");
}

/** What keeps the schedule from starting anything now, and until when, where that is known. */
function hindranceOf(
  plan: Plan,
  context: Context,
): { readonly why: Exclude<MissedSchedule["why"], "late">; readonly until?: Instant | undefined } | undefined {
  if (plan.status !== "executing") return { why: "not-executing" };
  const problem = timeProblem(plan, context, false);
  if (problem === undefined) return undefined;
  if (problem.code === "frozen") return { why: "frozen", until: problem.until };
  return { why: "window-not-open", until: problem.code === "window-not-open" ? problem.opens : undefined };
}

function missed(plan: Plan, how: MissedSchedule, context: Context): Decision {
  const story = happen(begin(plan), { type: "schedule-missed", ...how }, context);
  const ends = how.outcome === "fail" && TAKES.expire.includes(plan.status);
  return accept(ends ? happen(story, { type: "timed-out", why: "schedule" }, context) : story);
}
