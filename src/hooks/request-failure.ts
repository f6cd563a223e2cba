/**
 * What the errors of sockets, TLS and undici mean to whoever made the request.
 */
import type { RequestProblemCode } from "./request-problem.ts";

export interface Failure {
  readonly code: RequestProblemCode;
  /** Names the host and the code of the error, and nothing of the request. */
  readonly message: string;
}

/** Ends a request from within, with its code. */
export class RequestFailure extends Error implements Failure {
  override readonly name = "RequestFailure";
  readonly code: RequestProblemCode;
  constructor(code: RequestProblemCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const CODES: readonly (readonly [RegExp, RequestProblemCode])[] = [
  [/^(?:UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/u, "timeout"],
  [/^UND_ERR_HEADERS_OVERFLOW$/u, "too-large"],
  [/^UND_ERR_(?:ABORTED|CLOSED|DESTROYED)$/u, "aborted"],
  // OpenSSL's own names of what is wrong with a certificate have no prefix in common.
  [/^(?:ERR_TLS_|ERR_SSL_|EPROTO|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/u, "tls"],
  [/^(?:ENOTFOUND|EAI_)/u, "dns"],
];

/** Reads any error that ended a request to `host`. */
export function failureOf(error: unknown, host: string): Failure {
  if (error instanceof RequestFailure) return { code: error.code, message: error.message };
  const inner = innerError(error);
  if (inner instanceof RequestFailure) return { code: inner.code, message: inner.message };
  const name = codeOf(inner) ?? codeOf(error) ?? "unknown error";
  const code = CODES.find(([pattern]) => pattern.test(name))?.[1] ?? "connect";
  return { code, message: `${host}: ${name}` };
}

/** When several addresses of one host were tried in vain, the first error stands for all. */
function innerError(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
