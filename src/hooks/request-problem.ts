/**
 * Why a request got no answer.
 */

/**
 * - `forbidden-address`: the URL, or what its host name leads to, is not to be requested
 * - `dns`: the host name leads nowhere
 * - `connect`: no connection, or it broke before the answer was whole, or the answer was not HTTP
 * - `timeout`: no whole answer in time
 * - `tls`: the other side could not prove who it is, or speaks no common TLS
 * - `redirect`: redirected too often, from https to http, or to something that is no URL
 * - `too-large`: the head of the answer is larger than any honest one
 * - `aborted`: called off by the caller, or the requester was closed
 */
export type RequestProblemCode =
  | "forbidden-address"
  | "dns"
  | "connect"
  | "timeout"
  | "tls"
  | "redirect"
  | "too-large"
  | "aborted";

export interface RequestProblemDetails {
  /** How long it took to fail (ms). */
  readonly latency: number;
  /** What was requested last. */
  readonly url: string;
  readonly cause?: unknown;
}

/** A request that got no answer. The message names hosts and codes, never paths, headers or bodies: those hold secrets. */
export class RequestProblem extends Error {
  override readonly name = "RequestProblem";
  readonly code: RequestProblemCode;
  readonly latency: number;
  readonly url: string;
  constructor(code: RequestProblemCode, message: string, { latency, url, cause }: RequestProblemDetails) {
    super(message, { cause });
    this.code = code;
    this.latency = latency;
    this.url = url;
  }
}
