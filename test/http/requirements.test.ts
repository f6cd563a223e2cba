/**
 * Requirements and release notes over HTTP.
 */
import { expect, test } from "vitest";
import { apiWorld } from "./api-world.ts";

const FILE = `name: Release 2.4
manager: ada
requirements: [SHOP-120, "https://git.example/shop/issues/7"]
items: [{ name: Build, text: Build it. }]
`;

async function asked(path: string, headers: Readonly<Record<string, string>> = {}) {
  const world = await apiWorld();
  await world.ask("/api/v1/plans", { as: "ci", yaml: FILE });
  return world.ask(`/api/v1${path}`, { as: "ci", headers });
}

test("a plan's requirements are answered as they were read", async () => {
  const answer = await asked("/plans/1/requirements");
  expect(await answer.json()).toEqual({
    requirements: ["SHOP-120", "https://git.example/shop/issues/7"],
    reading: {},
  });
});

test("release notes come in the language that is asked for", async () => {
  const english = await asked("/plans/1/notes");
  expect(english.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  expect(await english.text()).toContain("Plan 1");
  const chinese = await asked("/plans/1/notes?lang=zh");
  expect([chinese.headers.get("content-language"), await chinese.text()]).toEqual([
    "zh",
    expect.stringContaining("发布计划 1"),
  ]);
  expect((await asked("/plans/1/notes?lang=fr")).status).toBe(400);
});

test("boards, sprints and issues are looked for, and why they could not be is said", async () => {
  expect(await (await asked("/requirements?project=SHOP")).json()).toMatchObject({ boards: [{ id: 7 }], more: false });
  expect((await asked("/requirements?board=nowhere")).status).toBe(404);
  const silent = await asked("/requirements?words=down");
  expect([silent.status, await silent.json()]).toMatchObject([503, { code: "tracker-silent" }]);
  expect((await asked("/requirements?page=0")).status).toBe(400);
});

test("the command refresh is the door's to refuse", async () => {
  const world = await apiWorld();
  await world.ask("/api/v1/plans", { as: "ci", yaml: FILE });
  const answer = await world.ask("/api/v1/plans/1/commands", { as: "ci", json: { type: "refresh" } });
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: "not-readable" }]);
});
