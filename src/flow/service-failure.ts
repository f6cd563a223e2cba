/**
 * Errors of requests to a service that is spoken to by method and path: named in its own words, without a credential.
 */
import type { EngineErrorDetails } from "./engine.ts";
import { EngineError } from "./engine.ts";
import { unansweredBy } from "./remote-failure.ts";

/** What a request is about, in the words of the protocol: people are told it together with what went wrong. */
export interface Errand {
  readonly method: string;
  readonly path: string;
}

/** An answer that is none of the expected ones. */
export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** The service answered, and not as was asked for. */
export class RefusedError extends EngineError {
  readonly status: number;
  /** The service's own words; empty where it says none. */
  readonly words: string;
  constructor(message: string, { status, words }: { status: number; words: string }, details: EngineErrorDetails) {
    super(message, details);
    this.status = status;
    this.words = words;
  }
}

/** What went wrong at the service of that name. */
export interface Failures {
  /** The error of an answer that is none of the expected ones. Redirects are not followed: nothing was done at them. */
  refused(errand: Errand, status: number, words: string, details: EngineErrorDetails): RefusedError;
  /** The error of a request without an answer. */
  unanswered(errand: Errand, cause: unknown): EngineError;
  /** The error of an answer that the service does not give. */
  strange(errand: Errand, what: string, cause?: unknown): EngineError;
}

/** `acts` says which requests may have done something where no answer came: all that do not read, unless told otherwise. */
export function failuresOf(service: string, acts = isActing): Failures {
  return {
    refused: ({ method, path }, status, words, details) =>
      new RefusedError(
        `${service} answered ${status} to ${method} ${path}${words && `: ${words}`}`,
        { status, words },
        details,
      ),
    unanswered: (errand, cause) => {
      const { code, unreached } = unansweredBy(cause);
      const { method, path } = errand;
      const what = unreached ? `${service} can't be reached` : `no answer from ${service} to ${method} ${path}`;
      const details = { sure: unreached || !acts(errand), again: true };
      return new EngineError(`${what}${code === undefined ? "" : ` (${code})`}`, details, cause);
    },
    strange: (errand, what, cause) => {
      const message = `${service} gave a strange answer to ${errand.method} ${errand.path}: ${what}`;
      return new EngineError(message, { sure: !acts(errand), again: true }, cause);
    },
  };
}

/** Whether a request may change something. */
export function isActing({ method }: Errand): boolean {
  return method !== "GET";
}

/** The error of a request that was not even made, and would not help if it were repeated. */
export function notStarted(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}

const LONGEST_WORDS = 300;

/** A service's words as one line that people are shown. */
export function inOneLine(words: string): string {
  return words
    .replaceAll(/[\s\p{Cc}\p{Cs}]+/gu, " ")
    .trim()
    .slice(0, LONGEST_WORDS);
}

/** JSON, or undefined for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
