/**
 * What is known after a request to GitLab that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import { statusDetails, unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
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

const LONGEST_WORDS = 300;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused({ method, path }: Errand, refusal: Refusal, now: () => Instant): RefusedError {
  const { status } = refusal;
  const words = wordsOf(refusal.text);
  const details = statusDetails(status, method !== "GET", waitOf(refusal, now()));
  return new RefusedError(`GitLab answered ${status} to ${method} ${path}${words && `: ${words}`}`, status, details);
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const { code, unreached } = unansweredBy(cause);
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
function waitOf({ status, header }: Refusal, now: Instant): number | undefined {
  const after = retryAfterOf(header("retry-after"), now);
  const reset = status === 429 ? header("ratelimit-reset")?.trim() : undefined;
  if (after !== undefined || reset === undefined || !/^\d+$/.test(reset)) return after;
  return retryAfterOf(String(Math.max(0, Math.ceil(Number(reset) - now / 1_000))), now);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
