/**
 * What a schema found wrong, by path: a field that nobody knows is named where it stands.
 */
import type { z } from "zod";
import { pathText } from "../../chat/plan-file/problem.ts";
import type { FieldProblem } from "./problems.ts";

/** More help nobody. */
const MOST_PROBLEMS = 20;

export function schemaProblems({ issues }: z.ZodError): readonly FieldProblem[] {
  return issues.flatMap(problemsOf).slice(0, MOST_PROBLEMS);
}

function problemsOf(issue: z.core.$ZodIssue): readonly FieldProblem[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  if (issue.code !== "unrecognized_keys") return [{ path: pathText(path), code: "invalid", detail: issue.message }];
  return issue.keys.map((key) => ({
    path: pathText([...path, key.slice(0, 80)]),
    code: "unknown-field",
    detail: "There is no such field",
  }));
}
