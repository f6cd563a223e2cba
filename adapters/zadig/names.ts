/**
 * How plans name workflows, `project/workflow`, and how gonogo names runs: `project/workflow/7`, and `project/workflow/7/2`
 * for the second time that the same task runs.
 */
import { EngineError } from "../../src/flow/engine.ts";

export interface WorkflowName {
  readonly project: string;
  readonly key: string;
}

export interface RunRef extends WorkflowName {
  readonly task: number;
  /** 1 for the task's first run. */
  readonly attempt: number;
}

const KEY = /^[A-Za-z0-9][\w.-]{0,127}$/;
const REF = /^([^/]+)\/([^/]+)\/([1-9]\d{0,14})(?:\/([1-9]\d{0,3}))?$/;

/** Whether it can be the key of a project or a workflow, and thus stand in an address. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

export function parseWorkflow(written: string): WorkflowName | undefined {
  const [project = "", key = "", more] = written.split("/");
  return more === undefined && isKey(project) && isKey(key) ? { project, key } : undefined;
}

export function workflowNamed({ project, key }: WorkflowName): string {
  return `${project}/${key}`;
}

export function refOf({ project, key, task, attempt }: RunRef): string {
  return `${project}/${key}/${task}${attempt > 1 ? `/${attempt}` : ""}`;
}

/** The parts of a ref. Throws an EngineError for what is no ref. */
export function parseRef(ref: string): RunRef {
  const [, project = "", key = "", task, attempt = "1"] = REF.exec(ref) ?? [];
  if (!isKey(project) || !isKey(key)) {
    throw new EngineError("this is not the name of a run of Zadig", { sure: true, again: false });
  }
  return { project, key, task: Number(task), attempt: Number(attempt) };
}
