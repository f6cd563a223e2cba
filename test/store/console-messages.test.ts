import { expect, it } from "vitest";
import {
  addConsoleMessage,
  consoleChangesSince,
  consoleThreads,
  editConsoleMessage,
  listConsoleMessages,
  listConsoleThread,
  markConsoleSeen,
  unreadConsoleMessages,
} from "../../src/store/console-messages.ts";
import type { Store } from "../../src/store/store.ts";
import { describeEachStore } from "../support/stores.ts";

const room = "console:room:releases";

describeEachStore("the console's messages", (stores) => {
  const say = (store: Store, key: string, change: { thread?: number; author?: string; onlyFor?: string } = {}) =>
    store.write((tx) => addConsoleMessage(tx, { key, place: room, body: key, now: 1, ...change }));

  it("are there once per key, however often and from wherever they are added", async () => {
    const url = await stores.url();
    const both = [await stores.open(url), await stores.open(url)] as const;
    const rows = await Promise.all(Array.from({ length: 8 }, (_, turn) => say(turn % 2 ? both[0] : both[1], "a")));
    expect(new Set(rows.map((row) => row.id)).size).toBe(1);
    expect(await listConsoleMessages(both[0].read, room, "ada", { limit: 9 })).toHaveLength(1);
  });

  it("are listed with the newest last, without threads and without what is private to others", async () => {
    const store = await stores.open();
    const top = await say(store, "a");
    await say(store, "b");
    await say(store, "for-bo", { onlyFor: "bo" });
    await say(store, "note-1", { thread: top.id });
    await say(store, "note-2", { thread: top.id });
    await say(store, "note-3", { thread: top.id, onlyFor: "bo" });
    const keys = async (person: string, limit = 9) =>
      (await listConsoleMessages(store.read, room, person, { limit })).map((row) => row.key);
    expect(await keys("ada")).toEqual(["a", "b"]);
    expect(await keys("bo")).toEqual(["a", "b", "for-bo"]);
    expect(await keys("bo", 2)).toEqual(["b", "for-bo"]);
    expect((await listConsoleThread(store.read, top.id, "ada", 1)).map((row) => row.key)).toEqual(["note-2"]);
    const threads = await consoleThreads(store.read, [top.id], "ada");
    expect(threads.get(top.id)).toMatchObject({ count: 2, last: { key: "note-2" } });
  });

  it("are edited in place, which is a change like a new one", async () => {
    const store = await stores.open();
    const message = await say(store, "a");
    await say(store, "b");
    expect(await store.write((tx) => editConsoleMessage(tx, message.id, "new", 5))).toBe(true);
    expect(await store.write((tx) => editConsoleMessage(tx, 99, "new", 5))).toBe(false);
    const changes = await consoleChangesSince(store.read, 2, 10);
    expect(changes).toEqual([{ ...message, body: "new", changed_at: 5 }]);
    expect((await consoleChangesSince(store.read, 1, 10)).map((row) => row.key)).toEqual(["b", "a"]);
  });

  it("are unread until seen, unless they are one's own", async () => {
    const store = await stores.open();
    const unread = async () => (await unreadConsoleMessages(store.read, "ada", [room, "console:room:other"])).get(room);
    const first = await say(store, "a");
    const second = await say(store, "b", { author: "bo" });
    await say(store, "mine", { author: "ada" });
    await say(store, "for-bo", { onlyFor: "bo" });
    expect(await unread()).toBe(2);
    await store.write((tx) => markConsoleSeen(tx, "ada", room, first.id));
    expect(await unread()).toBe(1);
    await store.write((tx) => markConsoleSeen(tx, "ada", room, second.id));
    await store.write((tx) => markConsoleSeen(tx, "ada", room, first.id));
    expect(await unread()).toBeUndefined();
  });
});
