import { expect, it } from "vitest";
import { addCard, cardsOf, findCard, updateCard } from "../../src/store/cards.ts";
import { insertPlan } from "../../src/store/plans.ts";
import { findTemplate, listTemplates, saveTemplate } from "../../src/store/templates.ts";
import { planRow } from "../support/plan-rows.ts";
import { describeEachStore } from "../support/stores.ts";

const name = { plan_id: "plan-1", card: "plan", place: "console:room:releases" };

describeEachStore("a card", (stores) => {
  it("is remembered once, and keeps what is known of it when it is wanted again", async () => {
    const store = await stores.open();
    const added = await store.write(async (tx) => {
      await insertPlan(tx, planRow());
      const first = await addCard(tx, name);
      await updateCard(tx, name, { ref: "7", shown: "digest" });
      return [first, await addCard(tx, name)];
    });
    expect(added).toEqual([true, false]);
    expect(await findCard(store.read, name)).toMatchObject({ ref: "7", shown: "digest", closed: 0 });
    expect(await cardsOf(store.read, "plan-1")).toHaveLength(1);
    expect(await findCard(store.read, { ...name, place: "elsewhere" })).toBeUndefined();
  });

  it("belongs to a plan that exists", async () => {
    const store = await stores.open();
    await expect(store.write((tx) => addCard(tx, name))).rejects.toThrow(/foreign key/i);
  });
});

describeEachStore("a template", (stores) => {
  it("is replaced by one of the same name", async () => {
    const store = await stores.open();
    const save = (draft: string) =>
      store.write((tx) => saveTemplate(tx, { name: "hotfix", draft, by_person: "ada", at: 1 }));
    await save("one");
    await save("two");
    expect(await findTemplate(store.read, "hotfix")).toMatchObject({ draft: "two" });
    expect(await listTemplates(store.read)).toHaveLength(1);
  });
});
