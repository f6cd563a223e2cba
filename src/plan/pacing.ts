/**
 * What a round of approval does by itself while nobody decides: it reminds, asks others besides, and ends.
 */
import {
  currentLevel,
  deciders,
  delegatesOf,
  neededIn,
  openSeats,
  policyOf,
  votesOf,
  withStandIns,
} from "./approval.ts";
import type { Instant, PersonId } from "./content.ts";
import type { Context, People } from "./context.ts";
import type { Story } from "./decision.ts";
import { happen } from "./decision.ts";
import type { Plan, Round } from "./plan.ts";
import { peopleOf } from "./roles.ts";

export type PaceContext = Pick<Context, "now" | "people" | "policies" | "reach">;

function openRound({ status, round }: Plan): Round | undefined {
  return status === "wait_for_approval" && round?.outcome === "open" ? round : undefined;
}

function levelAskedAt({ levelAt, askedAt }: Round): Instant {
  return levelAt ?? askedAt;
}

/** When the round is to go on by itself next, `now` or later; undefined where it waits for people alone. */
export function nextPace(plan: Plan, context: PaceContext): Instant | undefined {
  const round = openRound(plan);
  if (!round) return undefined;
  const times = [expiryOf(round), escalationOf(round)?.at, nextReminder(plan, round, context)];
  const coming = times.filter((time) => time !== undefined);
  return coming.length === 0 ? undefined : Math.max(context.now, Math.min(...coming));
}

function expiryOf({ askedAt, pace, overdueAt }: Round): Instant | undefined {
  return pace?.expiry && overdueAt === undefined ? askedAt + pace.expiry.after : undefined;
}

/** Whom the level is to be escalated to next. A platform's own approval asks whom it was told to ask. */
function escalationOf(round: Round) {
  const { pace, desk, escalated = [] } = round;
  const to = pace?.escalation?.to[escalated.length];
  if (!pace?.escalation || to === undefined || desk) return undefined;
  return { to, at: (round.escalatedAt ?? levelAskedAt(round)) + pace.escalation.after };
}

/** From when on the person may hear of the round again. */
function reminderOf(person: PersonId, round: Round): Instant | undefined {
  const reminders = round.pace?.reminders;
  if (!reminders) return undefined;
  const last = round.reminded?.[person];
  return last === undefined ? levelAskedAt(round) + reminders.after : last + reminders.every;
}

function nextReminder(plan: Plan, round: Round, { now, people, policies, reach }: PaceContext): Instant | undefined {
  if (!round.pace?.reminders) return undefined;
  const policy = policyOf(plan.content, { policies });
  const waited = policy ? deciders(plan, policy, people) : [];
  const times = waited.flatMap((person) => {
    const time = reminderOf(person, round);
    const free = time === undefined ? undefined : reach.free(person, Math.max(now, time));
    return free === undefined ? [] : [free];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Ends a round that nobody decided in its time, or asks its manager what to do. */
export function expireRound(story: Story, context: Context): Story {
  const round = openRound(story.plan);
  const due = round && expiryOf(round);
  if (due === undefined || context.now < due) return story;
  return round?.pace?.expiry?.policy === "deny"
    ? happen(story, { type: "denied", reason: "", denial: "undecided" }, context)
    : happen(story, { type: "approval-overdue" }, context);
}

/** Lets others decide in the place of those who have not. */
export function escalate(story: Story, context: Context): Story {
  const round = openRound(story.plan);
  const next = round && escalationOf(round);
  if (!next || context.now < next.at) return story;
  const { to } = next;
  const people = peopleOf([to], context.people);
  return happen(story, { type: "escalated", level: round.level, to, people }, context);
}

/** Reminds the approvers whose time has come, and who may be disturbed now. */
export function remindRound(story: Story, context: Context): Story {
  const { plan } = story;
  const round = openRound(plan);
  const policy = policyOf(plan.content, context);
  if (!round?.pace?.reminders || !policy) return story;
  const { now, reach } = context;
  const people = deciders(plan, policy, context.people).filter((person) => {
    const time = reminderOf(person, round);
    return time !== undefined && time <= now && reach.free(person, now) === now;
  });
  return people.length === 0 ? story : happen(story, { type: "reminded", people }, context);
}

/** Says at once that absences leave the level without those it needs; once for the same absences. */
export function sayStuck(story: Story, context: Context): Story {
  const { plan } = story;
  const round = openRound(plan);
  const away = round ? absentFor(plan, context) : undefined;
  if (!round || !away || (round.stuck && away.every((person) => round.stuck?.includes(person)))) return story;
  return happen(story, { type: "level-stuck", level: round.level, away }, context);
}

/** Notes that the level can be satisfied again, so that the next absence is said as the first one was. */
export function sayFree(story: Story, context: Context): Story {
  const round = openRound(story.plan);
  if (!round?.stuck || absentFor(story.plan, context)) return story;
  return happen(story, { type: "level-free", level: round.level }, context);
}

/** The absences that make the level now asked impossible; undefined while it can be satisfied by those who are here. */
export function absentFor(plan: Plan, context: Pick<Context, "people" | "policies">): readonly PersonId[] | undefined {
  const { people } = context;
  const level = currentLevel(plan);
  const policy = policyOf(plan.content, context);
  const gone = people.away ?? [];
  if (!level || !plan.round || plan.round.desk || !policy || gone.length === 0) return undefined;
  const open = openSeats(plan, policy, people);
  const here = deciders(plan, policy, people).filter((person) => !gone.includes(person));
  const held = open.filter((seat) => standsFor(seat, plan, people).some((person) => here.includes(person)));
  const away = open.filter((seat) => gone.includes(seat));
  if (away.length === 0) return undefined;
  if (level.rule === "all") return held.length === open.length ? undefined : away;
  const possible = votesOf(plan.round, "approve").length + Math.min(held.length, here.length);
  return possible >= neededIn(level, people) ? undefined : away;
}

function standsFor(seat: PersonId, plan: Plan, people: People): readonly PersonId[] {
  return [seat, ...delegatesOf(seat, withStandIns(plan, people))];
}
