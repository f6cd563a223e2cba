/**
 * Stopping a task.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { ZadigClient } from "./client.ts";
import { doneSchema } from "./client.ts";
import { attemptsOf, isOver } from "./marks.ts";
import type { RunRef } from "./names.ts";
import { knownTask, TASK_PATH } from "./tasks.ts";

/** Asks Zadig to stop it. A task that is over isn't asked for: Zadig would write `cancelled` over how it failed. */
export async function cancelRun(client: ZadigClient, ref: RunRef): Promise<"stopped" | "ended"> {
  const before = await knownTask(client, ref);
  if (isOver(before.status) || ref.attempt < attemptsOf(before)) return "ended";
  try {
    await client.act("DELETE", TASK_PATH, { taskId: ref.task, workflowKey: ref.key }, undefined, doneSchema);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Zadig refuses to cancel what passed meanwhile.
    const now = await knownTask(client, ref);
    if (isOver(now.status)) return now.status === "cancelled" ? "stopped" : "ended";
    throw error;
  }
  const after = await knownTask(client, ref);
  return isOver(after.status) && after.status !== "cancelled" ? "ended" : "stopped";
}
