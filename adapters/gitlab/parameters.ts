/**
 * What may be chosen for a pipeline: its inputs with their types, and its variables, which are texts.
 */
import type { ParameterValue } from "../../src/plan/content.ts";
import type { Parameter } from "../../src/plan/workflow.ts";
import type { Input, Variable } from "./configuration.ts";

export interface Asked {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly variables: Readonly<Record<string, Variable>>;
}

/** The name of the variable that carries a run's key. */
export const RUN_KEY = "GONOGO_RUN";
const LONGEST_LABEL = 200;
const LONGEST_PATTERN = 500;
/** A repeated group with a repetition in it: GitLab's expressions bear it, ours could take forever. */
const COSTLY = /\((?:[^()\\]|\\.)*[*+}](?:[^()\\]|\\.)*\)[*+{]/;

/** Inputs first, each as the configuration orders them. An input hides a variable of its name. */
export function parametersOf({ inputs, variables }: Asked): readonly Parameter[] {
  const taken = Object.entries(inputs).flatMap(([name, input]) => ofInput(name, input) ?? []);
  const rest = Object.entries(variables).filter(([name]) => !Object.hasOwn(inputs, name) && name !== RUN_KEY);
  return [...taken, ...rest.map(([name, variable]) => ofVariable(name, variable))];
}

/** The inputs that a plan can't give and that have nothing to fall back to: such a pipeline can't be run from a plan. */
export function unmetOf({ inputs }: Asked): readonly string[] {
  return Object.keys(inputs).filter((name) => inputs[name]?.type === "array" && inputs[name].default === undefined);
}

/** The values of a run, as inputs and as variables. */
export function splitValues(
  { inputs }: Asked,
  given: Readonly<Record<string, ParameterValue>>,
): { readonly inputs: Record<string, ParameterValue>; readonly variables: Record<string, string> } {
  const entries = Object.entries(given);
  return {
    inputs: Object.fromEntries(entries.filter(([name]) => Object.hasOwn(inputs, name))),
    variables: Object.fromEntries(
      entries.filter(([name]) => !Object.hasOwn(inputs, name)).map(([name, value]) => [name, String(value)]),
    ),
  };
}

function ofInput(name: string, input: Input): Parameter | undefined {
  const { type } = input;
  if (type === "array") return undefined;
  const rules = "rules" in input && input.rules !== undefined;
  const fallback = scalarOf(type, input.default);
  const options =
    "options" in input && !rules ? input.options?.flatMap((each) => scalarOf(type, each) ?? []) : undefined;
  return {
    name,
    type,
    required: fallback === undefined && !rules,
    choices: options?.length ? options : undefined,
    default: fallback,
    pattern: "regex" in input ? patternOf(input.regex) : undefined,
    label: "description" in input ? labelOf(input.description) : undefined,
  };
}

function ofVariable(name: string, { value, options, description }: Variable): Parameter {
  return { name, type: "string", required: false, choices: options, default: value, label: labelOf(description) };
}

function scalarOf(type: "string" | "number" | "boolean", value: unknown): ParameterValue | undefined {
  if (type === "string") {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
  }
  if (type === "number") return typeof value === "number" ? value : undefined;
  return typeof value === "boolean" ? value : undefined;
}

/**
 * GitLab looks for its expression anywhere in the value, a parameter's pattern matches the whole. What only GitLab
 * understands is left to GitLab.
 */
function patternOf(regex: string | undefined): string | undefined {
  if (regex === undefined || regex.length > LONGEST_PATTERN || COSTLY.test(regex)) return undefined;
  const pattern = `[\\s\\S]*(?:${regex})[\\s\\S]*`;
  try {
    new RegExp(`^(?:${pattern})$`, "u");
    return pattern;
  } catch {
    return undefined;
  }
}

function labelOf(description: string | undefined): string | undefined {
  const label = description?.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_LABEL);
  return label || undefined;
}
