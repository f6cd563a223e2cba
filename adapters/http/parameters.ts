/**
 * Parameters of a workflow as settings declare them, in the way that commands declare theirs.
 */
import { z } from "zod";
import type { ParameterValue } from "../../src/plan/content.ts";
import type { Parameter } from "../../src/plan/workflow.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";

const value = z.union([z.string().max(10_000), z.number(), z.boolean()]);

export const parameterSchema = z.strictObject({
  type: z.enum(["string", "number", "boolean"]).default("string"),
  required: z.boolean().default(false),
  choices: z.array(value).min(1).max(100).optional(),
  default: value.optional(),
  pattern: z.string().max(1_000).optional(),
  label: z.string().trim().min(1).max(200).optional(),
  secret: z.boolean().optional(),
});
type WrittenParameter = z.output<typeof parameterSchema>;

export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_-]{0,99}$/u;
const TAKEN = ["key", "ref", "plan", "item"];

export function parameterOf(name: string, written: WrittenParameter): Parameter {
  return { name, ...written };
}

/** What is wrong with a declared parameter; paths begin at it. */
export function parameterProblems(name: string, written: WrittenParameter): readonly Problem[] {
  if (!NAME.test(name)) return [{ path: [], message: "a name has letters, digits, `_` and `-` only, 100 at most" }];
  if (TAKEN.includes(name)) return [{ path: [], message: `{${name}} means something else; take another name` }];
  if (written.pattern !== undefined && !isPattern(written.pattern)) {
    return [{ path: ["pattern"], message: "not a regular expression (read with the u flag)" }];
  }
  const problems: Problem[] = [];
  if (written.secret && written.default !== undefined) {
    problems.push({ path: ["default"], message: "a secret in plain sight; a secret parameter has no default" });
  }
  for (const [index, choice] of (written.choices ?? []).entries()) {
    const said = complaint({ ...written, choices: undefined }, choice);
    if (said !== undefined) problems.push({ path: ["choices", index], message: `this choice ${said}` });
  }
  const said = written.default === undefined ? undefined : complaint(written, written.default);
  if (said !== undefined) problems.push({ path: ["default"], message: `the default ${said}` });
  return problems;
}

function complaint(written: WrittenParameter, given: ParameterValue): string | undefined {
  const problem = parameterProblem({ parameters: [parameterOf("it", written)] }, { it: given });
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
