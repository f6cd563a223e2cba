/**
 * Reading tasks, and writing whose they are into their remarks.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { Task } from "./answers.ts";
import { taskSchema } from "./answers.ts";
import type { ZadigClient } from "./client.ts";
import { doneSchema } from "./client.ts";
import type { RunRef, WorkflowName } from "./names.ts";

export const TASK_PATH = "openapi/workflows/custom/task";

/** Reads a task; undefined when Zadig has none of that number. */
export async function readTask(client: ZadigClient, { project, key, task }: TaskName): Promise<Task | undefined> {
  const read = await client.get(TASK_PATH, { taskId: task, workflowKey: key }, taskSchema);
  if (read && (read.task_id !== task || read.workflow_key !== key || read.project_key !== project)) {
    throw new EngineError(`Zadig gave another task for ${project}/${key}/${task}`, { sure: true, again: false });
  }
  return read;
}

/** Reads the task of a run, which must be there. */
export async function knownTask(client: ZadigClient, ref: RunRef): Promise<Task> {
  const task = await readTask(client, ref);
  if (!task) throw new EngineError("Zadig no longer has the task of this run", { sure: true, again: false });
  return task;
}

/** Replaces a task's remark. Its errors are sure: a remark starts nothing. */
export async function writeRemark(client: ZadigClient, { key, task }: TaskName, remark: string): Promise<void> {
  try {
    await client.act("PUT", `openapi/workflows/custom/${key}/task/${task}`, {}, { remark }, doneSchema);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw harmless(error);
  }
}

export interface TaskName extends WorkflowName {
  readonly task: number;
}

function harmless(error: EngineError): EngineError {
  return new EngineError(error.message, { sure: true, again: error.again, retryAfter: error.retryAfter }, error);
}
