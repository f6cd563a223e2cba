/**
 * Who is told personally about what happened, beside the card and its timeline.
 */
import type { PersonId } from "../plan/content.ts";
import type { EventType, PlanEvent } from "../plan/event.ts";
import { itemOf } from "../plan/items.ts";
import type { Plan } from "../plan/plan.ts";
import { peopleOf } from "../plan/roles.ts";
import type { Rules } from "./concerned.ts";
import { everyoneConcerned } from "./concerned.ts";

/** People to tell about an event; never its own actor. `admins` are those who may join an exception. */
export function toldOf(event: PlanEvent, plan: Plan, rules: Rules, admins: readonly PersonId[]): readonly PersonId[] {
  const actor = event.by.kind === "person" ? event.by.id : undefined;
  const told = audienceOf(event, plan, rules, admins);
  return [...new Set(told)].filter((person) => person !== actor);
}

function audienceOf(event: PlanEvent, plan: Plan, rules: Rules, admins: readonly PersonId[]): readonly PersonId[] {
  switch (event.type) {
    case "created":
      // Nobody asked for it just now: whoever owns it has to know.
      return event.by.kind === "system" ? [plan.manager] : [];
    case "approved":
    case "denied":
    case "check-failed":
    case "check-overdue":
    case "check-reminded":
    case "check-overridden":
    case "succeeded":
    case "schedule-missed":
    case "run-not-stopped":
    case "desk-failed":
    case "desk-not-withdrawn":
      return [plan.manager];
    case "check-passed":
      // Nobody said go: whoever answers for the plan has to know.
      return event.endpoint === undefined ? [plan.manager] : [];
    case "hook-reported":
      return event.report === "given-up" ? [plan.manager] : [];
    case "item-failed":
    case "item-held":
    case "item-late":
      return [plan.manager, ...ownersOf(plan, event.item, rules)];
    case "item-said":
      return [plan.manager, ...ownersOf(plan, event.item, rules)];
    case "item-unsaid":
      return event.from === undefined ? [] : [event.from];
    case "exception-proposed":
      return [plan.manager, ...admins];
    case "timed-out":
    case "cancelled":
      return everyoneConcerned(plan, rules);
    case "approval-overdue":
    case "level-stuck":
      return [plan.manager];
    case "escalated":
    case "window-near":
      return event.people;
    case "item-claimed":
      return event.from === undefined ? [] : [event.from];
    case "handed-over":
      return [
        event.to,
        ...(event.from === undefined ? [] : [event.from]),
        ...(plan.createdBy.kind === "person" ? [plan.createdBy.id] : []),
      ];
    case "reminded":
      return event.people;
    default:
      return [];
  }
}

function ownersOf(plan: Plan, id: string, { people }: Rules): readonly PersonId[] {
  return peopleOf(itemOf(plan, id)?.owners ?? [], people);
}

/** How far something is shows on the card alone, live: a line for each step would bury the others. */
const ON_THE_CARD: readonly EventType[] = [
  "run-linked",
  // The card says what was read, and what has changed.
  "requirements-read",
  "run-progressed",
  "check-progressed",
  "item-ticked",
  "ready",
  "all-done",
];

/** Happenings that are one line each in the thread of the plan's card. */
export function hasLine({ type }: PlanEvent): boolean {
  return !ON_THE_CARD.includes(type);
}
