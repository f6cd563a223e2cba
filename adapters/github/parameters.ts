/**
 * What may be chosen for a workflow: the inputs that it declares, and whether a run shows the key that it is found by.
 */
import type { ParameterValue } from "../../src/plan/content.ts";
import type { Parameter } from "../../src/plan/workflow.ts";
import type { Configuration, Input } from "./configuration.ts";

/** The input that carries a run's key. */
export const RUN_KEY = "gonogo_run";
/** `inputs.gonogo_run`, `github.event.inputs.gonogo_run` or `inputs['gonogo_run']` within an expression. */
const SHOWN = new RegExp(`\\$\\{\\{[^}]*\\binputs(?:\\.|\\[')${RUN_KEY}\\b[^}]*\\}\\}`, "i");
const LONGEST_LABEL = 200;

/** In the order in which they are declared. `environments` are the repository's, where an input asks for one. */
export function parametersOf(
  inputs: Readonly<Record<string, Input>>,
  environments: readonly string[] | undefined,
): readonly Parameter[] {
  return Object.entries(inputs)
    .filter(([name]) => name !== RUN_KEY)
    .map(([name, input]) => parameterOf(name, input, environments));
}

/** Whether a workflow takes the key. */
export function holdsKey({ inputs }: Pick<Configuration, "inputs">): boolean {
  return inputs !== undefined && Object.hasOwn(inputs, RUN_KEY);
}

/** Whether its runs are called by the key, so that they can be found by it. */
export function showsKey(configuration: Pick<Configuration, "inputs" | "runName">): boolean {
  return holdsKey(configuration) && SHOWN.test(configuration.runName);
}

/** Values as GitHub takes them: texts, whatever their type. */
export function inputsFor(
  configuration: Pick<Configuration, "inputs">,
  given: Readonly<Record<string, ParameterValue>>,
  key: string,
): Readonly<Record<string, string>> {
  const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  return holdsKey(configuration) ? { ...values, [RUN_KEY]: key } : values;
}

function parameterOf(name: string, input: Input, environments: readonly string[] | undefined): Parameter {
  const type = input.type === "number" || input.type === "boolean" ? input.type : "string";
  const fallback = "default" in input ? scalarOf(type, input.default) : undefined;
  const choices = choicesOf(input, environments);
  const label = "description" in input ? labelOf(input.description) : undefined;
  // An input that may be left out is empty then, whatever its type.
  return { name, type, required: input.required && fallback === undefined, choices, default: fallback, label };
}

function choicesOf(input: Input, environments: readonly string[] | undefined): readonly string[] | undefined {
  const choices = input.type === "environment" ? environments : "options" in input ? input.options : undefined;
  return choices?.length && (input.type === "choice" || input.type === "environment") ? choices : undefined;
}

function scalarOf(type: Parameter["type"], value: ParameterValue | undefined): ParameterValue | undefined {
  if (value === undefined || type === "string") return value === undefined ? undefined : String(value);
  if (type === "number") return value !== "" && Number.isFinite(Number(value)) ? Number(value) : undefined;
  return typeof value === "boolean" ? value : { true: true, false: false }[String(value)];
}

function labelOf(description: string | undefined): string | undefined {
  const label = description?.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_LABEL);
  return label || undefined;
}
