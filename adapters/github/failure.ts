/**
 * What is known after a request to GitHub that did not work, told without ever repeating a credential.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import { statusDetails, unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Instant } from "../../src/plan/content.ts";

/** What a request is about, in the words of the protocol: people are told it together with what went wrong. */
export interface Errand {
  readonly method: string;
  readonly path: string;
}

export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** GitHub answered, and not as was asked for. */
export class RefusedError extends EngineError {
  readonly status: number;
  /** GitHub's own words. */
  readonly words: string;
  constructor(message: string, refusal: { readonly status: number; readonly words: string }, details: Details) {
    super(message, details);
    this.status = refusal.status;
    this.words = refusal.words;
  }
}
type Details = ConstructorParameters<typeof EngineError>[1];

const LONGEST_WORDS = 300;
/** What GitHub asks for when it limits and does not say for how long. */
const LIMITED_MS = 60_000;

/** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
export function refused({ method, path }: Errand, refusal: Refusal, now: () => Instant): RefusedError {
  const { status } = refusal;
  const words = wordsOf(refusal.text);
  const wait = waitOf(refusal, words, now());
  // A limit is told as 403 as well as as 429.
  const details = statusDetails(wait === undefined ? status : 429, method !== "GET", wait ?? undefined);
  const told = status >= 500 ? statusDetails(status, method !== "GET", wait) : details;
  return new RefusedError(
    `GitHub answered ${status} to ${method} ${path}${words && `: ${words}`}`,
    { status, words },
    told,
  );
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const { code, unreached } = unansweredBy(cause);
  const what = unreached ? "GitHub can't be reached" : `no answer from GitHub to ${method} ${path}`;
  const details = { sure: method === "GET" || unreached, again: true };
  return new EngineError(`${what}${code === undefined ? "" : ` (${code})`}`, details, cause);
}

/** The error of an answer that GitHub does not give. */
export function strange({ method, path }: Errand, what: string, cause?: unknown): EngineError {
  const message = `GitHub gave a strange answer to ${method} ${path}: ${what}`;
  return new EngineError(message, { sure: method === "GET", again: true }, cause);
}

/** The error of a request that was not even made, and would not help if it were repeated. */
export function notStarted(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}

const wordsSchema = z.object({
  message: z.string(),
  errors: z
    .union([
      z.string().transform((error) => [error]),
      z.array(z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)])),
    ])
    .default([])
    .catch([]),
});

function wordsOf(text: string): string {
  const parsed = wordsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return "";
  const { message, errors } = parsed.data;
  return [message, ...errors].join("; ").replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_WORDS);
}

/**
 * Milliseconds; undefined where no limit is the reason. As GitHub documents its rate limits: `Retry-After` first; with
 * `x-ratelimit-remaining: 0` until `x-ratelimit-reset` (seconds since 1970); a minute at a secondary limit otherwise.
 */
function waitOf({ status, header }: Refusal, words: string, now: Instant): number | undefined {
  const after = retryAfterOf(header("retry-after"), now);
  if (after !== undefined || (status !== 403 && status !== 429)) return after;
  const reset = header("x-ratelimit-remaining")?.trim() === "0" ? header("x-ratelimit-reset")?.trim() : undefined;
  if (reset !== undefined && /^\d{1,12}$/.test(reset)) {
    return retryAfterOf(String(Math.max(0, Math.ceil(Number(reset) - now / 1_000))), now);
  }
  return status === 429 || /secondary rate limit|abuse detection|rate limit exceeded/i.test(words)
    ? LIMITED_MS
    : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
