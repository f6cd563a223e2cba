/**
 * What comes of a command: pure and total. Guards first, in the order a person would ask them: does the plan exist, may
 * you, is it the time for it; then the command's own rules.
 */
import { authorOf, policyOf, unsatisfiableLevel } from "./approval.ts";
import { checkAnswered, expireCheck, override, recheck, remindCheck } from "./checkpoints.ts";
import { claim } from "./claim.ts";
import type { Command, CommandOf } from "./command.ts";
import { LIMITS } from "./content.ts";
import { textProblem, unknownPerson } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { confirmAlone } from "./demands.ts";
import { deskFailed, deskNotWithdrawn, deskOpened, deskReported } from "./desk.ts";
import { digestOf } from "./digest.ts";
import { attach, tick, undo } from "./evidence-commands.ts";
import { mayRun } from "./evolve-items.ts";
import { reportHook, sendAgain } from "./hooks.ts";
import { done, itemOf, progressOf, run, skip, timeOut } from "./items.ts";
import { nudge } from "./nudge.ts";
import type { Plan } from "./plan.ts";
import { create, edit } from "./planning.ts";
import { possibleCommands } from "./possible.ts";
import { refresh } from "./refresh.ts";
import { whoProblem } from "./roles.ts";
import { report, stopReport } from "./runs.ts";
import { isAsked, runScheduled, startMissed } from "./schedule.ts";
import { GATES, TAKES } from "./transitions.ts";
import { finish, remind, start, submit, vote } from "./voting.ts";
import { ownersWaited } from "./window-near.ts";

export function decide(plan: Plan | undefined, command: Command, context: Context): Decision {
  if (command.type === "create") return plan ? refuse({ code: "exists" }) : decideCreate(command, context);
  if (!plan) return refuse({ code: "no-such-plan" });
  const who = whoProblem(command, plan, context);
  if (who) return refuse(who);
  if (isSoAlready(plan, command)) return repeat();
  if (!takes(plan, command)) return wrongStatus(plan, command, context);
  return dispatch(plan, command, context);
}

/** What is executing can only be started where its schedule was missed and its manager is asked. */
function takes(plan: Plan, { type }: Command): boolean {
  const started = type === "start" && plan.status === "executing" && !isAsked(plan);
  return TAKES[type].includes(plan.status) && !started;
}

function decideCreate(command: CommandOf<"create">, context: Context): Decision {
  const who = whoProblem(command, undefined, context);
  return who ? refuse(who) : create(command, context);
}

function dispatch(plan: Plan, command: Exclude<Command, { type: "create" }>, context: Context): Decision {
  switch (command.type) {
    case "edit":
      return edit(plan, command, context);
    case "finish":
      return finish(plan, false, context);
    case "submit":
      return submit(plan, context);
    case "start":
      return plan.status === "executing" ? startMissed(plan, context) : start(plan, context);
    case "approve":
    case "reject":
      return vote(plan, command, context);
    case "refresh":
      return refresh(plan, context);
    case "replan":
      return replan(plan, context);
    case "cancel":
      return cancel(plan, command, context);
    case "desk-opened":
      return deskOpened(plan, command, context);
    case "desk-failed":
      return deskFailed(plan, command, context);
    case "desk-reported":
      return deskReported(plan, command, context);
    case "desk-not-withdrawn":
      return deskNotWithdrawn(plan, command, context);
    case "recheck":
      return recheck(plan, context);
    case "override":
      return override(plan, command, context);
    case "check-answered":
      return checkAnswered(plan, command, context);
    case "expire-check":
      return expireCheck(plan, context);
    case "remind-check":
      return remindCheck(plan, context);
    case "report-hook":
      return reportHook(plan, command, context);
    case "send-again":
      return sendAgain(plan, command, context);
    case "run":
    case "retry":
      return run(plan, command, context);
    case "done":
      return done(plan, command, context);
    case "skip":
      return skip(plan, command, context);
    case "claim":
      return claim(plan, command, context);
    case "tick":
      return tick(plan, command, context);
    case "attach":
      return attach(plan, command, context);
    case "undo":
      return undo(plan, command, context);
    case "nudge":
      return nudge(plan, context);
    case "run-scheduled":
      return runScheduled(plan, context);
    case "run-linked":
    case "run-progressed":
    case "run-passed":
    case "run-failed":
    case "run-unclear":
    case "run-held":
    case "run-late":
      return report(plan, command, context);
    case "run-stopped":
    case "run-not-stopped":
      return stopReport(plan, command, context);
    case "review-made":
      return accept(happen(begin(plan), { type: "review-made", index: command.index }, context));
    case "handover":
      return handover(plan, command, context);
    case "remind":
      return remind(plan, ownersWaited(plan, context.people), context);
    case "comment":
      return comment(plan, command, context);
    case "expire":
      return expire(plan, context);
  }
}

/** A second press of the same button finds the plan where the first one brought it. */
function isSoAlready(plan: Plan, command: Command): boolean {
  switch (command.type) {
    case "finish":
      return plan.status === "finish_planning" || plan.status === GATES.finish_planning.waiting;
    case "submit":
      return plan.status === "wait_for_approval" || (plan.submitting && plan.status === GATES.finish_planning.waiting);
    case "start":
      return (
        !isAsked(plan) &&
        !plan.content.approval &&
        (plan.status === "executing" || plan.status === GATES.start_execute.waiting)
      );
    case "replan":
      return plan.status === "planning";
    case "cancel":
      return plan.status === "cancel";
    case "review-made":
      return plan.review !== undefined;
    case "handover":
      return plan.manager === command.to;
    case "override":
      return command.checkpoint !== undefined && plan.checks[command.checkpoint]?.state === "overridden";
    case "done":
      return plan.items[command.item]?.state === "done" && itemOf(plan, command.item)?.work.type === "text";
    case "skip":
      return plan.items[command.item]?.state === "skipped";
    case "expire":
      return !TAKES.expire.includes(plan.status);
    default:
      return false;
  }
}

function wrongStatus(plan: Plan, command: Command, { now, actor }: Context): Decision {
  const vote = actor.kind === "person" ? plan.round?.votes.findLast(({ by }) => by === actor.id) : undefined;
  if (command.type === "approve" || command.type === "reject") {
    if (vote?.verdict === command.type && plan.round?.digest === plan.digest) return repeat();
    const last = plan.round?.outcome === "open" ? undefined : plan.round?.votes.at(-1);
    if (last) return refuse({ code: "already-decided", verdict: last.verdict, by: last.by, at: last.at });
  }
  const possible = possibleCommands(plan, now);
  return refuse({ code: "wrong-status", command: command.type, status: plan.status, possible });
}

/** Back to planning: every decision is dropped, done items stay done, runs still going are asked to stop. */
function replan(plan: Plan, context: Context): Decision {
  const { fresh: instanceCode, hash } = context;
  const digest = digestOf(plan.content, {}, hash);
  const replanned = { type: "replanned", instanceCode, digest, stopping: running(plan) } as const;
  return accept(happen(begin(plan), replanned, context));
}

function cancel(plan: Plan, { reason }: CommandOf<"cancel">, context: Context): Decision {
  if (reason.trim() === "") return refuse({ code: "reason-needed", command: "cancel" });
  const problem = textProblem("reason", reason, LIMITS.reason);
  if (problem) return refuse(problem);
  return accept(happen(begin(plan), { type: "cancelled", reason: reason.trim(), stopping: running(plan) }, context));
}

function running(plan: Plan): readonly string[] {
  return plan.content.items.filter((item) => mayRun(progressOf(plan, item))).map(({ id }) => id);
}

/** The new manager must not have approved the plan, and must leave its approval possible. */
function handover(plan: Plan, { to }: CommandOf<"handover">, context: Context): Decision {
  const stranger = unknownPerson(to, context);
  if (stranger) return refuse(stranger);
  const policy = policyOf(plan.content, context);
  if (policy && !policy.selfApproval && plan.round?.votes.some(({ by }) => by === to)) {
    return refuse({ code: "approver-may-not-manage", person: to });
  }
  const undecided = plan.round?.outcome !== "approved";
  const author = { ...authorOf(plan), manager: to };
  const problem = policy && undecided ? unsatisfiableLevel(plan.content, author, policy, context.people) : undefined;
  if (problem) return refuse({ code: "unsatisfiable", problem });
  const alone = confirmAlone(plan.content, to, context.people);
  if (alone) return refuse(alone);
  return accept(happen(begin(plan), { type: "handed-over", to, from: plan.manager }, context));
}

function comment(plan: Plan, { text }: CommandOf<"comment">, context: Context): Decision {
  if (text.trim() === "") return refuse({ code: "reason-needed", command: "comment" });
  const problem = textProblem("comment", text, LIMITS.reason);
  return problem ? refuse(problem) : accept(happen(begin(plan), { type: "commented", text: text.trim() }, context));
}

/** The window has ended: a plan with items nobody started is out of time. */
function expire(plan: Plan, context: Context): Decision {
  const { window } = plan.content;
  if (!window) return repeat();
  if (context.now < window.closes) return refuse({ code: "not-yet", closes: window.closes });
  return accept(timeOut(begin(plan), context));
}
