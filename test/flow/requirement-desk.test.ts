/**
 * Asking trackers within a time: one that is slow or silent delays nobody.
 */
import { expect, test } from "vitest";
import { EngineError } from "../../src/flow/engine.ts";
import type { RequirementDeskNeeds } from "../../src/flow/requirement-desk.ts";
import { createRequirementDesk } from "../../src/flow/requirement-desk.ts";
import type { ReadState, RequirementSource } from "../../src/flow/requirements.ts";
import type { IssueFacts } from "../../src/plan/reading.ts";
import { handClock } from "../support/hand-clock.ts";

const facts = (key: string): IssueFacts => ({ key, title: key, state: "Done", stage: "done", url: `https://j/${key}` });
const issue = (key: string): ReadState => ({ kind: "issue", ...facts(key) });

function desk(
  read: RequirementSource["read"],
  more: Partial<RequirementSource & RequirementDeskNeeds> = {},
  others: readonly RequirementSource[] = [],
) {
  const clock = handClock();
  const errors: unknown[] = [];
  const asked: string[] = [];
  const source: RequirementSource = {
    name: "Jira",
    reads: ({ kind }) => kind !== "link",
    read: (requirement) => {
      asked.push(requirement.kind === "issue" ? requirement.key : requirement.kind);
      return read(requirement);
    },
    stop: async () => undefined,
    ...more,
  };
  const needs = { now: clock.now, scheduler: clock, onError: (error: unknown) => void errors.push(error) };
  return { clock, errors, asked, desk: createRequirementDesk({ sources: [source, ...others], ...needs }) };
}

test("what was read is answered, what nothing reads is left out", async () => {
  const world = desk(async () => issue("SHOP-1"));
  expect(await world.desk.read(["SHOP-1", "https://git.example/7", "SHOP-1"], 1_000)).toEqual({
    "SHOP-1": { answer: "read", state: issue("SHOP-1") },
  });
  expect(world.asked).toEqual(["SHOP-1"]);
});

test("whoever has no answer in time is silent, and the others are not", async () => {
  const world = desk((requirement) =>
    requirement.kind === "sprint" ? new Promise(() => undefined) : Promise.resolve(issue("SHOP-1")),
  );
  const reading = world.desk.read(["SHOP-1", "sprint:SHOP/42"], 3_000);
  await new Promise(setImmediate);
  world.clock.advance(3_000);
  expect(await reading).toEqual({
    "SHOP-1": { answer: "read", state: issue("SHOP-1") },
    "sprint:SHOP/42": { answer: "silent", why: "no answer in time" },
  });
});

test("a tracker that hangs takes no turn of another's", async () => {
  const hanging: RequirementSource = {
    name: "GitHub",
    reads: ({ kind }) => kind === "link",
    read: () => new Promise(() => undefined),
    stop: async () => undefined,
  };
  const world = desk(async () => issue("SHOP-1"), {}, [hanging]);
  const links = Array.from({ length: 6 }, (_, place) => `https://github.com/shop/shop/issues/${place + 1}`);
  const reading = world.desk.read([...links, "SHOP-1"], 3_000);
  await new Promise(setImmediate);
  world.clock.advance(3_000);
  expect((await reading)["SHOP-1"]).toEqual({ answer: "read", state: issue("SHOP-1") });
});

test("a tracker is asked for so many at once, the others in their order whenever one more comes", async () => {
  const words = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, place) => `SHOP-${from + place}`);
  for (let moments = 0; moments < 6; moments += 1) {
    const answers: (() => void)[] = [];
    const world = desk(() => new Promise((resolve) => answers.push(() => resolve(undefined))));
    const first = world.desk.read(words(1, 8), 1_000);
    expect(world.asked).toEqual(words(1, 6));
    answers.shift()?.();
    for (let moment = 0; moment < moments; moment += 1) await Promise.resolve();
    const second = world.desk.read(["SHOP-9"], 1_000);
    while (answers.length > 0) {
      answers.shift()?.();
      await new Promise(setImmediate);
    }
    await Promise.all([first, second]);
    expect(world.asked).toEqual(words(1, 9));
  }
});

test("one click that several surfaces ask after is asked once; a moment later it is asked again", async () => {
  const world = desk(async () => issue("SHOP-1"));
  await Promise.all([world.desk.read(["SHOP-1"], 1_000), world.desk.read(["SHOP-1"], 1_000)]);
  await world.desk.read(["SHOP-1"], 1_000);
  expect(world.asked).toHaveLength(1);
  world.clock.advance(3_001);
  await world.desk.read(["SHOP-1"], 1_000);
  expect(world.asked).toHaveLength(2);
});

test("a tracker that refuses says why, and one that breaks is heard of", async () => {
  const refusing = desk(async () => Promise.reject(new EngineError("Jira answered 403", { sure: true, again: false })));
  expect(await refusing.desk.read(["SHOP-1"], 1_000)).toEqual({
    "SHOP-1": { answer: "silent", why: "Jira answered 403" },
  });
  expect(refusing.errors).toEqual([]);
  const broken = desk(async () => Promise.reject(new TypeError("oops")));
  expect(await broken.desk.read(["SHOP-1"], 1_000)).toEqual({
    "SHOP-1": { answer: "silent", why: "Jira gave an error" },
  });
  expect(broken.errors).toHaveLength(1);
});

test("an issue that does not exist is missing, a link behind which nothing is stays a link", async () => {
  const world = desk(async () => undefined, { reads: () => true });
  expect(await world.desk.read(["SHOP-1", "https://jira.example/browse/SHOP-1"], 1_000)).toEqual({
    "SHOP-1": { answer: "read", state: { kind: "missing" } },
  });
});

test("all the sprints of a plan have so many issues together", async () => {
  const many = Array.from({ length: 600 }, (_, place) => facts(`SHOP-${place + 1}`));
  const world = desk(async () => ({ kind: "sprint", name: "Shop", stage: "doing", issues: many }));
  const answers = await world.desk.read(["sprint:SHOP/1", "sprint:SHOP/2"], 1_000);
  expect(answers["sprint:SHOP/1"]).toMatchObject({ state: { issues: { length: 600 } } });
  expect(answers["sprint:SHOP/2"]).toMatchObject({ state: { issues: { length: 400 }, more: true } });
});
