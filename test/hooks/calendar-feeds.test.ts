import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createFeeds } from "../../src/hooks/calendar-feeds.ts";
import { createCalendar } from "../../src/people/calendar/calendar.ts";
import { settingsOf } from "../support/settings.ts";
import { describeEachStore } from "../support/stores.ts";

const FEED = [
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
const NOW = Date.parse("2026-11-24T13:00:00Z");

interface Answered {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server whose answer can be changed, and what it was asked. */
async function serve(answer: Answered) {
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

describeEachStore("a feed of the calendar", (stores) => {
  const worldOf = async (url: string, allow = "[127.0.0.1]") => {
    const store = await stores.open();
    const settings = settingsOf(`calendars: [{ name: company, url: "${url}", allow: ${allow} }]\n`);
    const now = () => NOW;
    const feeds = createFeeds({ store, calendars: settings.calendars, zone: "UTC", version: "0", now });
    onTestFinished(() => feeds.close());
    const calendar = await createCalendar({ settings, store, now });
    const names = async () => {
      await calendar.refresh();
      return calendar.entries().map(({ name }) => name);
    };
    return { feeds, names };
  };

  test("is read once as long as it is the same, and asked for what is new", async () => {
    const { url, served, asked } = await serve({ status: 200, body: FEED, headers: { etag: '"1"' } });
    const { feeds, names } = await worldOf(url);
    expect(await feeds.read("company")).toEqual({ outcome: "changed" });
    expect(await names()).toEqual(["Stock-taking"]);
    served.answer = { status: 304 };
    expect(await feeds.read("company")).toEqual({ outcome: "same" });
    expect(asked[1]).toMatchObject({ "if-none-match": '"1"' });
    served.answer = { status: 200, body: FEED.replace("Stock-taking", "Audit") };
    expect(await feeds.read("company")).toEqual({ outcome: "changed" });
    expect(await names()).toEqual(["Audit"]);
  });

  test.each<[string, Answered]>([
    ["is down", { status: 503 }],
    ["is no calendar", { status: 200, body: "<html>Sign in</html>" }],
    ["was cut off", { status: 200, body: FEED.slice(0, -20) }],
    ["is too large", { status: 200, body: FEED.replace("UID:1", `UID:${"1".repeat(3 * 1024 * 1024)}`) }],
  ])("that %s leaves the last good copy as it is", async (_, answer) => {
    const { url, served } = await serve({ status: 200, body: FEED });
    const { feeds, names } = await worldOf(url);
    await feeds.read("company");
    served.answer = answer;
    expect(await feeds.read("company")).toMatchObject({ outcome: "kept" });
    expect(await names()).toEqual(["Stock-taking"]);
  });

  test("is not asked at an address inside that the settings do not allow", async () => {
    const { url, asked } = await serve({ status: 200, body: FEED });
    const { feeds, names } = await worldOf(url, "[]");
    expect(await feeds.read("company")).toMatchObject({ outcome: "kept" });
    expect(asked).toEqual([]);
    expect(await names()).toEqual([]);
  });

  test("that the settings no longer have is not read", async () => {
    const { feeds } = await worldOf("https://calendar.example/a.ics");
    expect(await feeds.read("other")).toBeUndefined();
  });
});
