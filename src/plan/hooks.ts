/**
 * What is told of a plan to external systems, and what became of it: entries of the log that decide nothing.
 */
import type { CommandOf } from "./command.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse } from "./decision.ts";
import type { Plan } from "./plan.ts";

/** A delivery was accepted, fails for the first time, or was given up. */
export function reportHook(plan: Plan, command: CommandOf<"report-hook">, context: Context): Decision {
  const { type: _, ...report } = command;
  const problem = textProblem("problem", report.problem, LIMITS.reason);
  return problem ? refuse(problem) : accept(happen(begin(plan), { type: "hook-reported", ...report }, context));
}

/** Somebody wants an endpoint to be told once more. */
export function sendAgain(plan: Plan, command: CommandOf<"send-again">, context: Context): Decision {
  const { delivery, endpoint, checkpoint } = command;
  return accept(happen(begin(plan), { type: "hook-sent-again", delivery, endpoint, checkpoint }, context));
}
