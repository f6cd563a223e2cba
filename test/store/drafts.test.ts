import { expect, it } from "vitest";
import { connectDrafts } from "../../src/connect-drafts.ts";
import { openStore } from "../../src/store/open-store.ts";
import { describeEachStore } from "../support/stores.ts";

const SKETCH = { draft: { name: "Release the shop", items: [{ name: "Build" }] }, open: [], hints: [] };
const WEEK = 7 * 24 * 60 * 60_000;

describeEachStore("a draft", (stores) => {
  it("is its author's alone, and made once of one message", async () => {
    const drafts = connectDrafts(await stores.open(), () => 0);
    const both = await Promise.all([drafts.keep("ada", "m1", SKETCH), drafts.keep("ada", "m1", SKETCH)]);
    expect(both[0]).toEqual({ id: both[0].id, sketch: SKETCH, state: "open", tries: 0 });
    expect(both[1]).toEqual(both[0]);
    expect(await drafts.find(both[0].id, "ada")).toEqual(both[0]);
    expect(await drafts.find(both[0].id, "bo")).toBeUndefined();
    expect((await drafts.keep("bo", "m1", SKETCH)).id).not.toBe(both[0].id);
  });

  it("outlives the process that kept it, with what became of it", async () => {
    const url = await stores.url();
    const first = await stores.open(url);
    const before = connectDrafts(first, () => 0);
    const [open, made] = [await before.keep("ada", "m1", SKETCH), await before.keep("ada", "m2", SKETCH)];
    await before.again(open);
    await before.made(made.id, "plan-1");
    await first.close();
    await using second = await openStore(url);
    const after = connectDrafts(second, () => 0);
    expect(await after.find(open.id, "ada")).toEqual({ ...open, tries: 1 });
    await after.drop(made.id);
    expect(await after.find(made.id, "ada")).toMatchObject({ state: "made", plan: "plan-1" });
  });

  it("that was refused by two at once has been tried once more, and a dropped one stays away", async () => {
    const drafts = connectDrafts(await stores.open(), () => 0);
    const draft = await drafts.keep("ada", "m1", SKETCH);
    await Promise.all([drafts.again(draft), drafts.again(draft)]);
    expect(await drafts.find(draft.id, "ada")).toMatchObject({ tries: 1 });
    await drafts.drop(draft.id);
    expect(await drafts.keep("ada", "m1", SKETCH)).toMatchObject({ id: draft.id, state: "dropped" });
  });

  it("is forgotten after a week, and its row goes with the next one that is kept", async () => {
    const store = await stores.open();
    const clock = { now: 0 };
    const drafts = connectDrafts(store, () => clock.now);
    const { id } = await drafts.keep("ada", "m1", SKETCH);
    clock.now = WEEK - 1;
    expect(await drafts.find(id, "ada")).toMatchObject({ id });
    clock.now = WEEK;
    expect(await drafts.find(id, "ada")).toBeUndefined();
    const next = await drafts.keep("ada", "m2", SKETCH);
    expect(await store.read.selectFrom("drafts").select("id").execute()).toEqual([{ id: next.id }]);
  });
});
