import { expect, it } from "vitest";
import {
  changeDingtalkRecord,
  dueDingtalkRecords,
  findDingtalkRecord,
  forgetDingtalkRecords,
  listDingtalkRecords,
} from "../../src/store/dingtalk-records.ts";
import type { Store } from "../../src/store/store.ts";
import { describeEachStore } from "../support/stores.ts";

describeEachStore("what the DingTalk adapter remembers", (stores) => {
  const put = (store: Store, id: string, change: { body?: string; dueAt?: number; kind?: string; now?: number } = {}) =>
    store.write((tx) =>
      changeDingtalkRecord(tx, { kind: change.kind ?? "card", id, now: change.now ?? 1 }, () => ({
        body: change.body ?? id,
        dueAt: change.dueAt,
      })),
    );
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

  it("is changed by one after the other, however many do so at once and from wherever", async () => {
    const url = await stores.url();
    const both = [await stores.open(url), await stores.open(url)] as const;
    const more = (before: string | undefined) => ({ body: String(Number(before ?? "0") + 1) });
    await Promise.all(
      Array.from({ length: 10 }, (_, turn) =>
        (turn % 2 ? both[0] : both[1]).write((tx) =>
          changeDingtalkRecord(tx, { kind: "calls", id: "2026-11-28", now: turn }, more),
        ),
      ),
    );
    expect(await findDingtalkRecord(both[0].read, "calls", "2026-11-28")).toMatchObject({ body: "10", version: 10 });
  });

  it("can be kept or removed, and is another in another kind", async () => {
    const store = await stores.open();
    await put(store, "a");
    await put(store, "a", { kind: "chat", body: "of the chat" });
    await store.write((tx) => changeDingtalkRecord(tx, { kind: "card", id: "a", now: 2 }, () => "keep"));
    expect(await findDingtalkRecord(store.read, "card", "a")).toMatchObject({ body: "a", version: 1 });
    await store.write((tx) => changeDingtalkRecord(tx, { kind: "card", id: "a", now: 2 }, () => "remove"));
    expect(await findDingtalkRecord(store.read, "card", "a")).toBeUndefined();
    expect(await findDingtalkRecord(store.read, "chat", "a")).toMatchObject({ body: "of the chat" });
  });

  it("is listed by the beginning of its name, by when it is due, and forgotten by its age", async () => {
    const store = await stores.open();
    await put(store, "2026-11-02", { now: 5 });
    await put(store, "2026-11-01", { dueAt: 20 });
    await put(store, "2026-11-陈", { dueAt: 10 });
    await put(store, "2026-12-01", { dueAt: 90 });
    expect(ids(await listDingtalkRecords(store.read, "card", "2026-11"))).toEqual([
      "2026-11-01",
      "2026-11-02",
      "2026-11-陈",
    ]);
    expect(ids(await dueDingtalkRecords(store.read, "card", 20, 9))).toEqual(["2026-11-陈", "2026-11-01"]);
    expect(ids(await dueDingtalkRecords(store.read, "card", 20, 1))).toEqual(["2026-11-陈"]);
    await store.write((tx) => forgetDingtalkRecords(tx, "card", 5));
    expect(ids(await listDingtalkRecords(store.read, "card", ""))).toEqual(["2026-11-02"]);
  });
});
