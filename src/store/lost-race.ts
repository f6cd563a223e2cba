/**
 * Somebody else changed what this work had read.
 */

/** Thrown inside `write`, it makes the work run again from the start, a few times. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}
