import { describe, expect, it, onTestFinished } from "vitest";
import { announce } from "../../src/store/announce.ts";
import { nextIndex } from "../../src/store/counters.ts";
import { findKey, insertKey } from "../../src/store/keys.ts";
import { LostRace } from "../../src/store/lost-race.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { insertPlan, loadPlan, loadPlanByIndex, loadPlanByKey, lockPlan, saveSnapshot } from "../../src/store/plans.ts";
import type { Store } from "../../src/store/store.ts";
import { planRow } from "../support/plan-rows.ts";
import { describeEachStore } from "../support/stores.ts";

describeEachStore("a store", (stores) => {
  it("reads back what was written, times beyond 32 bits included", async () => {
    const store = await stores.open();
    const row = planRow({ key: "shop", closes_at: 4_102_444_800_123 });
    await store.write((tx) => insertPlan(tx, row));
    expect(await loadPlan(store.read, "plan-1")).toEqual(row);
    expect(await loadPlanByIndex(store.read, 1)).toEqual(row);
    expect(await loadPlanByKey(store.read, "shop")).toEqual(row);
    expect(await loadPlan(store.read, "plan-2")).toBeUndefined();
  });

  it("shows nobody else what isn't committed", async () => {
    const store = await stores.open();
    const seen = await store.write(async (tx) => {
      await insertPlan(tx, planRow());
      return loadPlan(store.read, "plan-1");
    });
    expect(seen).toBeUndefined();
  });

  it("takes back all of a work that fails, and nothing of the others", async () => {
    const store = await stores.open();
    const works = [1, 2, 3, 4, 5].map((index) =>
      store.write(async (tx) => {
        await insertPlan(tx, planRow({ index }));
        if (index === 3) throw new Error("no");
        return index;
      }),
    );
    const results = await Promise.allSettled(works);
    expect(results.map((result) => result.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    const rows = await store.read.selectFrom("plans").select("index").orderBy("index").execute();
    expect(rows.map((row) => row.index)).toEqual([1, 2, 4, 5]);
  });

  it("rejects a work whose statement the database refuses, and nobody else's", async () => {
    const store = await stores.open();
    await store.write((tx) => insertPlan(tx, planRow({ index: 2 })));
    const works = [1, 2, 3].map((index) => store.write((tx) => insertPlan(tx, planRow({ index }))));
    const results = await Promise.allSettled(works);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("lets one of many writers of the same version win", async () => {
    const store = await stores.open();
    await store.write((tx) => insertPlan(tx, planRow()));
    const saves = Array.from({ length: 12 }, (_, writer) =>
      store.write((tx) => saveSnapshot(tx, planRow({ version: 1, snapshot: `${writer}` }), 0)),
    );
    const won = await Promise.all(saves);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await loadPlan(store.read, "plan-1")).toMatchObject({ version: 1, snapshot: `${won.indexOf(true)}` });
  });

  it("counts every change when writers lock the plan first", async () => {
    const url = await stores.url();
    const both = [await stores.open(url), await stores.open(url)] as const;
    await both[0].write((tx) => insertPlan(tx, planRow()));
    const change = (store: Store) =>
      store.write(async (tx) => {
        const plan = await lockPlan(tx, "plan-1");
        if (plan === undefined) throw new Error("no plan");
        return saveSnapshot(tx, { ...plan, version: plan.version + 1 }, plan.version);
      });
    const saved = await Promise.all(Array.from({ length: 40 }, (_, turn) => change(turn % 2 ? both[0] : both[1])));
    expect(saved).not.toContain(false);
    expect(await loadPlan(both[0].read, "plan-1")).toMatchObject({ version: 40 });
  });

  it("takes an idempotency key once, and shows the others what was answered", async () => {
    const url = await stores.url();
    const both = [await stores.open(url), await stores.open(url)] as const;
    const deliver = (store: Store, from: number) =>
      store.write(async (tx) => {
        const known = await findKey(tx, "event-1");
        if (known !== undefined) return known.outcome;
        await insertPlan(tx, planRow({ index: from }));
        await insertKey(tx, { key: "event-1", at: 1, outcome: `${from}` });
        return `${from}`;
      });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => deliver(turn % 2 ? both[0] : both[1], turn + 1)),
    );
    expect(new Set(answers).size).toBe(1);
    expect(await both[0].read.selectFrom("plans").select("id").execute()).toHaveLength(1);
  });

  it("gives every plan its own number, without gaps for those who failed", async () => {
    const store = await stores.open();
    const works = Array.from({ length: 20 }, (_, turn) =>
      store.write(async (tx) => {
        const index = await nextIndex(tx);
        if (turn % 4 === 0) throw new Error("no");
        return index;
      }),
    );
    const results = await Promise.allSettled(works);
    const given = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(given.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
  });

  it("tells those who wait, in this process and the others, after the commit", async () => {
    const url = await stores.url();
    const [here, there] = [await stores.open(url), await stores.open(url)];
    const heard = [here, there].map((store) => {
      const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
      store.onWork("outbox", () => void store.read.selectFrom("plans").select("id").execute().then(resolve));
      return promise;
    });
    await here.write(async (tx) => {
      await insertPlan(tx, planRow());
      await announce(tx, "outbox");
    });
    expect(await Promise.all(heard)).toEqual([[{ id: "plan-1" }], [{ id: "plan-1" }]]);
  });

  it("takes no more writes when it is closed, and finishes those it took", async () => {
    const url = await stores.url();
    const store = await stores.open(url);
    const written = Promise.all([1, 2, 3].map((index) => store.write((tx) => insertPlan(tx, planRow({ index })))));
    await written;
    await store.close();
    await expect(store.write(async () => 1)).rejects.toThrow("closed");
    const again = await stores.open(url);
    expect(await again.read.selectFrom("plans").select("id").execute()).toHaveLength(3);
  });
});

describeEachStore("a conflict", (stores) => {
  it("runs the work again when it says that it lost a race", async () => {
    const store = await stores.open();
    let runs = 0;
    const answer = await store.write(async (tx) => {
      await insertPlan(tx, planRow());
      runs += 1;
      if (runs < 3) throw new LostRace("again");
      return runs;
    });
    expect(answer).toBe(3);
  });
});

describe("the URL of a store", () => {
  it("may name memory, which is private to the store", async () => {
    const [one, other] = [await openStore("sqlite::memory:"), await openStore("sqlite::memory:")];
    onTestFinished(async () => void (await Promise.all([one.close(), other.close()])));
    await Promise.all([migrate(one), migrate(other)]);
    await one.write((tx) => insertPlan(tx, planRow()));
    expect(await loadPlan(one.read, "plan-1")).toBeDefined();
    expect(await loadPlan(other.read, "plan-1")).toBeUndefined();
  });

  it("is refused with what it should be", async () => {
    await expect(openStore("mysql://localhost/gonogo")).rejects.toThrow("DATABASE_URL must begin with sqlite:");
  });
});
