import { expect, test } from "vitest";
import { createReach, dayOf, messageLimit } from "../../src/people/reach.ts";
import { messageSettings } from "../../src/settings/messages.ts";

const at = (text: string) => Date.parse(text);
const iso = (time: number | undefined) => (time === undefined ? "never" : new Date(time).toISOString().slice(0, 16));

interface Scene {
  readonly zone?: string;
  readonly silent?: boolean;
  readonly hours?: { readonly from: number; readonly until: number };
  readonly away?: number;
  readonly full?: readonly string[];
}

function reachOf({ zone = "UTC", silent = false, hours, away, full = [] }: Scene) {
  return createReach({
    messages: messageSettings(undefined),
    people: { bo: { silent, hours } },
    zoneOf: () => zone,
    awayUntil: (_person, time) => (away !== undefined && time < away ? away : undefined),
    toldEnough: (_person, day) => full.includes(day),
  });
}

const next = (scene: Scene, time: string) => iso(reachOf(scene).free("bo", at(time)));

test("working hours are those of the person's own zone, on working days", () => {
  expect(next({}, "2026-11-24T10:30Z")).toBe("2026-11-24T10:30");
  expect(next({}, "2026-11-24T08:59Z")).toBe("2026-11-24T09:00");
  expect(next({}, "2026-11-24T18:00Z")).toBe("2026-11-25T09:00");
  // Friday evening, and Saturday in Shanghai already.
  expect(next({}, "2026-11-27T18:00Z")).toBe("2026-11-30T09:00");
  expect(next({ zone: "Asia/Shanghai" }, "2026-11-27T16:30Z")).toBe("2026-11-30T01:00");
});

test("hours are those on the wall, on both days on which clocks are put, and on a leap day", () => {
  const zone = "Europe/Berlin";
  expect(next({ zone }, "2026-03-27T20:00Z")).toBe("2026-03-30T07:00");
  expect(next({ zone }, "2026-10-23T20:00Z")).toBe("2026-10-26T08:00");
  expect(next({ zone }, "2028-02-28T20:00Z")).toBe("2028-02-29T08:00");
  const night = { from: 150, until: 180 };
  // The half hour from 2:30 does not exist on that Sunday; no working day loses one.
  expect(next({ zone, hours: night }, "2026-03-27T20:00Z")).toBe("2026-03-30T00:30");
});

test("somebody away is free when they are back, and somebody silent never", () => {
  expect(next({ away: at("2026-11-26T20:00Z") }, "2026-11-24T10:00Z")).toBe("2026-11-27T09:00");
  expect(next({ silent: true }, "2026-11-24T10:00Z")).toBe("never");
});

test("somebody who heard enough is free on the next day", () => {
  expect(next({ full: ["2026-11-24"] }, "2026-11-24T10:00Z")).toBe("2026-11-25T09:00");
  expect(next({ full: ["2026-11-24", "2026-11-25"] }, "2026-11-24T10:00Z")).toBe("2026-11-26T09:00");
});

test("somebody insisting reaches people outside of their hours, but neither the silent nor those who heard enough", () => {
  const night = at("2026-11-24T23:00Z");
  expect(reachOf({}).open("bo", night)).toBe(true);
  expect(reachOf({ silent: true }).open("bo", night)).toBe(false);
  expect(reachOf({ full: ["2026-11-24"] }).open("bo", night)).toBe(false);
});

test("a day is that of the person, and what is too much for it waits for the next working morning", () => {
  expect(dayOf(at("2026-11-24T16:30Z"), "Asia/Shanghai")).toBe("2026-11-25");
  const limit = messageLimit({ messages: messageSettings(undefined), people: {} }, { zoneOf: () => "Asia/Shanghai" });
  expect(iso(limit.morningAfter("bo", at("2026-11-24T03:00Z")))).toBe("2026-11-25T01:00");
  expect(iso(limit.morningAfter("bo", at("2026-11-27T03:00Z")))).toBe("2026-11-30T01:00");
});
