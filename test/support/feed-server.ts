/**
 * A calendar feed whose answer can be changed, and what it was asked.
 */
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { onTestFinished } from "vitest";

/** A freeze, "Stock-taking", from 12:00 to 14:00 on 24 November 2026 in UTC. */
export const FEED = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "UID:1",
  "SUMMARY:Stock-taking",
  "DTSTART:20261124T120000Z",
  "DTEND:20261124T140000Z",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

export interface Answered {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FeedServer {
  readonly url: string;
  readonly served: { answer: Answered };
  /** The headers of each request. */
  readonly asked: readonly IncomingMessage["headers"][];
}

/** Serves a feed until the test is over. */
export async function serveFeed(answer: Answered): Promise<FeedServer> {
  const asked: IncomingMessage["headers"][] = [];
  const served = { answer };
  const server = createServer((request, response) => {
    asked.push(request.headers);
    const { status, body = "", headers = {} } = served.answer;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/freezes.ics`, served, asked };
}
