/**
 * What is known after a request to a service that did not work. Neither addresses nor bodies are told: they hold secrets.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Answer } from "./request.ts";

/** What a request is for, in words: `the start of deploy`. Acting requests may have done something. */
export interface Errand {
  readonly what: string;
  readonly acting: boolean;
  readonly retryable: readonly number[];
}

/** Codes of connections that were never made, of Node, undici, and of functions that guard addresses. */
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
  "dns",
  "tls",
  "forbidden-address",
]);
/** No later attempt would do better. */
const HOPELESS = new Set(["forbidden-address"]);
const CODE = /^[\w-]{1,60}$/;
const MOST_CAUSES = 5;
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The error of an answer that is none of the expected ones. */
export function refused(
  { what, acting, retryable }: Errand,
  { status, headers }: Answer,
  now: () => Instant,
): EngineError {
  const nothingDone = retryable.includes(status);
  const lost = status >= 500;
  const hint = status >= 300 && status < 400 ? ", and redirects are not followed" : "";
  return new EngineError(`the service answered ${status} to ${what}${hint}`, {
    sure: !acting || nothingDone || !lost,
    again: nothingDone || lost || status === 429 || status === 408 || status === 425,
    retryAfter: waitOf(headers["retry-after"], now),
  });
}

/** The error of a request without an answer. */
export function unanswered({ what, acting }: Errand, cause: unknown): EngineError {
  const codes = codesOf(cause);
  const unreached = codes.find((code) => UNREACHED.has(code));
  const code = unreached ?? codes[0];
  const said =
    unreached === undefined ? `no answer from the service to ${what}` : `the service can't be reached for ${what}`;
  return new EngineError(
    code === undefined ? said : `${said} (${code})`,
    { sure: !acting || unreached !== undefined, again: unreached === undefined || !HOPELESS.has(unreached) },
    cause,
  );
}

/** The error of an answer that can't be understood. */
export function strange({ what, acting }: Errand, why: string, cause?: unknown): EngineError {
  return new EngineError(`a strange answer to ${what}: ${why}`, { sure: !acting, again: true }, cause);
}

/** The milliseconds of a Retry-After header (RFC 9110, section 10.2.3): seconds or a date. */
export function waitOf(header: string | undefined, now: () => Instant): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : undefined;
}

/** The codes of an error and its causes, outermost first. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  let inner = error;
  for (let depth = 0; depth < MOST_CAUSES && inner instanceof Error; depth++) {
    if ("code" in inner && typeof inner.code === "string" && CODE.test(inner.code)) codes.push(inner.code);
    else if (inner.name === "TimeoutError") codes.push("timeout");
    inner = inner instanceof AggregateError ? inner.errors[0] : inner.cause;
  }
  return codes;
}
