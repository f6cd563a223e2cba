/**
 * When things may be carried out: the plan's window and the calendar's freezes, against a time given.
 */
import { policyOf } from "./approval.ts";
import type { Content, Instant, Window } from "./content.ts";
import type { Context, Freeze } from "./context.ts";
import type { Plan } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

export function windowOver({ window }: Content, now: Instant): boolean {
  return window !== undefined && now >= window.closes;
}

/** Refuses what needs a window that has not ended yet. */
export function windowOverProblem({ content }: Plan, now: Instant): Refusal | undefined {
  const { window } = content;
  return window && now >= window.closes ? { code: "window-over", closed: window.closes } : undefined;
}

type Calendar = Pick<Context, "freezes" | "policies">;

/** The freezes that hold a plan of this content: none where its policy goes by no calendar. */
export function freezesOf(content: Content, { freezes, policies }: Calendar): readonly Freeze[] {
  return policyOf(content, { policies })?.calendar === false ? [] : freezes(content);
}

/** Why this plan goes on in a freeze: it is an emergency, and its policy spares it the calendar. */
export function sparedBecause({ content }: Pick<Plan, "content">, { policies }: Pick<Context, "policies">) {
  return policyOf(content, { policies })?.emergency?.skipsCalendar ? content.emergency : undefined;
}

/** The freezes that stand in this content's way, past and coming. */
export function freezesInTheWay(content: Content, calendar: Calendar): readonly Freeze[] {
  return sparedBecause({ content }, calendar) === undefined ? freezesOf(content, calendar) : [];
}

export function freezeAt(content: Content, context: Calendar & Pick<Context, "now">): Freeze | undefined {
  return freezeIn(freezesOf(content, context), context.now);
}

/** The freeze that holds at an instant; its end is that of the last one which follows it without a gap. */
export function freezeIn(freezes: readonly Freeze[], now: Instant): Freeze | undefined {
  const freeze = freezes.find(({ from, until }) => from <= now && now < until);
  return freeze && { ...freeze, until: freezeIn(freezes, freeze.until)?.until ?? freeze.until };
}

/** Refuses to carry out an item outside the window or in a freeze, with the time at which it becomes possible. */
export function timeProblem(
  plan: Plan,
  context: Calendar & Pick<Context, "now">,
  despiteFreeze: boolean,
): Refusal | undefined {
  const { content } = plan;
  const { window } = content;
  const { now } = context;
  const spared = despiteFreeze || sparedBecause(plan, context) !== undefined;
  if (window && now >= window.closes) return { code: "window-over", closed: window.closes };
  const early = window !== undefined && now < window.opens;
  const freeze = spared ? undefined : freezeAt(content, { ...context, now: early ? window.opens : now });
  if (freeze && window && freeze.until >= window.closes) {
    return { ...frozen(freeze), closes: window.closes };
  }
  if (early) return { code: "window-not-open", opens: window.opens, freeze };
  return freeze && frozen(freeze);
}

function frozen({ name, until, outside }: Freeze) {
  return { code: "frozen", freeze: name, until, ...(outside && { outside }) } as const;
}

/** Where the calendar meets the times of a draft. */
export interface Conflict {
  /** All of the window is frozen, a part of it, or the schedule's time. */
  readonly what: "window" | "part" | "schedule";
  readonly freeze: Freeze;
  /** The next time at which it would be free, for as long; nothing when the calendar shows none. */
  readonly free?: Window | undefined;
}

/** What the calendar has against a content's times, the worst of it; `freezes` by their beginning. */
export function conflictOf({ window, schedule }: Content, freezes: readonly Freeze[]): Conflict | undefined {
  const coming = window && freezes.filter(({ from, until }) => from < window.closes && until > window.opens);
  const [first] = coming ?? [];
  const gap = window && freeSlot(freezes, window.opens, 1);
  if (window && first && (!gap || gap.opens >= window.closes)) {
    return { what: "window", freeze: first, free: freeSlot(freezes, window.opens, window.closes - window.opens) };
  }
  const held = schedule === undefined ? undefined : freezeIn(freezes, schedule);
  if (schedule !== undefined && held) return { what: "schedule", freeze: held, free: freeSlot(freezes, schedule, 1) };
  return window && first && { what: "part", freeze: first, free: gap };
}

/** The first `length` (ms) from an instant on that no freeze touches; nothing where the freezes known end before. */
export function freeSlot(freezes: readonly Freeze[], from: Instant, length: number): Window | undefined {
  let opens = from;
  for (const freeze of freezes) {
    if (freeze.from < opens + length && freeze.until > opens) opens = freeze.until;
  }
  const last = freezes.at(-1);
  // Behind the last of the time outside windows lies what nobody has looked at.
  return last?.outside && opens >= last.until ? undefined : { opens, closes: opens + length };
}
