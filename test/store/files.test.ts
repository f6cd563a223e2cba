import { expect, it } from "vitest";
import type { FileRow, UploadRow } from "../../src/store/files.ts";
import {
  dropUploads,
  fileKey,
  findFile,
  forgetUploads,
  insertFiles,
  isWanted,
  keepUpload,
  namedFiles,
  uploadsOf,
} from "../../src/store/files.ts";
import { insertPlan } from "../../src/store/plans.ts";
import { planRow } from "../support/plan-rows.ts";
import { describeEachStore } from "../support/stores.ts";

/** More than 32 bits hold. */
const HUGE = 5_000_000_000;
const LATER = 1_795_000_000_000;

const named = (plan: number, hash: string, change: Partial<FileRow> = {}): FileRow => ({
  plan_id: `plan-${plan}`,
  item: "i1",
  hash,
  name: "测试报告.pdf",
  type: "application/pdf",
  size: HUGE,
  by_actor: "{}",
  at: LATER,
  ...change,
});

const sent = (hash: string, at: number): UploadRow => ({
  person: "ada",
  place: "console:room:releases",
  hash,
  name: "shot.png",
  type: "image/png",
  size: 7,
  at,
});

describeEachStore("the files that plans name", (stores) => {
  it("are noted once, as they were given first, also by several at once", async () => {
    const store = await stores.open();
    const again = named(1, "a", { name: "again.pdf" });
    await store.write((tx) => insertFiles(tx, [named(1, "a"), named(1, "b")]));
    await Promise.all([1, 2, 3].map(() => store.write((tx) => insertFiles(tx, [again, named(1, "c")]))));
    await store.write((tx) => insertFiles(tx, []));
    expect(await findFile(store.read, "plan-1", "a")).toEqual(named(1, "a"));
    expect(await findFile(store.read, "plan-2", "a")).toBeUndefined();
    expect(await store.read.selectFrom("files").select("hash").orderBy("hash").execute()).toHaveLength(3);
  });

  it("are listed once a plan, a page at a time, whatever the number of items that name them", async () => {
    const store = await stores.open();
    await store.write(async (tx) => {
      for (const index of [1, 2]) {
        await insertPlan(tx, planRow({ index }));
        await insertFiles(tx, [named(index, "b"), named(index, "a"), named(index, "a", { item: "i2" })]);
      }
    });
    const first = await namedFiles(store.read, undefined, undefined, 3);
    expect(first).toEqual([
      { index: 1, hash: "a" },
      { index: 1, hash: "b" },
      { index: 2, hash: "a" },
    ]);
    expect(await namedFiles(store.read, undefined, first[2], 3)).toEqual([{ index: 2, hash: "b" }]);
    expect(await namedFiles(store.read, 2, { index: 2, hash: "a" }, 3)).toEqual([{ index: 2, hash: "b" }]);
  });
});

describeEachStore("a file that waits for its item", (stores) => {
  it("is there once, newer when it is sent again, and goes when it is said what for", async () => {
    const store = await stores.open();
    const { person, place } = sent("a", 1);
    const waiting = async (since: number) =>
      (await uploadsOf(store.read, person, place, since)).map(({ hash, at }) => `${hash} ${at}`);
    for (const row of [sent("b", LATER), sent("a", LATER), sent("a", LATER + 2)])
      await store.write((tx) => keepUpload(tx, row));
    expect(await waiting(0)).toEqual([`b ${LATER}`, `a ${LATER + 2}`]);
    expect(await waiting(LATER)).toEqual([`a ${LATER + 2}`]);
    await store.write((tx) => dropUploads(tx, person, place, ["a"]));
    await store.write((tx) => dropUploads(tx, person, place, []));
    expect(await waiting(0)).toEqual([`b ${LATER}`]);
    await store.write((tx) => forgetUploads(tx, LATER + 1));
    expect(await waiting(0)).toEqual([]);
  });

  it("is wanted as long as it waits or a plan names it", async () => {
    const store = await stores.open();
    await store.write((tx) => keepUpload(tx, sent("waits", LATER)));
    await store.write((tx) => insertFiles(tx, [named(1, "named")]));
    const wanted = await Promise.all(["waits", "named", "neither"].map((hash) => isWanted(store.read, hash)));
    expect(wanted).toEqual([true, true, false]);
  });
});

describeEachStore("the key of links to files", (stores) => {
  it("is made once, also by replicas that start together", async () => {
    const url = await stores.url();
    const replicas = [await stores.open(url), await stores.open(url)];
    const keys = await Promise.all([...replicas, ...replicas].map(fileKey));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toHaveLength(43);
  });
});
