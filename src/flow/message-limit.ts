/**
 * How many messages a person is sent on a day, and when that day is.
 */
import type { PersonId } from "../plan/content.ts";

export interface MessageLimit {
  readonly perDay: number;
  /** The person's day at an instant, such as `2026-11-28`. */
  readonly dayOf: (person: PersonId, at: number) => string;
  /** When the person may hear on the next day what could not be said on this one. */
  readonly morningAfter: (person: PersonId, at: number) => number;
}
