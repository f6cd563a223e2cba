import { expect, it } from "vitest";
import { addCard } from "../../src/store/cards.ts";
import type { PlanQuery } from "../../src/store/plan-list.ts";
import { countPlans, listPlans } from "../../src/store/plan-list.ts";
import { insertPlan, replacePlanPeople } from "../../src/store/plans.ts";
import type { Store } from "../../src/store/store.ts";
import { planRow } from "../support/plan-rows.ts";
import { describeEachStore } from "../support/stores.ts";

const STATUSES = ["planning", "executing", "success"] as const;

/** Twelve plans: every third has the same status; ada manages the even ones and 12 waits for her. */
async function fill(store: Store): Promise<void> {
  await store.write(async (tx) => {
    for (let index = 1; index <= 12; index += 1) {
      const status = STATUSES[index % 3] ?? "planning";
      await insertPlan(tx, planRow({ index, status, words: `release ${index} 商城 100%_sure` }));
      await replacePlanPeople(tx, `plan-${index}`, [{ person: index % 2 ? "bo" : "ada", part: "manager" }]);
    }
    await replacePlanPeople(tx, "plan-12", [
      { person: "ada", part: "manager" },
      { person: "ada", part: "waiting" },
      { person: "ada", part: "waiting" },
    ]);
    await addCard(tx, { plan_id: "plan-3", card: "plan", place: "console:room:releases" });
  });
}

describeEachStore("the list of plans", (stores) => {
  const indexes = async (store: Store, query: Partial<PlanQuery>) => {
    const { rows, more } = await listPlans(store.read, { limit: 20, ...query });
    return { rows: rows.map((row) => row.index), more };
  };

  it("has the newest first, page by page", async () => {
    const store = await stores.open();
    await fill(store);
    expect(await indexes(store, { limit: 5 })).toEqual({ rows: [12, 11, 10, 9, 8], more: true });
    expect(await indexes(store, { limit: 5, before: 8 })).toEqual({ rows: [7, 6, 5, 4, 3], more: true });
    expect(await indexes(store, { limit: 5, page: 3 })).toEqual({ rows: [2, 1], more: false });
    expect(await indexes(store, { limit: 12 })).toMatchObject({ more: false });
  });

  it("narrows by status", async () => {
    const store = await stores.open();
    await fill(store);
    expect(await indexes(store, { statuses: ["planning"] })).toMatchObject({ rows: [12, 9, 6, 3] });
    expect(await indexes(store, { statuses: ["planning", "success"], limit: 3 })).toMatchObject({ rows: [12, 11, 9] });
    expect(await indexes(store, { statuses: [] })).toMatchObject({ rows: [] });
    expect(await countPlans(store.read, { statuses: ["executing"] })).toBe(4);
  });

  it("narrows by a person and the part they have", async () => {
    const store = await stores.open();
    await fill(store);
    expect(await indexes(store, { person: { id: "ada" } })).toMatchObject({ rows: [12, 10, 8, 6, 4, 2] });
    expect(await indexes(store, { person: { id: "ada", parts: ["waiting"] } })).toMatchObject({ rows: [12] });
    expect(await indexes(store, { person: { id: "nobody" } })).toMatchObject({ rows: [] });
  });

  it("narrows to what a person may see", async () => {
    const store = await stores.open();
    await fill(store);
    const visibleTo = { person: "ada", places: ["console:room:releases"] };
    expect(await indexes(store, { visibleTo })).toMatchObject({ rows: [12, 10, 8, 6, 4, 3, 2] });
    expect(await indexes(store, { visibleTo: { person: "dan", places: [] } })).toMatchObject({ rows: [] });
  });

  it("finds words in any case and script, taking every character at its word", async () => {
    const store = await stores.open();
    await fill(store);
    expect(await indexes(store, { words: ["Release", "商城", "11"] })).toMatchObject({ rows: [11] });
    expect(await indexes(store, { words: ["100%_"], limit: 1 })).toEqual({ rows: [12], more: true });
    expect(await indexes(store, { words: ["1%s"] })).toMatchObject({ rows: [] });
    expect(await indexes(store, { words: ["\\"] })).toMatchObject({ rows: [] });
  });
});
