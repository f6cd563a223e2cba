/**
 * Stopping a pipeline. GitLab answers alike whether it stopped it or not, so that its state is looked at before and after.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { Pipeline } from "./answers.ts";
import type { GitlabClient } from "./client.ts";
import type { RunRef } from "./run-ref.ts";
import { isOver } from "./statuses.ts";

/** Asks GitLab to stop it; rejects with an EngineError when GitLab does not. */
export async function cancelRun(client: GitlabClient, run: RunRef): Promise<"stopped" | "ended"> {
  const { project, pipeline: id } = run;
  const before = await client.pipeline(project, id);
  if (isOver(before.status)) return "ended";
  const answer = await client.cancel(project, id);
  const outcome = outcomeOf(answer) ?? outcomeOf(await client.pipeline(project, id));
  if (outcome !== undefined) return outcome;
  throw new EngineError(`GitLab has not stopped pipeline ${id} of ${project}`, { sure: false, again: true });
}

function outcomeOf({ status }: Pipeline): "stopped" | "ended" | undefined {
  if (status === "canceled" || status === "canceling") return "stopped";
  return isOver(status) ? "ended" : undefined;
}
