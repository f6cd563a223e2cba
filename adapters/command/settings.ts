/**
 * The `commands` section of the settings: which local commands a plan may run, and with what.
 *
 * The program itself is fixed; parameters fill places in its arguments. A value that begins an argument may not begin
 * with `-`, or it could become an option. Settings allow it by listing the value in `choices`, or by a `pattern` that
 * itself begins with `-`.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { EngineWorkflow, Json } from "../../src/flow/engine.ts";
import type { ParameterValue } from "../../src/plan/content.ts";
import type { Parameter } from "../../src/plan/workflow.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import { millisecondsOf } from "../../src/settings/duration.ts";
import type { Argument } from "./argument.ts";
import { openingParameter, parseArgument, placesOf } from "./argument.ts";

/** Long enough for a build, short enough that a hanging one is noticed the same evening. */
const DEFAULT_TIMEOUT = "15m";
const LONGEST_MS = 24 * 3_600_000;
const SHORTEST_MS = 1_000;

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,99}$/u;
const VARIABLE = /^[A-Za-z_]\w*$/;
const NO_CONTROL = "[^\\p{Cc}]*";
const ALLOWS_DASH = /^\^?\\?-/;

const text = z
  .string()
  .max(10_000)
  .refine((value) => !value.includes("\0"), "a NUL character can't be passed on");
const value = z.union([text, z.number(), z.boolean()]);

const parameterSchema = z.strictObject({
  type: z.enum(["string", "number", "boolean"]).default("string"),
  required: z.boolean().default(false),
  choices: z.array(value).min(1).max(100).optional(),
  default: value.optional(),
  pattern: z.string().max(1_000).optional(),
  label: z.string().trim().min(1).max(200).optional(),
});
type WrittenParameter = z.infer<typeof parameterSchema>;

const commandSchema = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  run: z.array(text).min(1, "the program to run is missing").max(200),
  folder: text.default("."),
  env: z.record(z.string(), value).default({}),
  timeout: z.string().default(DEFAULT_TIMEOUT),
  parameters: z.record(z.string(), parameterSchema).default({}),
});
type WrittenCommand = z.infer<typeof commandSchema>;

export interface Command {
  readonly description: EngineWorkflow;
  readonly program: string;
  readonly arguments: readonly Argument[];
  /** The working folder, as written: relative to the folder of the settings. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeout: { readonly written: string; readonly milliseconds: number };
}
/** The allowed commands by the name that plans use. */
export type Commands = Readonly<Record<string, Command>>;

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Reads the `commands` section into its parsed form, naming every mistake with its place. */
export const commandsSchema = z.record(z.string(), commandSchema).transform((written, context): Commands => {
  const commands: Record<string, Command> = {};
  for (const [workflow, command] of Object.entries(written)) {
    const read = readCommand(workflow, command);
    commands[workflow] = read.command;
    for (const { path, message } of read.problems) {
      context.addIssue({ code: "custom", path: [workflow, ...path], message, input: written });
    }
  }
  return commands;
});

function readCommand(workflow: string, written: WrittenCommand): { command: Command; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parsed = written.run.map((argument, index) => {
    const parts = parseArgument(argument);
    if (!parts)
      problems.push({ path: ["run", index], message: "a brace has no partner; write {{ or }} for a brace itself" });
    return parts ?? [{ text: argument }];
  });
  const milliseconds = millisecondsOf(written.timeout);
  problems.push(...nameProblems(workflow, written), ...runProblems(parsed, written), ...timeoutProblems(milliseconds));
  const opening = new Set(parsed.map(openingParameter));
  const parameters = Object.entries(written.parameters).map(([parameter, said]) => {
    problems.push(...parameterProblems(parameter, said, opening.has(parameter)));
    return describeParameter(parameter, said, opening.has(parameter));
  });
  const command: Command = {
    description: { workflow, title: written.title ?? workflow, parameters, definition: definitionOf(written) },
    program: written.run[0] ?? "",
    arguments: parsed.slice(1),
    folder: written.folder,
    env: Object.fromEntries(Object.entries(written.env).map(([key, said]) => [key, String(said)])),
    timeout: { written: written.timeout.trim(), milliseconds: milliseconds ?? LONGEST_MS },
  };
  return { command, problems };
}

/** What a run is made of. Variables may hold secrets, so that only whether they change can be told. */
function definitionOf({ run, folder, env, timeout, parameters }: WrittenCommand): Json {
  const named = Object.entries(env).map(([name, said]) => {
    return [name, createHash("sha256").update(String(said)).digest("hex").slice(0, 16)];
  });
  return { run, folder, env: Object.fromEntries(named), timeout, parameters };
}

function nameProblems(workflow: string, { parameters, env }: WrittenCommand): readonly Problem[] {
  const message = "a name has letters, digits, `_`, `.` and `-` only, 100 at most";
  const problems: Problem[] = NAME.test(workflow) ? [] : [{ path: [], message }];
  for (const name of Object.keys(parameters).filter((each) => !NAME.test(each))) {
    problems.push({ path: ["parameters", name], message });
  }
  for (const name of Object.keys(env).filter((each) => !VARIABLE.test(each))) {
    problems.push({ path: ["env", name], message: "not a name for a variable" });
  }
  return problems;
}

function runProblems(parsed: readonly Argument[], written: WrittenCommand): readonly Problem[] {
  const known = Object.keys(written.parameters);
  const problems: Problem[] = [];
  if (written.run[0]?.trim() === "") problems.push({ path: ["run", 0], message: "the program to run is missing" });
  for (const [index, argument] of parsed.entries()) {
    const places = placesOf(argument);
    if (index === 0 && places.length > 0) {
      problems.push({ path: ["run", 0], message: "the program itself can't come from a parameter" });
      continue;
    }
    for (const place of places.filter((each) => !known.includes(each))) {
      const hint = known.length === 0 ? "none is declared" : `declared: ${known.join(", ")}`;
      problems.push({
        path: ["run", index],
        message: `{${place}} is not a parameter (${hint}); write {{ }} for braces`,
      });
    }
  }
  const used = new Set(parsed.flatMap(placesOf));
  for (const parameter of known.filter((each) => !used.has(each))) {
    problems.push({ path: ["parameters", parameter], message: `no argument of run has a place for {${parameter}}` });
  }
  return problems;
}

function timeoutProblems(milliseconds: number | undefined): readonly Problem[] {
  if (milliseconds === undefined) return [{ path: ["timeout"], message: 'not a duration; write "90s", "15m" or "2h"' }];
  if (milliseconds < SHORTEST_MS || milliseconds > LONGEST_MS) {
    return [{ path: ["timeout"], message: "a command may run from 1 second to 24 hours" }];
  }
  return [];
}

function parameterProblems(parameter: string, written: WrittenParameter, opens: boolean): readonly Problem[] {
  const at = (...path: readonly (string | number)[]) => ["parameters", parameter, ...path];
  if (written.pattern !== undefined && !isPattern(written.pattern)) {
    return [{ path: at("pattern"), message: "not a regular expression (read with the u flag)" }];
  }
  const problems: Problem[] = [];
  for (const [index, choice] of (written.choices ?? []).entries()) {
    const said = complaint({ ...written, choices: undefined }, parameter, choice, false);
    if (said !== undefined) problems.push({ path: at("choices", index), message: `this choice ${said}` });
  }
  if (written.default !== undefined) {
    const said = complaint(written, parameter, written.default, opens);
    if (said !== undefined) problems.push({ path: at("default"), message: `the default ${said}` });
  }
  return problems;
}

function complaint(
  written: WrittenParameter,
  parameter: string,
  given: ParameterValue,
  opens: boolean,
): string | undefined {
  if (hasControl(given)) return "has control characters, which can't be passed on";
  const parameters = [describeParameter(parameter, written, opens)];
  const problem = parameterProblem({ parameters }, { [parameter]: given });
  switch (problem?.problem) {
    case undefined:
    case "unknown":
    case "missing":
      return undefined;
    case "type":
      return `is not a ${problem.wanted}`;
    case "choice":
      return `is not among the choices (${problem.choices.join(", ")})`;
    case "pattern":
      return `does not match ${problem.pattern}`;
  }
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`, "u");
    return true;
  } catch {
    return false;
  }
}

/** Whether a value has characters that no argument may carry: NUL, line ends, escapes. */
export function hasControl(given: ParameterValue): boolean {
  return typeof given === "string" && /\p{Cc}/u.test(given);
}

function describeParameter(parameter: string, written: WrittenParameter, opens: boolean): Parameter {
  const { type, required, choices, label } = written;
  return {
    name: parameter,
    type,
    required,
    choices,
    default: written.default,
    pattern: patternOf(written, opens),
    label,
  };
}

/** The pattern that planners are told and held to: the written one, and no option in the place of a value. */
function patternOf({ type, choices, pattern }: WrittenParameter, opens: boolean): string | undefined {
  if (choices) return pattern;
  const guarded = opens && type !== "boolean" && !(pattern !== undefined && ALLOWS_DASH.test(pattern));
  if (guarded) return `(?!-)(?:${pattern ?? NO_CONTROL})`;
  return pattern ?? (type === "string" ? NO_CONTROL : undefined);
}
