/**
 * Calls to the Web API: one client whose retries are ours, with a time limit, and with Slack's wishes to wait obeyed by what
 * they are about alone. The SDK would stop everything else meanwhile, and post a second time what may have been posted.
 */
import { webApi } from "@slack/bolt";
import { failureOf } from "./failure.ts";
import { sdkLogger } from "./log.ts";
import type { Pace } from "./pace.ts";

export type Client = webApi.WebClient;

/** No call takes longer (ms); the outbox gives one thirty seconds. */
const TIMEOUT = 10_000;

export function createClient(token: string, apiUrl: string, onError: (error: unknown) => void): Client {
  return new webApi.WebClient(token, clientOptions(apiUrl, onError));
}

/** A new object each time: the SDK changes the one it is given. */
export function clientOptions(apiUrl: string, onError: (error: unknown) => void): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT,
    logger: sdkLogger(onError),
    allowAbsoluteUrls: false,
  };
}

/** Makes a call unless Slack asked to wait with what it is about, and remembers when it asks. */
export async function paced<T>(pace: Pace, about: string, call: () => Promise<T>): Promise<T> {
  pace.check(about);
  try {
    return await call();
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === "limited") pace.hold(about, failure.retryAfter);
    throw error;
  }
}
