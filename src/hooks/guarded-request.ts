/**
 * HTTP requests to addresses that people typed into settings: checked before each connection, bounded in time and size.
 *
 * undici's pools are used without fetch, which costs four times as much for each request.
 */
import { Agent } from "undici";
import type { Instant } from "../plan/content.ts";
import type { CallAnswer } from "./call.ts";
import { Call } from "./call.ts";
import type { Resolve } from "./guarded-connect.ts";
import { guardedConnector } from "./guarded-connect.ts";
import type { Redirects } from "./redirect.ts";
import { isFollowed, redirectStep } from "./redirect.ts";
import { failureOf, RequestFailure } from "./request-failure.ts";
import { RequestProblem } from "./request-problem.ts";

export interface GuardedRequestOptions {
  /** Host names, addresses and CIDR ranges that may be requested although they are not public. */
  readonly allow: readonly string[];
  /** How long a request may take, all redirects and the whole answer included (ms). */
  readonly timeout: number;
  readonly now: () => Instant;
  readonly maxRedirects?: number | undefined;
  readonly resolve?: Resolve | undefined;
  /** How much of an answer's body is kept, in bytes; 64 KB unless said otherwise. */
  readonly bodyBytes?: number | undefined;
  /** The most connections to one origin; further requests to it wait. */
  readonly connections?: number | undefined;
}

export interface OutgoingRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly redirects: Redirects;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer extends CallAnswer {
  /** Milliseconds from the start of the request to the end of the answer. */
  readonly latency: number;
  /** What answered: not what was asked, when that redirected. */
  readonly url: string;
}

export interface GuardedRequester {
  /** Any answer, whatever its status, or why there is none. Never rejects. */
  request(request: OutgoingRequest): Promise<Answer | RequestProblem>;
  /** Settles when requests under way have ended; later ones are `aborted`. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 3;
const CONNECTIONS = 16;
const CONNECT_TIMEOUT_MS = 10_000;

/** Makes what sends requests; its connections are kept open for the next ones until it is closed. */
export function createGuardedRequest(options: GuardedRequestOptions): GuardedRequester {
  const { timeout, now, maxRedirects = MAX_REDIRECTS } = options;
  const agent = new Agent({
    connections: options.connections ?? CONNECTIONS,
    connect: guardedConnector({ ...options, timeout: Math.min(timeout, CONNECT_TIMEOUT_MS) }),
    // One timer bounds the whole exchange: these bound the pauses in it, which a slow sender can keep short for ever.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function request(outgoing: OutgoingRequest): Promise<Answer | RequestProblem> {
    const began = now();
    const exchange = new Exchange(agent, outgoing, maxRedirects, options.bodyBytes);
    const deadline = setTimeout(() => exchange.stop("timeout"), timeout);
    const abort = () => exchange.stop("aborted");
    outgoing.signal?.addEventListener("abort", abort, { once: true });
    if (outgoing.signal?.aborted) abort();
    try {
      const answer = await exchange.outcome();
      return { ...answer, latency: now() - began, url: exchange.url };
    } catch (error) {
      const { code, message } = failureOf(error, exchange.host);
      return new RequestProblem(code, message, { latency: now() - began, url: exchange.url, cause: error });
    } finally {
      clearTimeout(deadline);
      outgoing.signal?.removeEventListener("abort", abort);
    }
  }

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    closing ??= agent.close();
    await closing;
  }

  return { request, close };
}

/** One request with its redirects. */
class Exchange {
  readonly #agent: Agent;
  readonly #request: OutgoingRequest;
  readonly #maxRedirects: number;
  readonly #bodyBytes: number | undefined;
  #url: string;
  #call: Call | undefined;
  #stopped: RequestFailure | undefined;

  constructor(agent: Agent, request: OutgoingRequest, maxRedirects: number, bodyBytes: number | undefined) {
    this.#agent = agent;
    this.#bodyBytes = bodyBytes;
    this.#request = request;
    this.#maxRedirects = maxRedirects;
    this.#url = request.url;
  }

  get url(): string {
    return this.#url;
  }

  get host(): string {
    return URL.parse(this.#url)?.host ?? "the URL";
  }

  stop(code: "timeout" | "aborted"): void {
    this.#stopped = new RequestFailure(code, code === "timeout" ? `${this.host} took too long` : "called off");
    this.#call?.stop(this.#stopped);
  }

  async outcome(): Promise<CallAnswer> {
    const { method, redirects } = this.#request;
    let target = targetOf(this.#request.url);
    let { headers } = this.#request;
    for (let hops = 0; ; hops++) {
      const answer = await this.#send(target, headers);
      const { location } = answer.headers;
      if (location === undefined || !isFollowed(answer.status, method, redirects)) return answer;
      if (hops === this.#maxRedirects) throw new RequestFailure("redirect", `${target.host} redirects too often`);
      const step = redirectStep(target, location, { method, headers });
      if ("refused" in step) {
        throw new RequestFailure("redirect", `${target.host} redirects to ${REFUSED[step.refused]}`);
      }
      target = targetOf(step.to.href);
      headers = step.headers;
    }
  }

  async #send(target: URL, headers: Readonly<Record<string, string>>): Promise<CallAnswer> {
    if (this.#stopped) throw this.#stopped;
    this.#url = target.href;
    this.#call = new Call(this.#bodyBytes);
    const { method, body = null } = this.#request;
    const path = `${target.pathname}${target.search}`;
    this.#agent.dispatch({ origin: target.origin, path, method, headers, body }, this.#call);
    return await this.#call.answer;
  }
}

const REFUSED = { downgrade: "http, from https", "bad-location": "what is no URL" } as const;

/** Reads the URL as undici will; anything but plain http and https is refused. */
function targetOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new RequestFailure("forbidden-address", "the URL is not one");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new RequestFailure("forbidden-address", "the URL is neither http nor https");
  }
  if (url.username !== "" || url.password !== "") {
    throw new RequestFailure("forbidden-address", "the URL holds a user name or a password");
  }
  return url;
}
