/**
 * What is known after a request to a service that did not work. Neither addresses nor bodies are told: they hold secrets.
 */
import { EngineError } from "../../src/flow/engine.ts";
import { statusDetails, unansweredBy } from "../../src/flow/remote-failure.ts";
import { retryAfterOf } from "../../src/flow/retry-after.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Answer } from "./request.ts";

/** What a request is for, in words: `the start of deploy`. Acting requests may have done something. */
export interface Errand {
  readonly what: string;
  readonly acting: boolean;
  readonly retryable: readonly number[];
}

/** No later attempt would do better. */
const HOPELESS = new Set(["forbidden-address"]);

/** The error of an answer that is none of the expected ones. */
export function refused(
  { what, acting, retryable }: Errand,
  { status, headers }: Answer,
  now: () => Instant,
): EngineError {
  const nothingDone = retryable.includes(status);
  const details = statusDetails(status, acting, retryAfterOf(headers["retry-after"], now()));
  const hint = status >= 300 && status < 400 ? ", and redirects are not followed" : "";
  return new EngineError(`the service answered ${status} to ${what}${hint}`, {
    ...details,
    sure: details.sure || nothingDone,
    again: details.again || nothingDone,
  });
}

/** The error of a request without an answer. */
export function unanswered({ what, acting }: Errand, cause: unknown): EngineError {
  const { code, unreached } = unansweredBy(cause);
  const said = unreached ? `the service can't be reached for ${what}` : `no answer from the service to ${what}`;
  return new EngineError(
    code === undefined ? said : `${said} (${code})`,
    { sure: !acting || unreached, again: code === undefined || !HOPELESS.has(code) },
    cause,
  );
}

/** The error of an answer that can't be understood. */
export function strange({ what, acting }: Errand, why: string, cause?: unknown): EngineError {
  return new EngineError(`a strange answer to ${what}: ${why}`, { sure: !acting, again: true }, cause);
}
