/**
 * Which failures of a PostgreSQL transaction are somebody else's commit at a bad moment, so that running it again helps.
 */
import { setTimeout as wait } from "node:timers/promises";
import { CONFLICT_ATTEMPTS, LostRace } from "./lost-race.ts";

/** A unique violation is either a race, which the next run sees as done, or a mistake, which stays. */
const UNIQUE_ATTEMPTS = 3;
const LONGEST = 200;

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";

/** Runs a transaction again after a conflict with another, a bounded number of times. */
export async function rerunOnConflict<T>(attempt: () => Promise<T>, random: () => number): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= attemptsFor(error)) throw error;
    }
    // Without chance, the same two meet again.
    await wait(random() * Math.min(2 ** tried, LONGEST));
  }
}

function attemptsFor(error: unknown): number {
  if (error instanceof LostRace) return CONFLICT_ATTEMPTS;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === SERIALIZATION_FAILURE || code === DEADLOCK) return CONFLICT_ATTEMPTS;
  return code === UNIQUE_VIOLATION ? UNIQUE_ATTEMPTS : 1;
}
