import { expect, onTestFinished, test } from "vitest";
import { clearTimer } from "../../src/flow/timers.ts";
import { createFeeds } from "../../src/hooks/calendar-feeds.ts";
import { createCalendar } from "../../src/people/calendar/calendar.ts";
import type { Answered } from "../support/feed-server.ts";
import { FEED, serveFeed } from "../support/feed-server.ts";
import { settingsOf } from "../support/settings.ts";
import { describeEachStore } from "../support/stores.ts";

const NOW = Date.parse("2026-11-24T13:00:00Z");

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
    const waiting = () => store.read.selectFrom("timers").select(["kind", "due_at"]).execute();
    const looked = () => store.write((tx) => clearTimer(tx, "calendar"));
    return { feeds, names, waiting, looked };
  };

  test("is read once as long as it is the same, and asked for what is new", async () => {
    const { url, served, asked } = await serveFeed({ status: 200, body: FEED, headers: { etag: '"1"' } });
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

  test("has the cards looked at again with the change itself, and not for what is the same", async () => {
    const { url } = await serveFeed({ status: 200, body: FEED });
    const { feeds, waiting, looked } = await worldOf(url);
    await feeds.read("company");
    expect(await waiting()).toEqual([{ kind: "calendar", due_at: NOW }]);
    await looked();
    await feeds.read("company");
    expect(await waiting()).toEqual([]);
  });

  test.each<[string, Answered]>([
    ["is down", { status: 503 }],
    ["is no calendar", { status: 200, body: "<html>Sign in</html>" }],
    ["was cut off", { status: 200, body: FEED.slice(0, -20) }],
    ["is too large", { status: 200, body: FEED.replace("UID:1", `UID:${"1".repeat(3 * 1024 * 1024)}`) }],
  ])("that %s leaves the last good copy as it is", async (_, answer) => {
    const { url, served } = await serveFeed({ status: 200, body: FEED });
    const { feeds, names } = await worldOf(url);
    await feeds.read("company");
    served.answer = answer;
    expect(await feeds.read("company")).toMatchObject({ outcome: "kept" });
    expect(await names()).toEqual(["Stock-taking"]);
  });

  test("is not asked at an address inside that the settings do not allow", async () => {
    const { url, asked } = await serveFeed({ status: 200, body: FEED });
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
