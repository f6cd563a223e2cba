/**
 * Repeating the failed jobs of a run, and finding out whether they were repeated: GitHub counts the attempts of a run.
 */
import type { Instant } from "../../src/plan/content.ts";
import type { Run } from "./answers.ts";
import type { GithubClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import type { RunRef } from "./run-ref.ts";
import { refOf } from "./run-ref.ts";

const REPEATABLE: ReadonlySet<string | null> = new Set(["failure", "cancelled", "timed_out"]);
/** GitHub repeats no run that is older than thirty days, and none more often than fifty times. */
const LONGEST_MS = 30 * 24 * 3_600_000;
const MOST_ATTEMPTS = 50;

export type Repeated =
  | { readonly repeated: "yes"; readonly ref: string }
  /** It can be, and was not yet. */
  | { readonly repeated: "no" }
  /** GitHub would not: the workflow has to begin anew. */
  | { readonly repeated: "never" };

/** What GitHub says of the attempt after a failed one. */
export async function lookForRepeat(client: GithubClient, failed: RunRef, now: Instant): Promise<Repeated> {
  const latest = await orAbsent(client.run(failed));
  if (latest === undefined) return { repeated: "never" };
  if (latest.run_attempt > failed.attempt) return { repeated: "yes", ref: nextOf(failed) };
  return { repeated: isRepeatable(latest, now) ? "no" : "never" };
}

/**
 * Has GitHub repeat the failed jobs; answers with the ref of the next attempt, or undefined when the workflow has to begin
 * anew. A run that somebody repeated in GitHub meanwhile is followed instead.
 */
export async function repeat(client: GithubClient, failed: RunRef, now: Instant): Promise<string | undefined> {
  const looked = await lookForRepeat(client, failed, now);
  if (looked.repeated === "yes") return looked.ref;
  if (looked.repeated === "never") return undefined;
  await client.repeat(failed);
  return nextOf(failed);
}

function nextOf(failed: RunRef): string {
  return refOf({ ...failed, attempt: failed.attempt + 1 });
}

function isRepeatable({ conclusion, created_at: created, run_attempt: attempt }: Run, now: Instant): boolean {
  return REPEATABLE.has(conclusion) && now - created < LONGEST_MS && attempt <= MOST_ATTEMPTS;
}
