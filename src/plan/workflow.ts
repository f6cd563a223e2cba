/**
 * What an engine says of a workflow, and whether parameters given for it fit.
 */
import type { ParameterValue } from "./content.ts";

export interface Parameter {
  readonly name: string;
  readonly type: "string" | "number" | "boolean";
  readonly required: boolean;
  readonly choices?: readonly ParameterValue[] | undefined;
  readonly default?: ParameterValue | undefined;
  /** A regular expression the whole value must match. */
  readonly pattern?: string | undefined;
  readonly label?: string | undefined;
  /** Its value is shown to nobody. */
  readonly secret?: boolean | undefined;
}

export interface WorkflowDescription {
  readonly workflow: string;
  readonly title: string;
  readonly parameters: readonly Parameter[];
  /** The digest of what a run of it is made of: another one means that something else would run. */
  readonly definition: string;
}

export type ParameterProblem =
  | { readonly problem: "unknown"; readonly name: string; readonly known: readonly string[] }
  | { readonly problem: "missing"; readonly name: string }
  | { readonly problem: "type"; readonly name: string; readonly wanted: Parameter["type"] }
  | { readonly problem: "choice"; readonly name: string; readonly choices: readonly ParameterValue[] }
  | { readonly problem: "pattern"; readonly name: string; readonly pattern: string };

/** The first thing wrong with `given`, or undefined when the workflow can take it. */
export function parameterProblem(
  description: Pick<WorkflowDescription, "parameters">,
  given: Readonly<Record<string, ParameterValue>>,
): ParameterProblem | undefined {
  const known = description.parameters.map((parameter) => parameter.name);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) return { problem: "unknown", name: stranger, known };
  for (const parameter of description.parameters) {
    const problem = valueProblem(parameter, Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined);
    if (problem) return problem;
  }
  return undefined;
}

function valueProblem(parameter: Parameter, value: ParameterValue | undefined): ParameterProblem | undefined {
  const { name, type, choices, pattern } = parameter;
  if (value === undefined) {
    return parameter.required && parameter.default === undefined ? { problem: "missing", name } : undefined;
  }
  if (typeof value !== type) return { problem: "type", name, wanted: type };
  if (choices && !choices.includes(value)) return { problem: "choice", name, choices };
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, "u").test(String(value))) {
    return { problem: "pattern", name, pattern };
  }
  return undefined;
}
