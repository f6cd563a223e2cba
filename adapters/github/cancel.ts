/**
 * Stopping a run. GitHub takes the wish, and the jobs end when their runners have heard of it.
 */
import { RefusedError } from "../../src/flow/service-failure.ts";
import type { GithubClient } from "./client.ts";
import { isOver } from "./progress.ts";
import type { RunRef } from "./run-ref.ts";

/** Asks GitHub to stop it; rejects with an EngineError when GitHub does not. */
export async function cancelRun(client: GithubClient, ref: RunRef): Promise<"stopped" | "ended"> {
  const latest = await client.run(ref);
  // Somebody repeated it meanwhile: what runs now is not this attempt.
  if (latest.run_attempt > ref.attempt || isOver(latest)) return "ended";
  try {
    await client.cancel(ref);
    return "stopped";
  } catch (error) {
    if (!(error instanceof RefusedError && error.status === 409)) throw error;
    const now = await client.run(ref);
    if (!isOver(now)) throw error;
    return now.conclusion === "cancelled" ? "stopped" : "ended";
  }
}
