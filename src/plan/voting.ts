/**
 * Consent: submit, approve, reject.
 */
import {
  authorOf,
  currentLevel,
  deciders,
  levelPassed,
  policyOf,
  standingOf,
  unsatisfiableLevel,
  withStandIns,
} from "./approval.ts";
import { askApproval, reach } from "./checkpoints.ts";
import type { CommandOf } from "./command.ts";
import type { Content } from "./content.ts";
import { LIMITS } from "./content.ts";
import { finishProblem, textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { digestOf } from "./digest.ts";
import { sayStuck } from "./pacing.ts";
import type { Plan, Round, Vote } from "./plan.ts";
import { statesOf } from "./reading.ts";
import { readRequirements, requirementsProblem } from "./refresh.ts";
import { isProven } from "./step-up.ts";
import { windowOverProblem } from "./window.ts";

type Voting = CommandOf<"approve"> | CommandOf<"reject">;

/** A reminder within this pause (ms) of the last one is not sent. */
export const REMIND_PAUSE = 10 * 60_000;

/** Finishes planning; with `submit`, asks for approval as soon as the gate lets it. */
export function finish(plan: Plan, submit: boolean, context: Context): Decision {
  if (submit && !plan.content.approval) return refuse({ code: "no-approval" });
  const { content } = plan;
  const problem = finishProblem(content, plan, context) ?? requirementsProblem(plan, context);
  if (problem) return refuse(problem);
  const workflows = workflowsOf(content, context);
  const read = readRequirements(begin(plan), context);
  const requirements = statesOf(read.plan.reading);
  const digest = digestOf(content, workflows, context.hash, requirements);
  const gates = context.gates(content);
  const bound = Object.keys(requirements).length > 0 && { requirements };
  const finished = { type: "planning-finished", submit, gates, workflows, ...bound, digest } as const;
  return accept(reach(happen(read, finished, context), "finish_planning", context));
}

/** What each workflow item would run, as its engine describes it now. */
function workflowsOf({ items }: Content, { engines }: Context): Plan["workflows"] {
  const described = items.flatMap(({ id, work }) => {
    if (work.type === "text") return [];
    const description = engines[work.engine]?.find(({ workflow }) => workflow === work.workflow);
    return description ? [[id, description] as const] : [];
  });
  return Object.fromEntries(described);
}

/** Asks for approval of a plan whose planning is finished. */
export function submit(plan: Plan, context: Context): Decision {
  if (plan.status === "planning") return finish(plan, true, context);
  if (!plan.content.approval) return refuse({ code: "no-approval" });
  const problem = finishProblem(plan.content, plan, context) ?? requirementsProblem(plan, context);
  return problem ? refuse(problem) : accept(askApproval(begin(plan), context));
}

/** Starts a plan that needs nobody's approval. */
export function start(plan: Plan, context: Context): Decision {
  if (plan.content.approval) return refuse({ code: "needs-approval" });
  const problem = finishProblem(plan.content, plan, context);
  return problem ? refuse(problem) : accept(reach(begin(plan), "start_execute", context));
}

export function vote(plan: Plan, command: Voting, context: Context): Decision {
  const { actor, now } = context;
  const people = withStandIns(plan, context.people);
  const level = currentLevel(plan);
  const { round } = plan;
  const policy = policyOf(plan.content, context);
  if (actor.kind !== "person") return refuse({ code: "not-allowed", command: command.type, need: "person" });
  if (!level || !round || !policy) return refuse({ code: "not-approved" });
  if (round.desk) return refuse({ code: "decided-elsewhere", desk: round.desk.name, link: round.desk.link });
  if (command.seen !== undefined && command.seen !== plan.digest) return refuse({ code: "content-changed" });
  const problem = windowOverProblem(plan, now) ?? wordsProblem(command);
  if (problem) return refuse(problem);
  const elsewhere = otherLevel(command, round, actor.id);
  if (elsewhere) return elsewhere;
  const standing = standingOf(actor.id, level, round, plan, policy, people);
  if ("refusal" in standing && standing.refusal.code === "not-approver" && hasVoted(round, actor.id, command.type)) {
    return repeat();
  }
  if ("refusal" in standing) return refuse(standing.refusal);
  if ("voted" in standing) return voteAgain(standing.voted, command.type, counted(begin(plan), context));
  if (policy.stepUp && !isProven(context)) return refuse({ code: "step-up-needed" });
  const comment = command.type === "approve" ? command.comment : command.reason;
  const { seats } = standing;
  const cast: Vote = { level: round.level, by: actor.id, seats, verdict: command.type, comment, at: now };
  const story = happen(begin(plan), { type: "voted", vote: cast }, context);
  return accept(command.type === "reject" ? denied(story, command.reason, context) : counted(story, context));
}

function wordsProblem(command: Voting) {
  if (command.type === "approve") return textProblem("comment", command.comment, LIMITS.reason);
  if (command.reason.trim() === "") return { code: "reason-needed", command: "reject" } as const;
  return textProblem("reason", command.reason, LIMITS.reason);
}

/** What comes of a click on a card that asks for another level: one that has passed, or one of an earlier round. */
function otherLevel({ type, level }: Voting, round: Round, person: string): Decision | undefined {
  if (level === undefined || level === round.level) return undefined;
  if (level > round.level) return refuse({ code: "content-changed" });
  const votes = round.votes.filter((vote) => vote.level === level);
  const last = votes.find(({ by }) => by === person) ?? votes.at(-1);
  if (!last) return undefined;
  return last.by === person
    ? voteAgain(last, type)
    : refuse({ code: "already-decided", verdict: last.verdict, by: last.by, at: last.at });
}

function hasVoted({ votes }: Round, person: string, verdict: Vote["verdict"]): boolean {
  return votes.some((vote) => vote.by === person && vote.verdict === verdict);
}

/** The same decision again adds nothing, and the level is counted anew; another one comes too late. */
function voteAgain({ verdict, by, at }: Vote, wanted: Vote["verdict"], counted?: Story): Decision {
  if (verdict !== wanted) return refuse({ code: "already-decided", verdict, by, at });
  return counted ? accept(counted) : repeat();
}

function denied(story: Story, reason: string, context: Context): Story {
  return happen(story, { type: "denied", reason: reason.trim() }, context);
}

/** Goes on when the level has its consent, which may be because a group has lost those who had not decided. */
function counted(story: Story, context: Context): Story {
  const level = currentLevel(story.plan);
  const { round } = story.plan;
  if (!level || !round || !levelPassed(level, round, context.people)) return story;
  const passed = happen(story, { type: "level-passed", level: round.level }, context);
  if (currentLevel(passed.plan)) return sayStuck(passed, context);
  return reach(happen(passed, { type: "approved" }, context), "start_execute", context);
}

/** Reminds whom the plan waits for: approvers who have not decided, or owners of the items whose turn it is. */
export function remind(plan: Plan, owners: readonly string[], context: Context): Decision {
  const { remindedAt } = plan;
  const desk = plan.status === "wait_for_approval" ? plan.round?.desk : undefined;
  // The approvers were never asked: that comes before reminding them.
  if (desk?.problem !== undefined) {
    return accept(happen(begin(plan), { type: "desk-asked-again", desk: desk.name }, context));
  }
  if (remindedAt !== undefined && context.now < remindedAt + REMIND_PAUSE) return repeat();
  const policy = policyOf(plan.content, context);
  const approvers = policy ? deciders(plan, policy, context.people) : [];
  const waited = plan.status === "wait_for_approval" ? approvers : owners;
  if (waited.length === 0) return nobodyLeft(plan, context);
  const people = waited.filter((person) => context.reach.open(person, context.now));
  if (people.length === 0) return refuse({ code: "told-enough", people: waited });
  return accept(happen(begin(plan), { type: "reminded", people }, context));
}

/** Groups have changed since approval was asked: the level may have its consent by now, or no way to get it. */
function nobodyLeft(plan: Plan, context: Context): Decision {
  // The desk says when a level has passed: it is asked again soon.
  if (plan.round?.desk) return repeat();
  const story = counted(begin(plan), context);
  if (story.events.length > 0) return accept(story);
  const policy = policyOf(plan.content, context);
  const asking = plan.status === "wait_for_approval" && policy;
  const problem = asking ? unsatisfiableLevel(plan.content, authorOf(plan), policy, context.people) : undefined;
  return refuse(problem ? { code: "unsatisfiable", problem } : { code: "nobody-to-remind" });
}
