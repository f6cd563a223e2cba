/**
 * Who is away, as the status of the chat platforms says.
 */
import type { Instant, PersonId } from "../plan/content.ts";
import type { AbsencesTable } from "../store/tables.ts";
import type { Roster } from "./roster.ts";

/** How long an absence without an end is believed at least before it is asked for again (ms). */
const UNKNOWN_END = 24 * 60 * 60_000;

/** Until when the person is away at that instant; for an absence without an end, for a day at a time. */
export function awayUntil({ absences }: Pick<Roster, "absences">, person: PersonId, at: Instant): Instant | undefined {
  const ends = absences
    .filter((absence) => absence.person === person)
    .map(({ until }) => until ?? at + UNKNOWN_END)
    .filter((until) => at < until);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Everybody who is away at that instant. */
export function awayAt(roster: Pick<Roster, "absences">, at: Instant): readonly PersonId[] {
  const people = new Set(roster.absences.map(({ person }) => person));
  return [...people].filter((person) => awayUntil(roster, person, at) !== undefined).toSorted();
}

/** Whether a platform says just what it said before. */
export function sameAbsences(
  { absences }: Pick<Roster, "absences">,
  source: string,
  rows: readonly AbsencesTable[],
): boolean {
  const before = absences.filter((absence) => absence.source === source);
  const known = (row: AbsencesTable) =>
    before.some(({ person, until }) => person === row.person && until === row.until);
  return before.length === rows.length && rows.every(known);
}
