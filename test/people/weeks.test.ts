import { expect, test } from "vitest";
import type { CalendarEntry } from "../../src/people/calendar/entry.ts";
import { freezesAmong } from "../../src/people/calendar/freezes.ts";
import { spansOf } from "../../src/people/calendar/recurrence.ts";
import type { Command } from "../../src/plan/command.ts";
import { decide } from "../../src/plan/decide.ts";
import { evolve } from "../../src/plan/evolve.ts";
import { ada, build, contextOf, create, dana, HOUR, TIMER, tell, WORLD } from "../support/cast.ts";
import { given } from "../support/given.ts";

const WEEK = 7 * 24 * HOUR;
const MONDAY = Date.parse("2026-01-05T00:00Z");
const CALENDARS = 200;
const WEEKS = 50;

/** Numbers that are the same for the same seed. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A weekly time of the calendar, and whether an instant is in it, worked out without the calendar's own code. */
function weekly(kind: CalendarEntry["kind"], begin: number, length: number) {
  const from = MONDAY + begin;
  const rule = { from, until: from + length, repeat: "FREQ=WEEKLY", zone: "UTC" };
  const entry: CalendarEntry = { name: kind, kind, tags: [], environments: [], spans: (range) => spansOf(rule, range) };
  return { entry, holds: (at: number) => at >= from && (at - from) % WEEK < length };
}

test("in 10,000 random weeks nothing starts in a freeze, outside release windows, or outside the plan's own window", () => {
  let started = 0;
  for (let seed = 1; seed <= CALENDARS; seed++) {
    const roll = dice(seed);
    const freezes = Array.from({ length: 1 + roll(3) }, () =>
      weekly("freeze", roll(160) * HOUR, (1 + roll(30)) * HOUR),
    );
    const windows = Array.from({ length: roll(3) }, () => weekly("window", roll(140) * HOUR, (4 + roll(40)) * HOUR));
    const entries = [...freezes, ...windows].map(({ entry }) => entry);
    for (let week = 0; week < WEEKS; week++) {
      const opens = MONDAY + (week + 1) * WEEK + roll(100) * HOUR;
      const closes = opens + (2 + roll(60)) * HOUR;
      const schedule = opens + roll((closes - opens) / HOUR) * HOUR;
      const items = [build("i1"), tell("i2"), build("i3", { after: ["i2"] })];
      const made = create({ window: { opens, closes }, schedule, approval: undefined, items });
      let { plan } = given(undefined, { now: opens - HOUR }).after(
        [made, ada],
        [{ type: "finish" }, ada],
        [{ type: "start" }, ada],
      );
      const held = freezesAmong(entries, plan.content, opens);
      for (let at = opens - HOUR; at < closes + HOUR; at += (1 + roll(5)) * HOUR) {
        const tries: readonly (readonly [Command, typeof TIMER | string])[] = [
          [{ type: "run-scheduled" }, TIMER],
          [{ type: "run", item: "i1" }, dana],
          [{ type: "done", item: "i2" }, dana],
        ];
        const [command, as] = tries[roll(3)] ?? [{ type: "run-scheduled" }, TIMER];
        const context = { ...contextOf({ ...WORLD, now: at }, as), freezes: () => held };
        const decision = decide(plan, command, context);
        if (!decision.accepted) continue;
        for (const event of decision.events) {
          plan = evolve(plan, event);
          if (event.type !== "item-started" && event.type !== "item-done") continue;
          started++;
          const frozen = freezes.some(({ holds }) => holds(at));
          const inside = windows.length === 0 || windows.some(({ holds }) => holds(at));
          expect([at >= opens && at < closes, frozen, inside], `calendar ${seed}, week ${week}`).toEqual([
            true,
            false,
            true,
          ]);
        }
      }
    }
  }
  expect(started).toBeGreaterThan(5_000);
}, 120_000);
