import { expect, test } from "vitest";
import { possibleCommands } from "../../src/plan/possible.ts";
import { ownersWaited } from "../../src/plan/window-near.ts";
import { ada, bo, build, chen, contextOf, dana, eve, mallory, TOKEN, tell } from "../support/cast.ts";
import { drafted, executing } from "../support/given.ts";

const claim = { type: "claim", item: "i1" } as const;
const run = { type: "run", item: "i1" } as const;
const shared = () => executing({ items: [build("i1", { owners: [bo, "group:qa"] }), tell("i2")] });

test("one of several owners claims an item, and the others leave it alone", () => {
  const claimed = shared().when(claim, bo).gives({ type: "item-claimed", item: "i1" });
  claimed.when(claim, bo).repeats();
  claimed.when(claim, chen).refuses("claimed", { by: bo });
  claimed.when(run, chen).refuses("claimed", { by: bo });
  claimed.when({ type: "skip", item: "i1", reason: "no" }, chen).refuses("claimed");
  claimed.when(run, bo).taken();
});

test("the manager and admins may go on all the same, or take it over", () => {
  const claimed = shared().after([claim, bo]);
  claimed.when(run, ada).taken();
  const taken = claimed.when(claim, eve).gives({ type: "item-claimed", item: "i1", from: bo });
  taken.when(run, bo).refuses("claimed", { by: eve });
});

test("another owner confirms what whoever claimed it has said, where two people have to", () => {
  const item = tell("i1", { owners: [bo, "group:qa"], work: { type: "text", content: "Look.", confirm: "two" } });
  const said = executing({ items: [item] }).after([claim, bo], [{ type: "done", item: "i1" }, bo]);
  said.when({ type: "skip", item: "i1", reason: "no" }, chen).refuses("claimed", { by: bo });
  const done = said.after([{ type: "done", item: "i1" }, chen]);
  expect(done.plan.items.i1).toMatchObject({ state: "done", confirms: { by: bo } });
});

test("a first word by somebody else leaves the claim as it is", () => {
  const item = tell("i1", { owners: [bo, "group:ops"], work: { type: "text", content: "Look.", confirm: "two" } });
  const done = { type: "done", item: "i1" } as const;
  const said = executing({ items: [item] }).after([claim, bo], [done, eve]);
  said.when(done, chen).refuses("claimed", { by: bo });
  said.when(done, bo).taken();
  const claimedLater = executing({ items: [item] }).after([done, bo], [claim, chen]);
  claimedLater.when(done, dana).refuses("claimed", { by: chen });
  claimedLater.when(done, chen).taken();
});

test("only those who may carry it out claim it, and only while there is something to do", () => {
  for (const who of [dana, mallory, TOKEN]) shared().when(claim, who).refuses("not-allowed");
  shared().after([run, bo]).when(claim, bo).refuses("wrong-item-state");
  shared().when({ type: "claim", item: "i9" }, ada).refuses("unknown-item");
  drafted().when(claim, ada).refuses("wrong-status");
});

test("what is claimed waits for whoever claimed it", () => {
  const waited = (story: ReturnType<typeof shared>) => ownersWaited(story.plan, contextOf(story.world, ada).people);
  expect(waited(shared())).toEqual([bo, chen, dana]);
  expect(waited(shared().after([claim, chen]))).toEqual([chen, dana]);
});

test("it is offered while nobody has, and is forgotten with a replan", () => {
  const offered = (story: ReturnType<typeof shared>) => possibleCommands(story.plan, story.world.now).includes("claim");
  expect(offered(shared())).toBe(true);
  const claimed = shared().after([claim, bo]);
  expect(offered(claimed)).toBe(false);
  expect(claimed.after([{ type: "replan" }, ada]).plan.claims).toBeUndefined();
  expect(offered(executing({ items: [build("i1")] }))).toBe(false);
});

test("the log says from whom a plan was handed over", () => {
  drafted().when({ type: "handover", to: dana }, ada).gives({ type: "handed-over", to: dana, from: ada });
});
