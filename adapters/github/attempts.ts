/**
 * What this process knows of the keys it was asked to start or to find.
 *
 * gonogo asks `find` before it attempts a key again, and gives a new key after a person decided. So a key that is started
 * here was never attempted elsewhere without an answer, and what happened here is all that happened.
 */
import type { Recent } from "../../src/flow/recent.ts";
import { createRecent } from "../../src/flow/recent.ts";
import type { Instant } from "../../src/plan/content.ts";

export type Attempt =
  | { readonly attempt: "started"; readonly ref: string }
  /** GitHub took it, and has not shown the run yet. `at` is when. */
  | { readonly attempt: "taken"; readonly at: Instant }
  /** GitHub may have started it. `at` is when it was asked last. */
  | { readonly attempt: "unsure"; readonly at: Instant }
  | { readonly attempt: "refused" }
  /** Asked after, and never attempted here: another process may have been, before `at`. */
  | { readonly attempt: "elsewhere"; readonly at: Instant };

/** Many more than are under way at once; the oldest are forgotten first. */
const MOST = 5_000;

export type Attempts = Recent<Attempt>;

export function createAttempts(): Attempts {
  return createRecent(MOST);
}
