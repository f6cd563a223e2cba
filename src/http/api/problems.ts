/**
 * What can be wrong with a request before the domain has seen it.
 */
import { problemResponse } from "../problem.ts";

const PROBLEMS = {
  "invalid-query": [400, "The query is not understood"],
  "bad-json": [400, "The body is not JSON"],
  "bad-text": [400, "The body is not UTF-8"],
  "bad-idempotency-key": [400, "The Idempotency-Key is not usable"],
  "token-needed": [401, "A token is needed"],
  "unknown-token": [401, "The token is not known"],
  "no-right": [403, "The token does not have the right for this"],
  "not-found": [404, "There is nothing at this address"],
  "no-tracker": [404, "Nothing is connected that requirements could be found in"],
  "no-board": [404, "There is no such board"],
  "wrong-method": [405, "This address does not take this method"],
  "changed-meanwhile": [412, "The plan has changed meanwhile"],
  "too-large": [413, "The body is too large"],
  "wrong-type": [415, "The body is of a type that is not understood here"],
  "no-file": [422, "The form has no file"],
  "bad-file": [422, "The file is not taken"],
  "damaged-file": [500, "The file is no longer what was given"],
  "invalid-command": [422, "The command is not understood"],
  "invalid-plan": [422, "The plan is not understood"],
  "invalid-freeze": [422, "The freeze is not understood"],
  "invalid-recurring": [422, "The recurring plan is not understood"],
  "nothing-said": [422, "The message says nothing"],
  "manager-needed": [422, "The plan needs a manager"],
  "key-reused": [422, "The Idempotency-Key was used for something else"],
  "tracker-silent": [503, "The tracker can't be asked now"],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES: readonly string[] = Object.keys(PROBLEMS);

/** One thing that is wrong in what was sent, and where. */
export interface FieldProblem {
  /** `changes[0].item.name`; the whole of it is the empty path. */
  readonly path: string;
  readonly code: string;
  readonly detail?: string | undefined;
}

interface More {
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldProblem[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function apiProblem(code: ProblemCode, { detail, errors, headers }: More = {}): Response {
  const [status, title] = PROBLEMS[code];
  return problemResponse({ status, code, title, detail, errors }, headers);
}
