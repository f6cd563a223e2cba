/**
 * What this process knows of the keys it was asked to start: it is what decides for jobs that can't hold a key.
 *
 * gonogo asks `find` before it attempts a key again, and gives a new key after a person decided. So a key that is started
 * here was never attempted elsewhere without an answer, and what happened here is all that happened.
 */
import type { Recent } from "../../src/flow/recent.ts";
import { createRecent } from "../../src/flow/recent.ts";
import type { Instant } from "../../src/plan/content.ts";

export type Attempt =
  | { readonly attempt: "started"; readonly ref: string }
  /** Jenkins may have started it. `at` is when it was asked first. */
  | { readonly attempt: "unsure"; readonly at: Instant }
  | { readonly attempt: "refused"; readonly at: Instant };

/** Many more than are under way at once; the oldest are forgotten first. */
const MOST = 5_000;

export type Attempts = Recent<Attempt>;

export function createAttempts(): Attempts {
  return createRecent(MOST);
}
