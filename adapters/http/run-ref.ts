/**
 * How gonogo names a run: by the workflow and the service's own name of it, `deploy/run-17`.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { HttpSection, HttpWorkflow } from "./settings.ts";

const NAME = /^[^\p{Cc}]{1,300}$/u;

/** The ref for what an expression found as the service's name of a run; undefined when it found none. */
export function refOf(workflow: HttpWorkflow, found: unknown): string | undefined {
  const name = typeof found === "number" ? String(found) : found;
  if (typeof name !== "string" || !NAME.test(name)) return undefined;
  return `${workflow.name}/${encodeURIComponent(name.toWellFormed())}`;
}

/** The workflow and the service's name of the run. Throws an EngineError for what is no ref. */
export function parseRef(
  section: HttpSection,
  ref: string,
): { readonly workflow: HttpWorkflow; readonly name: string } {
  const [, first = "", second = ""] = /^([^/]+)\/([^/]+)$/.exec(ref) ?? [];
  const workflow = workflowNamed(section, first);
  const name = decoded(second);
  if (workflow && name !== undefined && refOf(workflow, name) === ref) return { workflow, name };
  throw new EngineError("this is not the name of a run that gonogo.yaml declares", { sure: true, again: false });
}

export function workflowNamed({ workflows }: HttpSection, name: string): HttpWorkflow | undefined {
  return Object.hasOwn(workflows, name) ? workflows[name] : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
