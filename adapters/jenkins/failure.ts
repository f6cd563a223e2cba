/**
 * What is known after a request to Jenkins that did not work, told without ever repeating a credential.
 */

import { EngineError } from "../../src/flow/engine.ts";
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

/** Errors of a connection that was never made: nothing can have been done. */
const UNREACHED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);
const PERMISSION = /^[\w.$]{1,100}$/;
/** Longer than any proxy asks to be left alone: what is more is a mistake. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused({ method, path }: Errand, { status, header }: Refusal, now: () => Instant): EngineError {
  const permission = header("x-required-permission");
  const needs = permission !== undefined && PERMISSION.test(permission) ? `, which needs ${permission}` : "";
  const lost = status >= 500;
  return new EngineError(`Jenkins answered ${status} to ${method} ${path}${needs}`, {
    sure: method === "GET" || !lost,
    again: lost || status === 429 || status === 408,
    retryAfter: waitOf(header("retry-after"), now),
  });
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const code = codeOf(cause);
  const unreached = code !== undefined && UNREACHED.has(code);
  const why = code === undefined ? "" : ` (${code})`;
  const what = unreached ? "Jenkins can't be reached" : `no answer from Jenkins to ${method} ${path}`;
  return new EngineError(`${what}${why}`, { sure: method === "GET" || unreached, again: true }, cause);
}

/** The error of an answer that Jenkins does not give. */
export function strange({ method, path }: Errand, what: string, cause?: unknown): EngineError {
  const message = `Jenkins gave a strange answer to ${method} ${path}: ${what}`;
  return new EngineError(message, { sure: method === "GET", again: true }, cause);
}

/** The milliseconds of a Retry-After header (RFC 9110, section 10.2.3): seconds or a date. */
export function waitOf(header: string | undefined, now: () => Instant): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.name === "TimeoutError") return "timed out";
  return codeOf(error.cause);
}
