/**
 * Consent given at a platform's own approval. The desk reports all it knows, in any order and as often as it likes; what is
 * new in that happens, by the same rules as on cards: nobody barred decides, and nothing passes on nobody's word.
 */
import { authorOf, barredAs, currentLevel, policyOf } from "./approval.ts";
import { reach } from "./checkpoints.ts";
import type { CommandOf, DeskReport, DeskVote } from "./command.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import type { Denial, Plan, RoundDesk, Status } from "./plan.ts";
import { windowOver } from "./window.ts";

/** The desk has asked. */
export function deskOpened(plan: Plan, command: CommandOf<"desk-opened">, context: Context): Decision {
  const { ref, link } = command;
  const desk = openDesk(plan, command.round);
  if (!desk || desk.ref === ref) return repeat();
  return accept(happen(begin(plan), { type: "desk-opened", desk: desk.name, ref, link }, context));
}

/** The desk could not ask, and people have to know. */
export function deskFailed(plan: Plan, { round, reason }: CommandOf<"desk-failed">, context: Context): Decision {
  const desk = openDesk(plan, round);
  if (!desk || desk.problem === reason) return repeat();
  const problem = textProblem("reason", reason, LIMITS.reason);
  if (problem) return refuse(problem);
  return accept(happen(begin(plan), { type: "desk-failed", desk: desk.name, reason }, context));
}

/** What nobody waits for any more could not be taken back. */
export function deskNotWithdrawn(plan: Plan, command: CommandOf<"desk-not-withdrawn">, context: Context): Decision {
  const { desk, round, reason } = command;
  const problem = textProblem("reason", reason, LIMITS.reason);
  if (problem) return refuse(problem);
  return accept(happen(begin(plan), { type: "desk-not-withdrawn", desk, round, reason }, context));
}

/** Consent that is taken back holds for nothing that is still to be carried out. */
const REVERTIBLE: readonly Status[] = [
  "wait_for_execute_external_check",
  "wait_for_execute_external_check_failed",
  "executing",
];

/** All that the desk knows of the round. */
export function deskReported(plan: Plan, command: CommandOf<"desk-reported">, context: Context): Decision {
  const { report } = command;
  const problem = wordsProblem(report);
  if (problem) return refuse(problem);
  if (report.outcome === "reverted" && plan.round?.desk && plan.round.number === command.round) {
    return REVERTIBLE.includes(plan.status) ? accept(deny(begin(plan), "reverted", context)) : repeat();
  }
  if (!openDesk(plan, command.round) || windowOver(plan.content, context.now)) return repeat();
  const voted = report.votes.reduce((story, vote) => cast(story, vote, context), begin(plan));
  return accept(concluded(voted, report, context));
}

function wordsProblem({ votes }: DeskReport) {
  return votes.map(({ comment }) => textProblem("comment", comment, LIMITS.reason)).find(Boolean);
}

/** The desk of the round that is asked now, if it is this one. */
function openDesk({ status, round }: Plan, number: number): RoundDesk | undefined {
  return status === "wait_for_approval" && round?.number === number ? round.desk : undefined;
}

/** Takes one decision into the story, unless the story has it or is over. */
function cast(story: Story, vote: DeskVote, context: Context): Story {
  const { verdict, by, comment, at } = vote;
  const known = story.plan.round?.votes.some((one) => isSame(one, vote));
  if (known || !currentLevel(story.plan)) return story;
  const here = advance(story, vote.level, context);
  const level = here.plan.round?.level;
  // A level that has passed is not decided once more.
  if (!currentLevel(here.plan) || level !== vote.level) return here;
  if (by === undefined || isBarred(by, here.plan, context)) return deny(here, "not-allowed", context);
  const seats = [vote.for ?? by];
  const said = happen(
    here,
    { type: "voted", vote: { level, by, seats, verdict, comment, at: Math.min(at, context.now) } },
    context,
  );
  return verdict === "reject" ? happen(said, { type: "denied", reason: (comment ?? "").trim() }, context) : said;
}

function isSame(
  one: { readonly level: number; readonly by: string; readonly verdict: string },
  vote: DeskVote,
): boolean {
  return one.level === vote.level && one.by === vote.by && one.verdict === vote.verdict;
}

function isBarred(person: string, plan: Plan, context: Context): boolean {
  const policy = policyOf(plan.content, context);
  return !policy || barredAs(person, authorOf(plan), policy) !== undefined;
}

/** Passes the levels before this one, each of which somebody must have approved. */
function advance(story: Story, to: number, context: Context): Story {
  let here = story;
  for (let round = here.plan.round; round && round.level < to && currentLevel(here.plan); round = here.plan.round) {
    const { level } = round;
    const approved = round.votes.some((vote) => vote.level === level && vote.verdict === "approve");
    here = approved ? happen(here, { type: "level-passed", level }, context) : deny(here, "nobody", context);
  }
  return here;
}

/** What the desk makes of it all. */
function concluded(story: Story, report: DeskReport, context: Context): Story {
  if (!currentLevel(story.plan)) return story;
  switch (report.outcome) {
    case "open":
      return linked(advance(story, Math.min(report.level, lastLevel(story.plan)), context), report, context);
    case "approved": {
      const passed = advance(story, lastLevel(story.plan) + 1, context);
      if (passed.plan.status !== "wait_for_approval") return passed;
      return reach(happen(passed, { type: "approved" }, context), "start_execute", context);
    }
    case "rejected":
    case "withdrawn":
    case "expired":
    case "reverted":
      return deny(story, report.outcome, context);
  }
}

/** The desk says by its outcome when the last level has passed. */
function lastLevel({ content }: Plan): number {
  return (content.approval?.levels.length ?? 1) - 1;
}

function linked(story: Story, { link }: DeskReport, context: Context): Story {
  const desk = story.plan.round?.desk;
  if (!desk?.ref || link === undefined || desk.link === link || story.plan.status !== "wait_for_approval") return story;
  return happen(story, { type: "desk-opened", desk: desk.name, ref: desk.ref, link }, context);
}

function deny(story: Story, denial: Denial, context: Context): Story {
  return happen(story, { type: "denied", reason: "", denial }, context);
}
