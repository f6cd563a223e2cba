/**
 * Telling people in good time that the window is about to open, or to close.
 */
import { deciders, policyOf } from "./approval.ts";
import type { Instant, PersonId } from "./content.ts";
import type { Context, People } from "./context.ts";
import type { Story } from "./decision.ts";
import { happen } from "./decision.ts";
import { isWaiting, progressOf } from "./items.ts";
import type { PaceContext } from "./pacing.ts";
import type { Plan, Status } from "./plan.ts";
import { peopleOf } from "./roles.ts";

/** Here the window means nothing: the plan is not made yet, or will not be carried out in it. */
const UNCONCERNED: readonly Status[] = [
  "planning",
  "denied",
  "timeout",
  "success",
  "cancel",
  "wait_for_all_done_external_check",
  "wait_for_all_done_external_check_failed",
];

interface Near {
  readonly end: "opens" | "closes";
  /** When the window opens or closes. */
  readonly time: Instant;
  /** When people are to hear of it. */
  readonly at: Instant;
}

/** What people have not heard of yet, and have not missed either. */
function comingEnds(plan: Plan, { now, policies }: Pick<Context, "now" | "policies">): readonly Near[] {
  const { window } = plan.content;
  const notice = policyOf(plan.content, { policies })?.notice;
  if (!window || notice === undefined || UNCONCERNED.includes(plan.status)) return [];
  const { opens, closes } = window;
  const ends: readonly Near[] = [
    { end: "opens", time: opens, at: opens - notice },
    // A window shorter than the notice closes soon from its first moment on.
    { end: "closes", time: closes, at: Math.max(closes - notice, opens) },
  ];
  return ends.filter(({ end, time }) => now < time && plan.windowTold?.[end] !== time && matters(plan, end));
}

/** Nobody has to hurry when all is done. */
function matters(plan: Plan, end: Near["end"]): boolean {
  if (end === "opens" || plan.status !== "executing") return true;
  return plan.content.items.some((item) => ["todo", "failed"].includes(progressOf(plan, item).state));
}

/** When people are to hear of the window next, `now` or later. */
export function nextNear(plan: Plan, context: PaceContext): Instant | undefined {
  const times = comingEnds(plan, context).map(({ at }) => at);
  return times.length === 0 ? undefined : Math.max(context.now, Math.min(...times));
}

/** Tells those who can still do something about it. */
export function sayNear(story: Story, context: Context): Story {
  const { plan } = story;
  const near = comingEnds(plan, context).find(({ at }) => at <= context.now);
  if (!near) return story;
  const { end, time } = near;
  return happen(story, { type: "window-near", end, time, people: concernedNow(plan, context) }, context);
}

/** The manager, and those for whom the plan waits. */
function concernedNow(plan: Plan, context: Context): readonly PersonId[] {
  const policy = policyOf(plan.content, context);
  const approvers = policy ? deciders(plan, policy, context.people) : [];
  const owners = plan.status === "executing" ? ownersWaited(plan, context.people) : [];
  return [...new Set([plan.manager, ...approvers, ...owners])];
}

/** Who can carry out the items whose turn it is; of a claimed one, whoever claimed it. */
export function ownersWaited(plan: Plan, people: People): readonly PersonId[] {
  const ready = plan.content.items.filter((item) => isWaiting(plan, item));
  const owners = ready.flatMap(({ id, owners: own }) => {
    const claim = plan.claims?.[id];
    if (claim) return [claim.by];
    return own.length > 0 ? own : [plan.manager];
  });
  return peopleOf(owners, people);
}
