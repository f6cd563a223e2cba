/**
 * One request on undici's pools, its answer collected as it comes and up to a bound.
 *
 * It handles undici's events itself: a stream and a promise for each body cost more than the whole request, and undici's own
 * `request` hears of an abort only once the request has its connection.
 */
import type { Dispatcher } from "undici";
import { RequestFailure } from "./request-failure.ts";

export interface CallAnswer {
  readonly status: number;
  /** By lower-case name; values of one that came several times are joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KB, or as much as was asked for. */
  readonly body: string;
}

const BODY_BYTES = 65_536;

type Controller = Dispatcher.DispatchController;
type IncomingHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

/** Give it to `dispatch`. Its answer rejects with whatever undici says, or with what it was stopped for. */
export class Call implements Dispatcher.DispatchHandler {
  readonly #answered = Promise.withResolvers<CallAnswer>();
  readonly #chunks: Buffer[] = [];
  readonly #most: number;
  #size = 0;
  #status = 0;
  #headers: IncomingHeaders = {};
  #controller: Controller | undefined;
  #stopped: Error | undefined;

  /** Of the answer's body so many bytes are kept. */
  constructor(most = BODY_BYTES) {
    this.#most = most;
  }

  get answer(): Promise<CallAnswer> {
    return this.#answered.promise;
  }

  /** Settles at once, whether or not the request has a connection; later it gets none. */
  stop(reason: Error): void {
    this.#stopped = reason;
    this.#answered.reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped);
  }

  onResponseStart(_: Controller, status: number, headers: IncomingHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    if (this.#size <= this.#most) return;
    this.onResponseEnd();
    // Reading a long rest away may cost more than a new connection.
    controller.abort(new RequestFailure("aborted", "the rest is not wanted"));
  }

  onResponseEnd(): void {
    this.#answered.resolve({ status: this.#status, headers: flat(this.#headers), body: this.#text() });
  }

  onResponseError(_: Controller, error: Error): void {
    this.#answered.reject(error);
  }

  #text(): string {
    const [first, ...rest] = this.#chunks;
    if (first === undefined) return "";
    const bytes = rest.length === 0 ? first : Buffer.concat(this.#chunks);
    // A character that the end cuts in two is left out.
    return new TextDecoder().decode(bytes.subarray(0, this.#most), { stream: this.#size > this.#most });
  }
}

function flat(headers: IncomingHeaders): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), typeof value === "string" ? value : value.join(", ")] as const],
  );
  return Object.fromEntries(entries);
}
