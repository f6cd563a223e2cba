/**
 * Plain HTTP with DingTalk: each request once, with a time limit and a bound on what comes back.
 */
import { Agent, request } from "undici";
import { readAtMost } from "../../src/flow/read-at-most.ts";
import type { Answer, Errand } from "./failure.ts";
import { unanswered } from "./failure.ts";

/** DingTalk itself gives up after three seconds; what takes longer will not come. */
const TIMEOUT_MS = 10_000;
/** The longest list of people is a fraction of this. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

export interface Outgoing {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

export interface Http {
  /** Rejects with a DingtalkError when there is no answer; any status is an answer. */
  send(errand: Errand, address: URL, outgoing?: Outgoing): Promise<Answer>;
  /** A file, of at most so many bytes. */
  fetch(errand: Errand, address: URL, most: number): Promise<Uint8Array | "too-large">;
  close(): Promise<void>;
}

export function createHttp(timeout: number = TIMEOUT_MS): Http {
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });
  return {
    async send(errand, address, { headers, body } = {}) {
      try {
        const answer = await request(address, {
          method: errand.method,
          // Without the header the gateway of connections answers XML.
          headers: {
            accept: "application/json",
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          body: body === undefined ? null : JSON.stringify(body),
          dispatcher: agent,
          signal: AbortSignal.timeout(timeout),
        });
        const retryAfter = [answer.headers["retry-after"] ?? []].flat()[0];
        return { status: answer.statusCode, text: await answer.body.text(), retryAfter };
      } catch (error) {
        throw unanswered(errand, error);
      }
    },
    async fetch(errand, address, most) {
      try {
        const answer = await request(address, { dispatcher: agent, signal: AbortSignal.timeout(timeout) });
        if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
        return await readAtMost(answer.body, most);
      } catch (error) {
        throw unanswered(errand, error);
      }
    },
    close: async () => await agent.destroy(),
  };
}
