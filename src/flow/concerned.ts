/**
 * Whom a plan concerns and whom it waits for: what lists, notices and direct cards are made from.
 */
import { deciders as decidersOf, policyOf } from "../plan/approval.ts";
import type { Item, PersonId } from "../plan/content.ts";
import type { People, Policy } from "../plan/context.ts";
import { progressOf, waitsFor } from "../plan/items.ts";
import type { Plan } from "../plan/plan.ts";
import { peopleOf } from "../plan/roles.ts";
import { gateOf } from "../plan/transitions.ts";
import { ownersWaited } from "../plan/window-near.ts";

export interface Rules {
  readonly people: People;
  readonly policies: Readonly<Record<string, Policy>>;
}

export type Part = "manager" | "owner" | "approver" | "editor" | "creator" | "waiting";

export interface PlanPerson {
  readonly person: PersonId;
  readonly part: Part;
}

/** Everybody's part in the plan, and `waiting` for those who can move it on now. */
export function partsOf(plan: Plan, rules: Rules): readonly PlanPerson[] {
  const { content, manager, createdBy } = plan;
  const approvers = content.approval?.levels.flatMap((level) => level.approvers) ?? [];
  const owners = content.items.flatMap((item) => item.owners);
  const as = (part: Part, people: readonly PersonId[]) => people.map((person) => ({ person, part }));
  return [
    ...as("manager", [manager]),
    ...as("creator", createdBy.kind === "person" ? [createdBy.id] : []),
    ...as("owner", peopleOf(owners, rules.people)),
    ...as("approver", peopleOf(approvers, rules.people)),
    ...as("editor", peopleOf(content.editors, rules.people)),
    ...as("waiting", waitingFor(plan, rules)),
  ];
}

/** The people whose turn it is. */
export function waitingFor(plan: Plan, rules: Rules): readonly PersonId[] {
  switch (plan.status) {
    case "success":
    case "cancel":
      return [];
    case "wait_for_approval":
      return deciders(plan, rules);
    case "executing":
      return ownersWaited(plan, rules.people);
    default: {
      const checkpoint = gateOf(plan.status);
      const waitsForGate = checkpoint !== undefined && plan.checks[checkpoint]?.state === "waiting";
      return waitsForGate ? [] : [plan.manager];
    }
  }
}

/** Who may decide in the level now asked and has not. */
export function deciders(plan: Plan, { people, policies }: Rules): readonly PersonId[] {
  const policy = policyOf(plan.content, { policies });
  return policy ? decidersOf(plan, policy, people) : [];
}

/** Items somebody could carry out next: not started or failed, with everything before them ended. */
export function readyItems(plan: Plan): readonly Item[] {
  if (plan.status !== "executing") return [];
  return plan.content.items.filter((item) => {
    const { state } = progressOf(plan, item);
    return (state === "todo" || state === "failed") && waitsFor(plan, item).length === 0;
  });
}

/** Everybody with a part, each once: who is told when something ends for all. */
export function everyoneConcerned(plan: Plan, rules: Rules): readonly PersonId[] {
  return [...new Set(partsOf(plan, rules).map(({ person }) => person))];
}
