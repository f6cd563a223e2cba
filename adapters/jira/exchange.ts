/**
 * How the requests of jira.js reach Jira here: with a time limit, and repeated a few times where that helps. Its own client
 * has neither a time limit nor a way to stop, so it is given this one.
 */

import { setTimeout } from "node:timers/promises";
import type { Client } from "jira.js/core";
import { Agent, request } from "undici";
import { EngineError } from "../../src/flow/engine.ts";
import type { Errand } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import { refused, strange, unanswered } from "./failure.ts";

/** The largest answer of a sane Jira, a hundred issues of five fields, is a fraction of this. */
const LARGEST_ANSWER = 16 * 1024 * 1024;
/** Attempts at one request, the pause before the second (ms), and the longest that Jira may ask for and get. */
const MOST_ATTEMPTS = 3;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 3_000;

export interface ExchangeOptions {
  readonly url: string;
  /** Whose token it is; absent for a token of a Jira of one's own, which needs no name. */
  readonly email?: string | undefined;
  readonly token: string;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  readonly now: () => Instant;
  /** Waits so many ms between two attempts. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

type Outgoing = Parameters<Client["sendRequest"]>[0];

export interface Exchange {
  /** Asks and answers with what Jira said, unchecked; rejects with an EngineError for everything but a success. */
  ask(outgoing: Outgoing): Promise<unknown>;
  close(): Promise<void>;
}

export function createExchange({ url, email, token, timeout, now, wait = setTimeout }: ExchangeOptions): Exchange {
  const agent = new Agent({ maxResponseSize: LARGEST_ANSWER });
  const base = url.endsWith("/") ? url.slice(0, -1) : url;
  const secret = email === undefined ? token : Buffer.from(`${email}:${token}`).toString("base64");
  const authorization = `${email === undefined ? "Bearer" : "Basic"} ${secret}`;

  const once = async (address: URL, errand: Errand): Promise<unknown> => {
    const headers = { authorization, accept: "application/json", "user-agent": "gonogo" };
    const signal = AbortSignal.timeout(timeout);
    const answer = await request(address, { method: "GET", headers, dispatcher: agent, signal })
      .then(async ({ statusCode, headers: told, body }) => ({ status: statusCode, told, text: await body.text() }))
      .catch((error: unknown) => {
        throw unanswered(errand, error);
      });
    const header = (name: string) => [answer.told[name] ?? []].flat()[0];
    if (answer.status !== 200) throw refused(errand, { ...answer, header }, now);
    try {
      return JSON.parse(answer.text);
    } catch (error) {
      throw strange(errand, "it is not JSON", error);
    }
  };

  return {
    async ask({ url: path, method = "GET", searchParams = {} }) {
      if (method !== "GET") throw new Error(`${method} ${path}: nothing in Jira is ever changed`);
      const address = new URL(`${base}${path}`);
      for (const [name, value] of Object.entries(searchParams)) {
        if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
      }
      const errand: Errand = { method, path };
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(address, errand);
        } catch (error) {
          const pause = pauseAfter(error, attempt);
          if (pause === undefined) throw error;
          await wait(pause);
        }
      }
    },
    close: async () => await agent.destroy(),
  };
}

/** How long to wait before the next attempt; undefined where there is none. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (attempt >= MOST_ATTEMPTS || !(error instanceof EngineError) || !error.again) return undefined;
  const pause = error.retryAfter ?? FIRST_PAUSE * 4 ** (attempt - 1);
  return pause <= LONGEST_PAUSE ? pause : undefined;
}
