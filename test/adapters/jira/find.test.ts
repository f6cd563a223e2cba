/**
 * Looking for boards, sprints and issues in Jira.
 */
import { describe, expect, test } from "vitest";
import type { RequirementQuery } from "../../../src/plan/found.ts";
import { jiraWorld } from "./jira-world.ts";

async function finding(deployment: "cloud" | "data-center" = "cloud") {
  const { jira, source } = await jiraWorld(deployment);
  return { jira, find: async (query: RequirementQuery) => source.find?.(query) };
}

describe.each(["cloud", "data-center"] as const)("in %s,", (deployment) => {
  test("without anything to go by there are boards", async () => {
    const { jira, find } = await finding(deployment);
    expect(await find({})).toEqual({
      found: "boards",
      more: false,
      boards: [
        { id: 7, name: "Shop board", type: "scrum", project: "SHOP" },
        { id: 8, name: "Operations", type: "kanban", project: "OPS" },
      ],
    });
    expect(jira.violations()).toEqual([]);
  });

  test("a board has its sprints, the active ones first and the old ones last", async () => {
    const { jira, find } = await finding(deployment);
    for (const board of ["7", "shop BOARD"]) {
      const found = await find({ board });
      expect(found).toMatchObject({ found: "sprints", board: "Shop board", more: false });
      expect(found?.found === "sprints" && found.sprints.map(({ id }) => id)).toEqual([42, 43, 41, 40]);
    }
    expect(await find({ board: "7", words: "24.1" })).toMatchObject({ sprints: [{ id: 40, project: "SHOP" }] });
    expect(jira.violations()).toEqual([]);
  });

  test("a project with one board has that board's sprints", async () => {
    const { find } = await finding(deployment);
    expect(await find({ project: "SHOP" })).toMatchObject({ found: "sprints", board: "Shop board" });
  });

  test("a sprint has issues, and a project has those with the words", async () => {
    const { jira, find } = await finding(deployment);
    expect(await find({ sprint: 42 })).toMatchObject({ found: "issues", issues: { length: 7 }, more: false });
    expect(await find({ sprint: 42, words: "checkout" })).toMatchObject({ issues: { length: 3 } });
    expect(await find({ project: "SHOP", words: "cart totals" })).toMatchObject({ issues: [{ key: "SHOP-120" }] });
    expect(await find({ words: "shop-120" })).toMatchObject({ issues: [{ key: "SHOP-120" }] });
    expect(jira.violations()).toEqual([]);
  });

  test("more than a page is paged", async () => {
    const { jira, find } = await finding(deployment);
    const more = { status: "Done", category: "done", type: "Story", summary: "Many" } as const;
    for (let number = 1000; number < 1025; number++) jira.issues.push({ ...more, key: `SHOP-${number}` });
    expect(await find({ words: "many" })).toMatchObject({ issues: { length: 10 }, more: true });
    expect(await find({ words: "many", page: 3 })).toMatchObject({ issues: { length: 5 }, more: false });
    expect(jira.violations()).toEqual([]);
  });
});

test("the sprints that go on and that come are found behind more of old ones than are read", async () => {
  const { jira, find } = await finding();
  for (let id = 1000; id < 1600; id++) jira.sprints.push({ id, name: "Shop, long ago", state: "closed", board: 7 });
  const found = await find({ board: "7" });
  expect(found?.found === "sprints" && found.sprints.slice(0, 2).map(({ id }) => id)).toEqual([42, 43]);
  expect(jira.violations()).toEqual([]);
});

test("several boards of one name are listed, none is taken for the one that was meant", async () => {
  const { jira, find } = await finding();
  jira.boards.push({ id: 9, name: "Operations", type: "scrum", project: "SHOP" });
  expect(await find({ board: "operations" })).toMatchObject({ found: "boards", boards: [{ id: 8 }, { id: 9 }] });
  expect(await find({ board: "operations", project: "OPS" })).toMatchObject({ found: "sprints", board: "Operations" });
  expect(jira.violations()).toEqual([]);
});

test("what is not there finds nothing, and breaks nothing", async () => {
  const { jira, find } = await finding();
  expect(await find({ board: "nowhere" })).toBeUndefined();
  expect(await find({ board: "99" })).toBeUndefined();
  expect(await find({ project: "NONE" })).toEqual({ found: "boards", boards: [], more: false });
  expect(await find({ board: "Operations" })).toMatchObject({ found: "sprints", sprints: [] });
  expect(await find({ words: '" OR project = X AND text ~ "\\' })).toMatchObject({ found: "issues", issues: [] });
  expect(jira.violations()).toEqual([]);
});
