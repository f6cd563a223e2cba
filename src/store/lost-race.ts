/**
 * Somebody else changed what this work had read.
 */

/** How often a work is run before its conflict is its caller's. */
export const CONFLICT_ATTEMPTS = 12;

/** Thrown inside `write`, it makes the work run again from the start, a few times. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}
