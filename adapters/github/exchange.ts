/**
 * How octokit's requests reach GitHub here: each once and with a time limit, and those that read conditionally. An answer
 * that has not changed costs nothing of the hourly limit, so that runs can be looked at often.
 */

import { Agent, request } from "undici";
import { z } from "zod";
import { createRecent } from "../../src/flow/recent.ts";
import type { Errand } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import { refused, unanswered } from "./failure.ts";

/** The largest answer of a sane GitHub, a hundred jobs with their steps, is a fraction of this. */
const LARGEST_ANSWER = 16 * 1024 * 1024;
/** Answers that are kept for the next look, and the longest of them. */
const MOST_KEPT = 500;
const LONGEST_KEPT = 512 * 1024;
/** What must not be told twice of a body that was read as a text. */
const HOP = new Set(["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"]);

export interface ExchangeOptions {
  /** Where the API is: paths are told below it. */
  readonly base: URL;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
}

/** What octokit hands to the function that it takes for `fetch`. */
const outgoingSchema = z.object({
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
interface Kept {
  readonly tag: string;
  readonly answer: Answer;
}

export interface Exchange {
  /** Stands in for `fetch`; rejects with an EngineError for everything but a success. */
  readonly fetch: (url: string, options: unknown) => Promise<Response>;
  close(): Promise<void>;
}

export function createExchange({ base, timeout, now }: ExchangeOptions): Exchange {
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });
  const kept = createRecent<Kept>(MOST_KEPT);

  const send = async (url: string, errand: Errand, headers: Record<string, string>, body?: string): Promise<Answer> => {
    try {
      const signal = AbortSignal.timeout(timeout);
      const { method } = errand;
      const answer = await request(url, { method, headers, body: body ?? null, dispatcher: agent, signal });
      const told = Object.entries(answer.headers).flatMap(([name, value]) =>
        value === undefined || HOP.has(name) ? [] : [[name, [value].flat().join(", ")] as const],
      );
      return { status: answer.statusCode, headers: Object.fromEntries(told), text: await answer.body.text() };
    } catch (error) {
      throw unanswered(errand, error);
    }
  };

  return {
    async fetch(url, options) {
      const { method, headers, body } = outgoingSchema.parse(options);
      const errand: Errand = { method, path: pathBelow(base, url) };
      const name = `${headers.accept ?? ""} ${url}`;
      const before = method === "GET" ? kept.get(name) : undefined;
      const answer = await send(url, errand, { ...headers, ...(before && { "if-none-match": before.tag }) }, body);
      if (before && answer.status === 304) return responseOf(before.answer);
      const header = (wanted: string) => answer.headers[wanted];
      if (answer.status < 200 || answer.status > 299) throw refused(errand, { ...answer, header }, now);
      const tag = header("etag");
      if (method === "GET" && tag !== undefined && answer.text.length <= LONGEST_KEPT) kept.note(name, { tag, answer });
      return responseOf(answer);
    },
    close: async () => await agent.destroy(),
  };
}

function responseOf({ status, headers, text }: Answer): Response {
  return new Response(text === "" ? null : text, { status, headers });
}

/** For people: without the host, the query and the quoting of slashes. */
function pathBelow(base: URL, url: string): string {
  const { pathname } = new URL(url);
  const below = pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : pathname;
  return below.replaceAll("%2F", "/").replace(/^\/?/, "/");
}
