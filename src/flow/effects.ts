/**
 * What the world is to be told and asked because of what happened: data, stored in the same transaction as the events.
 */
import type { Place } from "../chat/ports.ts";
import { nextLeftChange } from "../chat/texts/when.ts";
import { checkLimit, checkReminder } from "../plan/checkpoints.ts";
import type { Content, PersonId } from "../plan/content.ts";
import type { Freeze } from "../plan/context.ts";
import type { PlanEvent } from "../plan/event.ts";
import { mayRun } from "../plan/evolve-items.ts";
import { itemOf } from "../plan/items.ts";
import { nextNudge } from "../plan/nudge.ts";
import type { Plan } from "../plan/plan.ts";
import { wantsReview } from "../plan/policy.ts";
import type { Reach } from "../plan/reach.ts";
import { scheduleDue } from "../plan/schedule.ts";
import { isFinal, TAKES } from "../plan/transitions.ts";
import type { AddressBook, PlacedCard } from "./card-names.ts";
import { wantedCards } from "./card-names.ts";
import type { Rules } from "./concerned.ts";
import type { HookEffect, HookRoutes } from "./hook-effects.ts";
import { hookEffects } from "./hook-effects.ts";
import type { MessageLimit } from "./message-limit.ts";
import { hasLine, toldOf } from "./notices.ts";
import type { RoundEffect } from "./round-effects.ts";
import { roundEffects } from "./round-effects.ts";

/**
 * A timer of a plan: its window's end, its schedule, the time limit and the reminders of the gate it waits at, and when its
 * cards read differently because time went on, or something is to happen by itself: a reminder, an escalation.
 */
export type TimerKind = FixedTimer | "look" | "nudge" | "review";
const FIXED_TIMERS = ["expire", "schedule", "expire-check", "remind-check"] as const;
type FixedTimer = (typeof FIXED_TIMERS)[number];

export type Effect =
  | { readonly effect: "card"; readonly card: string; readonly place: Place }
  /** One line in the thread of the plan's card, for the log entry `seq`. */
  | { readonly effect: "note"; readonly place: Place; readonly seq: number }
  /** Something one person is told directly, about the log entry `seq`. */
  | { readonly effect: "tell"; readonly place: Place; readonly person: PersonId; readonly seq: number }
  | { readonly effect: "start-run"; readonly item: string; readonly key: string; readonly engine: string }
  | { readonly effect: "read-run"; readonly key: string; readonly engine: string; readonly ref: string }
  | {
      readonly effect: "stop-run";
      readonly key: string;
      readonly engine: string;
      readonly workflow: string;
      readonly again?: string | undefined;
      readonly ref?: string | undefined;
    }
  | RoundEffect
  | HookEffect
  | TimerEffect;

export type TimerEffect =
  | { readonly effect: "set-timer"; readonly timer: TimerKind; readonly dueAt: number }
  | { readonly effect: "clear-timer"; readonly timer: TimerKind };

export interface Step {
  readonly before: Plan | undefined;
  readonly after: Plan;
  /** New log entries with their numbers, in order. */
  readonly entries: readonly { readonly seq: number; readonly event: PlanEvent }[];
  /** Cards that were sent earlier and can still change. */
  readonly sent: readonly PlacedCard[];
}

export interface World {
  /** Freezes that concern a content, past and coming. */
  readonly freezes: (content: Content) => readonly Freeze[];
  readonly rules: Rules;
  readonly book: AddressBook;
  readonly admins: readonly PersonId[];
  /** When people may be reminded. */
  readonly reach: Reach;
  readonly limit: MessageLimit;
  /** Hook endpoints that hear of plans of this content. */
  readonly hooks: HookRoutes;
}

export function effectsOf(step: Step, world: World): readonly Effect[] {
  return [
    ...cardEffects(step, world),
    ...step.entries.flatMap(({ seq, event }) => wordEffects(seq, event, step.after, world)),
    ...step.entries.flatMap(({ event }) => runEffects(event, step)),
    ...step.entries.flatMap(({ event }) => roundEffects(event, step.before, step.after)),
    ...hookEffects(step.before, step.entries, world.hooks),
    ...timerEffects(step, world),
  ];
}

/** Every card that exists or should: what it shows is looked up when it is sent, so that only the newest goes out. */
function cardEffects({ after, sent }: Step, { rules, book }: World): readonly Effect[] {
  const wanted = wantedCards(after, rules, book);
  const all = [...wanted, ...sent.filter((card) => !wanted.some((other) => sameCard(card, other)))];
  return all.map(({ card, place }) => ({ effect: "card", card, place }));
}

function sameCard(a: PlacedCard, b: PlacedCard): boolean {
  return a.card === b.card && a.place === b.place;
}

function wordEffects(seq: number, event: PlanEvent, after: Plan, { rules, book, admins }: World): readonly Effect[] {
  const places = book.announced(after.content, after.manager);
  const notes = hasLine(event) ? places.map((place) => ({ effect: "note", place, seq }) as const) : [];
  const told = toldOf(event, after, rules, admins);
  const tells = told.flatMap((person) =>
    book.direct(person).map((place) => ({ effect: "tell", place, person, seq }) as const),
  );
  return [...notes, ...tells];
}

function runEffects(event: PlanEvent, { before, after }: Step): readonly Effect[] {
  switch (event.type) {
    case "item-started":
      return withWorkflow(after, event.item, ({ engine }) => ({
        effect: "start-run",
        item: event.item,
        key: event.key,
        engine,
      }));
    case "run-linked": {
      const progress = after.items[event.item];
      if (progress?.state !== "running") return [];
      const { key } = progress.run;
      return withWorkflow(after, event.item, ({ engine }) => ({ effect: "read-run", key, engine, ref: event.ref }));
    }
    case "replanned":
    case "cancelled":
      return event.stopping.flatMap((item) => stopEffect(item, before));
    default:
      return [];
  }
}

function stopEffect(item: string, before: Plan | undefined): readonly Effect[] {
  const progress = before?.items[item];
  if (!before || !mayRun(progress)) return [];
  const { key, again, ref } = progress.run;
  return withWorkflow(before, item, ({ engine, workflow }) => {
    return { effect: "stop-run", key, engine, workflow, again, ref };
  });
}

interface Workflow {
  readonly engine: string;
  readonly workflow: string;
}

function withWorkflow(plan: Plan, id: string, make: (workflow: Workflow) => Effect): readonly Effect[] {
  const work = itemOf(plan, id)?.work;
  return work?.type === "workflow" ? [make(work)] : [];
}

/** Timers follow the plan: set anew whenever a time or the status that needs it has changed. */
function timerEffects({ before, after }: Step, world: World): readonly Effect[] {
  const fixed = FIXED_TIMERS.flatMap((timer): readonly Effect[] => {
    const dueAt = timerOf(after, timer);
    if (dueAt === (before && timerOf(before, timer))) return [];
    return [dueAt === undefined ? { effect: "clear-timer", timer } : { effect: "set-timer", timer, dueAt }];
  });
  return [
    ...fixed,
    ...reviewEffects(before, after, world),
    ...lookEffects(after, world, after.changedAt),
    ...nudgeEffects(after, world, after.changedAt),
  ];
}

/** Due at once: the plan that looks back is made after what ended the emergency is durable. */
function reviewEffects(before: Plan | undefined, after: Plan, { rules }: World): readonly Effect[] {
  const due = wantsReview(after, rules) && !(before && wantsReview(before, rules));
  return due ? [{ effect: "set-timer", timer: "review", dueAt: after.changedAt }] : [];
}

function timerOf(plan: Plan, timer: FixedTimer): number | undefined {
  const { window } = plan.content;
  if (isFinal(plan)) return undefined;
  switch (timer) {
    case "expire":
      return TAKES.expire.includes(plan.status) ? window?.closes : undefined;
    case "schedule":
      return scheduleDue(plan);
    case "expire-check":
      return checkLimit(plan);
    case "remind-check":
      return checkReminder(plan);
  }
}

/** When the cards are to be looked at again although nothing happens: time left, the window's ends, a freeze's ends. */
export function lookEffects(plan: Plan, { freezes }: Pick<World, "freezes">, now: number): readonly TimerEffect[] {
  if (isFinal(plan)) return [{ effect: "clear-timer", timer: "look" }];
  const { window } = plan.content;
  const end = window && (now < window.opens ? window.opens : window.closes);
  const left = end === undefined ? undefined : nextLeftChange(end, now);
  const frozen = freezes(plan.content).flatMap(({ from, until }) => [from, until]);
  const times = [left, ...frozen].flatMap((time) => (time !== undefined && time > now ? [time] : []));
  return times.length === 0 ? [] : [{ effect: "set-timer", timer: "look", dueAt: Math.min(...times) }];
}

/** When the plan is to be looked at next, though nobody asks anything of it: at most one such timer waits. */
export function nudgeEffects(plan: Plan, { rules, reach }: World, now: number): readonly TimerEffect[] {
  const dueAt = isFinal(plan) ? undefined : nextNudge(plan, { ...rules, reach, now });
  if (dueAt === undefined) return [{ effect: "clear-timer", timer: "nudge" }];
  return [{ effect: "set-timer", timer: "nudge", dueAt }];
}
