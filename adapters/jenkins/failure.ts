/**
 * What is known after a request to Jenkins that did not work, told without ever repeating a credential.
 */
import { EngineError } from "../../src/flow/engine.ts";
import { statusDetails, unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Instant } from "../../src/plan/content.ts";

/** What a request is about, in a word of the protocol: it is told to people together with what went wrong. */
export interface Errand {
  readonly method: "GET" | "POST";
  readonly path: string;
}

export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
}

const PERMISSION = /^[\w.$]{1,100}$/;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused({ method, path }: Errand, { status, header }: Refusal, now: () => Instant): EngineError {
  const permission = header("x-required-permission");
  const needs = permission !== undefined && PERMISSION.test(permission) ? `, which needs ${permission}` : "";
  const details = statusDetails(status, method !== "GET", retryAfterOf(header("retry-after"), now()));
  return new EngineError(`Jenkins answered ${status} to ${method} ${path}${needs}`, details);
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const { code, unreached } = unansweredBy(cause);
  const why = code === undefined ? "" : ` (${code})`;
  const what = unreached ? "Jenkins can't be reached" : `no answer from Jenkins to ${method} ${path}`;
  return new EngineError(`${what}${why}`, { sure: method === "GET" || unreached, again: true }, cause);
}

/** The error of an answer that Jenkins does not give. */
export function strange({ method, path }: Errand, what: string, cause?: unknown): EngineError {
  const message = `Jenkins gave a strange answer to ${method} ${path}: ${what}`;
  return new EngineError(message, { sure: method === "GET", again: true }, cause);
}
