/**
 * What this process knows of the keys it was asked to start: it is what decides for services that can't be asked.
 *
 * gonogo asks `find` before it attempts a key again, and gives a new key after a person decided. So a key that is started
 * here was never attempted elsewhere without an answer, and what happened here is all that happened.
 */
import type { Recent } from "../../src/flow/recent.ts";
import { createRecent } from "../../src/flow/recent.ts";

export type Attempt =
  | { readonly attempt: "started"; readonly ref: string }
  /** The service may have started it. */
  | { readonly attempt: "unsure" }
  | { readonly attempt: "refused" };

/** Many more than are under way at once; the oldest are forgotten first. */
const MOST = 5_000;

export type Attempts = Recent<Attempt>;

export function createAttempts(): Attempts {
  return createRecent(MOST);
}
