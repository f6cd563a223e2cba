/**
 * What is known after a request to GitLab that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";

/** What a request is about, in the words of the protocol: people are told it together with what went wrong. */
export interface Errand {
  readonly method: "GET" | "POST";
  readonly path: string;
}

export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** GitLab answered, and not as was asked for. */
export class RefusedError extends EngineError {
  readonly status: number;
  constructor(message: string, status: number, details: ConstructorParameters<typeof EngineError>[1]) {
    super(message, details);
    this.status = status;
  }
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
const LONGEST_WORDS = 300;
/** Longer than GitLab asks to be left alone: what is more is a mistake. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused({ method, path }: Errand, refusal: Refusal, now: () => Instant): RefusedError {
  const { status } = refusal;
  const words = wordsOf(refusal.text);
  const lost = status >= 500;
  return new RefusedError(`GitLab answered ${status} to ${method} ${path}${words && `: ${words}`}`, status, {
    sure: method === "GET" || !lost,
    again: lost || status === 429 || status === 408,
    retryAfter: waitOf(refusal, now),
  });
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const code = codeOf(cause);
  const unreached = code !== undefined && UNREACHED.has(code);
  const what = unreached ? "GitLab can't be reached" : `no answer from GitLab to ${method} ${path}`;
  const details = { sure: method === "GET" || unreached, again: true };
  return new EngineError(`${what}${code === undefined ? "" : ` (${code})`}`, details, cause);
}

/** The error of an answer that GitLab does not give. */
export function strange({ method, path }: Errand, what: string, cause?: unknown): EngineError {
  const message = `GitLab gave a strange answer to ${method} ${path}: ${what}`;
  return new EngineError(message, { sure: method === "GET", again: true }, cause);
}

/** The error of a request that was not even made, and would not help if it were repeated. */
export function notStarted(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}

const wordsSchema = z.union([
  z.object({ message: z.union([z.string(), z.record(z.string(), z.array(z.string()))]) }),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error })),
]);

/** GitLab says why as `message`, by field where it concerns one, or as `error`. */
function wordsOf(text: string): string {
  const parsed = wordsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return "";
  const { message } = parsed.data;
  const words = typeof message === "string" ? message : Object.values(message).flat().join("; ");
  return words.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_WORDS);
}

/** Milliseconds: GitLab says `Retry-After` (seconds, or a date), or `RateLimit-Reset` (seconds since 1970). */
function waitOf({ status, header }: Refusal, now: () => Instant): number | undefined {
  const after = header("retry-after")?.trim();
  if (after !== undefined) return bounded(/^\d+$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - now());
  const reset = status === 429 ? header("ratelimit-reset")?.trim() : undefined;
  return reset !== undefined && /^\d+$/.test(reset) ? bounded(Number(reset) * 1_000 - now()) : undefined;
}

function bounded(wait: number): number | undefined {
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.name === "TimeoutError") return "timed out";
  return codeOf(error.cause);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
