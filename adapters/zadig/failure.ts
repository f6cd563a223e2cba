/**
 * What is known after a request to Zadig that did not work, told without ever repeating the token.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import { statusDetails, unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Instant } from "../../src/plan/content.ts";

export interface Errand {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

const LONGEST_WORDS = 300;
const NOTHING_THERE = /no documents in result|not found|not exist/i;

const wordsSchema = z.object({ message: z.string().catch(""), description: z.string().catch("") });

/** What Zadig says in an error: its message, and its description where it has one. */
export function wordsOf({ text }: Answer): string {
  const read = wordsSchema.safeParse(parseJson(text));
  const words = read.success ? [read.data.message, read.data.description].filter(Boolean).join(": ") : "";
  return words
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, " ")
    .trim()
    .slice(0, LONGEST_WORDS);
}

/** Whether it says that there is no such thing; Zadig has no status of its own for that. */
export function saysNothingThere(answer: Answer): boolean {
  return answer.status === 404 || ([400, 500].includes(answer.status) && NOTHING_THERE.test(wordsOf(answer)));
}

/** The error of an answer that is none of the expected ones. */
export function refused({ method, path }: Errand, answer: Answer, now: () => Instant): EngineError {
  const { status } = answer;
  const words = wordsOf(answer);
  const details = statusDetails(status, method !== "GET", retryAfterOf(answer.retryAfter, now()));
  return new EngineError(`Zadig answered ${status} to ${method} ${path}${words === "" ? "" : `: ${words}`}`, details);
}

/** The error of a request without an answer. */
export function unanswered({ method, path }: Errand, cause: unknown): EngineError {
  const { code, unreached } = unansweredBy(cause);
  const what = unreached ? "Zadig can't be reached" : `no answer from Zadig to ${method} ${path}`;
  const why = code === undefined ? "" : ` (${code})`;
  return new EngineError(`${what}${why}`, { sure: method === "GET" || unreached, again: true }, cause);
}

/** The error of an answer that Zadig does not give. */
export function strange({ method, path }: Errand, what: string): EngineError {
  const message = `Zadig gave a strange answer to ${method} ${path}: ${what}`;
  return new EngineError(message, { sure: method === "GET", again: true });
}

/** JSON, or undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
