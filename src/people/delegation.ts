/**
 * Deciding in somebody's place for a while.
 */
import type { Instant, PersonId } from "../plan/content.ts";
import type { People } from "../plan/context.ts";
import type { Roster } from "./roster.ts";

const DAY = 86_400_000;
/** A delegation is for an absence; whoever left for good needs new approvers. */
export const LONGEST_DELEGATION = 366 * DAY;

export type Delegated =
  | { readonly ok: true; readonly until: Instant }
  | { readonly ok: false; readonly code: "unknown-person"; readonly name: string }
  | { readonly ok: false; readonly code: "delegate-to-self" | "time-passed" | "too-long" };

interface Wanted {
  readonly from: PersonId;
  readonly to: PersonId;
  readonly since: Instant;
  readonly until: Instant;
}

/** Why this delegation cannot be, or undefined. */
export function delegationProblem(roster: Roster, { from, to, since, until }: Wanted): Delegated | undefined {
  const stranger = [from, to].find((id) => roster.people.get(id)?.active !== true);
  if (stranger !== undefined) return { ok: false, code: "unknown-person", name: stranger };
  if (from === to) return { ok: false, code: "delegate-to-self" };
  if (until <= since) return { ok: false, code: "time-passed" };
  return until - since > LONGEST_DELEGATION ? { ok: false, code: "too-long" } : undefined;
}

/** Approver → delegates, as far as they are active. A delegate's own delegates have no say. */
export function delegatesAt(roster: Roster, at: Instant): People["delegates"] {
  const current = roster.delegations.filter(
    ({ since, until, to_person }) => since <= at && at < until && roster.people.get(to_person)?.active === true,
  );
  const byApprover = Map.groupBy(current, ({ from_person }) => from_person);
  return Object.fromEntries(
    [...byApprover].map(([from, rows]) => [from, [...new Set(rows.map(({ to_person }) => to_person))].toSorted()]),
  );
}
