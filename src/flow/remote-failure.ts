/**
 * What is known after a request to an engine that did not work: whether something may have been done, and whether to try again.
 */
import type { EngineErrorDetails } from "./engine.ts";

/** Codes of connections that were never made, of Node, of undici, and of the guard of addresses. */
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
const CODE = /^[\w-]{1,60}$/;
const MOST_CAUSES = 5;

export interface Unanswered {
  /** What says best why there is no answer; never an address, which may hold a secret. */
  readonly code: string | undefined;
  /** True when there was no connection, so that nothing can have been done. */
  readonly unreached: boolean;
}

/** Reads an error of a request without an answer, and its causes. */
export function unansweredBy(cause: unknown): Unanswered {
  const codes = codesOf(cause);
  const unreached = codes.find((code) => UNREACHED.has(code));
  return { code: unreached ?? codes[0], unreached: unreached !== undefined };
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

/** What a status other than the expected one means: a server's error may have come after the deed, all else before it. */
export function statusDetails(status: number, acting: boolean, retryAfter: number | undefined): EngineErrorDetails {
  const lost = status >= 500;
  return { sure: !(acting && lost), again: lost || status === 429 || status === 408 || status === 425, retryAfter };
}
