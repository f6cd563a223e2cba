/**
 * What a platform's own approval is asked for, because of what happened to a plan.
 */
import type { PlanEvent } from "../plan/event.ts";
import type { Plan, RoundDesk } from "../plan/plan.ts";

export type RoundEffect =
  | { readonly effect: "open-round"; readonly desk: string; readonly round: number }
  | { readonly effect: "read-round"; readonly desk: string; readonly round: number; readonly ref: string }
  | {
      readonly effect: "withdraw-round";
      readonly desk: string;
      readonly round: number;
      readonly ref?: string | undefined;
      /** In whose name it was asked. */
      readonly manager: string;
    };

export function roundEffects(event: PlanEvent, before: Plan | undefined, after: Plan): readonly RoundEffect[] {
  switch (event.type) {
    case "approval-asked":
    case "desk-asked-again":
      return about(after, (round, { name: desk }) => ({ effect: "open-round", desk, round }));
    case "desk-opened":
      // A link that came later is no reason for a second reader.
      return before?.round?.desk?.ref === event.ref
        ? []
        : about(after, (round, { name: desk }) => ({ effect: "read-round", desk, round, ref: event.ref }));
    case "denied":
      // Otherwise the desk itself has ended it.
      return event.denial === "not-allowed" || event.denial === "nobody" || event.denial === "undecided"
        ? withdrawn(before)
        : [];
    case "replanned":
    case "cancelled":
    case "timed-out":
      return withdrawn(before);
    default:
      return [];
  }
}

function about({ round }: Plan, make: (round: number, desk: RoundDesk) => RoundEffect): readonly RoundEffect[] {
  return round?.desk ? [make(round.number, round.desk)] : [];
}

/** What nobody waits for any more; also when it is being asked at this moment. */
function withdrawn(before: Plan | undefined): readonly RoundEffect[] {
  if (before?.round?.outcome !== "open") return [];
  const { manager } = before;
  return about(before, (round, { name: desk, ref }) => ({ effect: "withdraw-round", desk, round, ref, manager }));
}
