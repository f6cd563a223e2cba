/**
 * Waiting for another process that is writing to the same file, without standing still meanwhile.
 */
import { setTimeout as wait } from "node:timers/promises";

/** Longer than any write takes; whoever holds the file for more than this is not about to let go. */
const PATIENCE = 15_000;
const SHORTEST = 1;
const LONGEST = 25;

/** Tries again while the file is locked by somebody else. */
export async function whileBusy<T>(attempt: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let pause = SHORTEST; ; pause = Math.min(pause * 2, LONGEST)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || waited >= PATIENCE) throw error;
    }
    await wait(pause);
    waited += pause;
  }
}

/** True for what SQLite says when another connection is in the way. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return false;
  return error.code.startsWith("SQLITE_BUSY") || error.code.startsWith("SQLITE_LOCKED");
}
