/**
 * The release calendar, and plans that recur, over HTTP.
 */
import { expect, test } from "vitest";
import { z } from "zod";
import { saveTemplate } from "../../src/store/templates.ts";
import type { Asking, World } from "./api-world.ts";
import { apiWorld, NOON } from "./api-world.ts";

const FREEZE = { name: "Stock-taking", time: "2026-12-31T20:00+08:00/2027-01-02T08:00+08:00", tags: ["shop"] };
const SERIES = { template: "weekly", every: "thursday 20:00", zone: "Asia/Shanghai", values: { what: "release" } };
const HOUR = 3_600_000;

async function asked(world: World, path: string, how: Asking) {
  const answer = await world.ask(`/api/v1${path}`, how);
  const body = z.looseObject({}).parse(await answer.json());
  return { status: answer.status, ...body };
}

async function withTemplate(): Promise<World> {
  const world = await apiWorld();
  const draft = "name: Weekly {{what}}\nitems:\n  - { name: Tell, text: tell }\n";
  await world.store.write((tx) => saveTemplate(tx, { name: "weekly", draft, by_person: "ada", at: NOON }));
  return world;
}

test("a freeze is begun once, listed, in the calendar, and ended once", async () => {
  const world = await apiWorld();
  const how: Asking = { as: "keeper", method: "POST", json: FREEZE, headers: { "idempotency-key": "k1" } };
  const begun = await asked(world, "/freezes", how);
  expect(begun).toMatchObject({ status: 201, number: 1, name: "Stock-taking", tags: ["shop"], zone: "Asia/Shanghai" });
  expect(await asked(world, "/freezes", how)).toEqual(begun);
  expect(await asked(world, "/freezes", { ...how, json: { ...FREEZE, name: "Other" } })).toMatchObject({
    code: "key-reused",
  });
  const { status: _, ...freeze } = begun;
  expect(await asked(world, "/freezes", { as: "reader" })).toMatchObject({ freezes: [freeze] });
  const year = `/calendar?from=${NOON}&until=${NOON + 1000 * HOUR}`;
  expect(await asked(world, year, { as: "reader" })).toMatchObject({
    spans: [{ name: "Stock-taking", kind: "freeze", number: 1, concerns: ["shop"] }],
    feeds: [],
  });
  expect(await asked(world, "/calendar", { as: "reader" })).toMatchObject({ spans: [] });
  const end: Asking = { as: "keeper", method: "DELETE" };
  expect(await asked(world, "/freezes/1", end)).toMatchObject({ status: 200, number: 1 });
  expect(await asked(world, "/freezes/1", end)).toMatchObject({ status: 404, code: "no-freeze" });
});

test("a template recurs by a program, is paused, resumed and stopped", async () => {
  const world = await withTemplate();
  const how: Asking = { as: "writer", method: "POST", json: SERIES, headers: { "idempotency-key": "k1" } };
  const begun = await asked(world, "/recurring", how);
  const next = Date.parse("2026-11-26T20:00+08:00");
  expect(begun).toMatchObject({ status: 201, number: 1, template: "weekly", repeat: "FREQ=WEEKLY;BYDAY=TH", next });
  expect(await asked(world, "/recurring", how)).toEqual(begun);
  expect(await asked(world, "/recurring", { as: "reader" })).toMatchObject({ recurring: [{ number: 1, next }] });
  const change = (path: string, method: string) => asked(world, `/recurring/1${path}`, { as: "writer", method });
  expect(await change("/pause", "POST")).not.toHaveProperty("next");
  expect(await change("/resume", "POST")).toMatchObject({ next });
  expect(await change("", "DELETE")).toMatchObject({ status: 200 });
  expect(await change("", "DELETE")).toMatchObject({ status: 404, code: "no-series" });
});

test.each<[string, string, Asking, number, string]>([
  [
    "a freeze by a token that may only write",
    "/freezes",
    { as: "writer", method: "POST", json: FREEZE },
    403,
    "no-right",
  ],
  ["ending one by a token that may only read", "/freezes/1", { as: "reader", method: "DELETE" }, 403, "no-right"],
  [
    "a freeze that is over",
    "/freezes",
    { as: "keeper", method: "POST", json: { ...FREEZE, time: "2026-11-20T20:00Z/2026-11-20T21:00Z" } },
    422,
    "over",
  ],
  [
    "a freeze at no time",
    "/freezes",
    { as: "keeper", method: "POST", json: { ...FREEZE, time: "some day" } },
    422,
    "bad-time",
  ],
  [
    "a rule that is none",
    "/freezes",
    { as: "keeper", method: "POST", json: { ...FREEZE, repeat: "sometimes" } },
    422,
    "bad-rule",
  ],
  [
    "an unknown field",
    "/freezes",
    { as: "keeper", method: "POST", json: { ...FREEZE, env: ["prod"] } },
    422,
    "invalid-freeze",
  ],
  [
    "what is no JSON",
    "/freezes",
    { as: "keeper", method: "POST", body: "{", headers: { "content-type": "application/json" } },
    400,
    "bad-json",
  ],
  ["a number that is none", "/freezes/x", { as: "keeper", method: "DELETE" }, 404, "not-found"],
  ["a range that is none", "/calendar?from=2&until=1", { as: "reader" }, 400, "invalid-query"],
  [
    "a template that is not there",
    "/recurring",
    { as: "writer", method: "POST", json: { ...SERIES, template: "x" } },
    404,
    "no-template",
  ],
  [
    "a zone that is none",
    "/recurring",
    { as: "writer", method: "POST", json: { ...SERIES, zone: "Mars/Base" } },
    422,
    "invalid-recurring",
  ],
  [
    "values that are missing",
    "/recurring",
    { as: "writer", method: "POST", json: { ...SERIES, values: {} } },
    422,
    "template-open",
  ],
  [
    "a recurring plan by a token that may only read",
    "/recurring",
    { as: "reader", method: "POST", json: SERIES },
    403,
    "no-right",
  ],
])("%s is refused, and changes nothing", async (_, path, how, status, code) => {
  const world = await withTemplate();
  const before = await world.state();
  expect(await asked(world, path, how)).toMatchObject({ status, code });
  expect(await world.state()).toBe(before);
});
