/**
 * Who may decide in a level, whether anybody could ever satisfy it, and when it has passed.
 */
import type { Content, Level, PersonId } from "./content.ts";
import type { Context, People, Policy } from "./context.ts";
import type { Actor, Plan, Round, Vote } from "./plan.ts";
import type { Refusal, Unsatisfiable } from "./refusal.ts";
import { peopleOf } from "./roles.ts";

/** Who may not decide on a plan: its manager, and whoever edited its content last. */
export interface Author {
  readonly manager: PersonId;
  readonly editedBy: Actor;
}

/** The approvers of a level, each of whom is one seat; group members are seats of their own. */
export function seatsOf(level: Level, people: People): readonly PersonId[] {
  return peopleOf(level.approvers, people);
}

/** How the person may not decide, if so. */
export function barredAs(person: PersonId, author: Author, policy: Policy): "manager" | "last-editor" | undefined {
  if (policy.selfApproval) return undefined;
  if (author.manager === person) return "manager";
  return author.editedBy.kind === "person" && author.editedBy.id === person ? "last-editor" : undefined;
}

/** The seats that can be filled: a barred approver's seat stays empty, a delegate does not help. */
export function fillableSeats(level: Level, author: Author, policy: Policy, people: People): readonly PersonId[] {
  return seatsOf(level, people).filter((seat) => barredAs(seat, author, policy) === undefined);
}

/** How many approvals a level wants. */
export function neededIn(level: Level, people: People): number {
  if (level.rule === "any") return 1;
  return level.rule === "all" ? Math.max(1, seatsOf(level, people).length) : level.rule;
}

/** The first level of the content that nobody could ever satisfy, and why. */
export function unsatisfiableLevel(
  content: Content,
  author: Author,
  policy: Policy,
  people: People,
): Unsatisfiable | undefined {
  for (const level of content.approval?.levels ?? []) {
    const seats = seatsOf(level, people);
    const able = fillableSeats(level, author, policy, people);
    const needed = neededIn(level, people);
    if (able.length >= needed) continue;
    const barred = seats.filter((seat) => !able.includes(seat));
    return { level: level.name, rule: level.rule, needed, able, barred };
  }
  return undefined;
}

/** The level now asked, while approval is open. */
export function currentLevel(plan: Plan): Level | undefined {
  if (plan.status !== "wait_for_approval" || !plan.round) return undefined;
  return plan.content.approval?.levels[plan.round.level];
}

/** Votes of the level now asked. */
export function votesOf({ level, votes }: Round, verdict: Vote["verdict"]): readonly Vote[] {
  return votes.filter((vote) => vote.level === level && vote.verdict === verdict);
}

/** Seats of the current level that nobody has filled: whom the plan waits for. */
export function openSeats(plan: Plan, policy: Policy, people: People): readonly PersonId[] {
  const level = currentLevel(plan);
  if (!level || !plan.round) return [];
  const filled = votesOf(plan.round, "approve").flatMap(({ seats }) => seats);
  return fillableSeats(level, authorOf(plan), policy, people).filter((seat) => !filled.includes(seat));
}

/** Who may decide in the level now asked and has not: approvers, their delegates, and those to whom it was escalated. */
export function deciders(plan: Plan, policy: Policy, people: People): readonly PersonId[] {
  const { round } = plan;
  if (!round || !currentLevel(plan)) return [];
  const voters = round.votes.filter(({ level }) => level === round.level).map(({ by }) => by);
  const all = withStandIns(plan, people);
  const able = openSeats(plan, policy, people).flatMap((seat) => [seat, ...delegatesOf(seat, all)]);
  const free = able.filter((person) => barredAs(person, authorOf(plan), policy) === undefined);
  return [...new Set(free)].filter((person) => !voters.includes(person));
}

/** The people as the level now asked sees them: those to whom it was escalated decide in the place of any approver of it. */
export function withStandIns(plan: Plan, people: People): People {
  const level = currentLevel(plan);
  const escalated = peopleOf(plan.round?.escalated ?? [], people);
  if (!level || escalated.length === 0) return people;
  const seats = seatsOf(level, people).map(
    (seat) => [seat, [...new Set([...delegatesOf(seat, people), ...escalated])]] as const,
  );
  return { ...people, delegates: { ...people.delegates, ...Object.fromEntries(seats) } };
}

export function authorOf({ manager, editedBy }: Plan): Author {
  return { manager, editedBy };
}

export type Standing =
  /** May decide, for these seats. */
  | { readonly may: "vote"; readonly seats: readonly PersonId[] }
  /** Has decided in this level already. */
  | { readonly may: "nothing"; readonly voted: Vote }
  | { readonly may: "nothing"; readonly refusal: Refusal };

/** What a person may do in the level now asked. */
export function standingOf(
  person: PersonId,
  level: Level,
  round: Round,
  plan: Plan,
  policy: Policy,
  people: People,
): Standing {
  const mine = seatsOf(level, people).filter((seat) => seat === person || delegatesOf(seat, people).includes(person));
  if (mine.length === 0) {
    return { may: "nothing", refusal: { code: "not-approver", level: level.name, approvers: level.approvers } };
  }
  const author = authorOf(plan);
  const barred = barredAs(person, author, policy) ?? mine.map((seat) => barredAs(seat, author, policy)).find(Boolean);
  const free = mine.filter((seat) => barredAs(seat, author, policy) === undefined);
  if (barred && (free.length === 0 || barredAs(person, author, policy))) {
    return { may: "nothing", refusal: { code: "own-plan", as: barred } };
  }
  return standingInSeats(person, free, level, round);
}

/** Counting people, one vote fills one seat; when all must consent, it fills every seat the voter may fill. */
function standingInSeats(person: PersonId, seats: readonly PersonId[], level: Level, round: Round): Standing {
  const votes = votesOf(round, "approve");
  const own = votes.find(({ by }) => by === person);
  const filled = votes.flatMap((vote) => vote.seats);
  const empty = seats.filter((seat) => !filled.includes(seat));
  if (own && (level.rule !== "all" || empty.length === 0)) return { may: "nothing", voted: own };
  if (level.rule === "all" && empty.length > 0) return { may: "vote", seats: empty };
  const seat = empty.find((candidate) => candidate === person) ?? empty[0];
  if (seat !== undefined) return { may: "vote", seats: [seat] };
  const other = votes.find((vote) => vote.seats.some((taken) => seats.includes(taken)));
  if (!other)
    return { may: "nothing", refusal: { code: "not-approver", level: level.name, approvers: level.approvers } };
  const { verdict, by, at } = other;
  return { may: "nothing", refusal: { code: "already-decided", verdict, by, at } };
}

export function delegatesOf(seat: PersonId, people: People): readonly PersonId[] {
  return Object.hasOwn(people.delegates, seat) ? (people.delegates[seat] ?? []) : [];
}

/** True when the current level has all the consent its rule wants. */
export function levelPassed(level: Level, round: Round, people: People): boolean {
  const votes = votesOf(round, "approve");
  if (level.rule !== "all") return votes.length >= neededIn(level, people);
  const filled = votes.flatMap(({ seats }) => seats);
  const seats = seatsOf(level, people);
  return seats.length > 0 && seats.every((seat) => filled.includes(seat));
}

/** Refuses to go on without consent for exactly this content. */
export function consentProblem(plan: Plan): Refusal | undefined {
  if (!plan.content.approval) return undefined;
  const { round, digest } = plan;
  return round?.outcome === "approved" && round.digest === digest ? undefined : { code: "not-approved" };
}

/** The policy that a plan of this content follows; in an emergency nobody decides on their own plan. */
export function policyOf(content: Content, { policies }: Pick<Context, "policies">): Policy | undefined {
  const policy = Object.hasOwn(policies, content.policy) ? policies[content.policy] : undefined;
  return policy && content.emergency !== undefined ? { ...policy, selfApproval: false } : policy;
}
