/**
 * When somebody may be disturbed without having asked for it.
 */
import type { Instant, PersonId } from "./content.ts";

export interface Reach {
  /**
   * From when on the person may be reminded, `at` or later: in working hours of their own zone, not while away, and not on a
   * day on which they were told enough. Undefined for somebody who is never reminded.
   */
  readonly free: (person: PersonId, at: Instant) => Instant | undefined;
  /** Whether the person may be reminded now if somebody insists, whatever their hours: not silent, not told enough. */
  readonly open: (person: PersonId, at: Instant) => boolean;
}
