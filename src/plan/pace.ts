/**
 * How a round of approval goes on by itself while nobody decides. Times are in milliseconds.
 */
import type { Party } from "./content.ts";

export interface Pace {
  /** Approvers hear again `after` they were asked, then at most `every` so often. */
  readonly reminders?: { readonly after: number; readonly every: number } | undefined;
  /** These may decide besides: the first `after` the level was asked, each other one as long after the one before. */
  readonly escalation?: { readonly after: number; readonly to: readonly Party[] } | undefined;
  /** What becomes of a round that is undecided `after` it was asked: it is denied, or its manager is asked what to do. */
  readonly expiry?: { readonly after: number; readonly policy: "deny" | "ask" } | undefined;
}
