import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { Policy } from "../../src/plan/context.ts";
import { STANDARD_POLICY } from "../../src/plan/context.ts";
import { scheduleDue } from "../../src/plan/schedule.ts";
import { ada, bo, build, CLOSES, dana, gateOfTwo, HOUR, MINUTE, OPENS, TIMER, tell } from "../support/cast.ts";
import { executing, submitted } from "../support/given.ts";

const run: Command = { type: "run-scheduled" };
const AT = OPENS + 30 * MINUTE;
const items = [build("i1"), tell("i2", { after: ["i1"] })];
const world = (late: Policy["late"]) => ({ policies: { standard: { ...STANDARD_POLICY, late } } });
const scheduled = (late: Policy["late"]) => executing({ schedule: AT, items }, world(late)).at(AT);

describe("a schedule whose time passed while gonogo was not running", () => {
  test("still starts when it is late by less than its policy allows", () => {
    const story = scheduled({ within: 30 * MINUTE, otherwise: "ask" });
    story
      .at(AT + 30 * MINUTE - 1)
      .when(run, TIMER)
      .gives("schedule-began", "item-started");
    story
      .at(AT + 30 * MINUTE)
      .when(run, TIMER)
      .gives({ type: "schedule-missed", why: "late", outcome: "ask" });
  });

  test("is on time within a minute, also where the policy allows no lateness", () => {
    const story = scheduled({ within: 0, otherwise: "ask" });
    story
      .at(AT + MINUTE - 1)
      .when(run, TIMER)
      .gives("schedule-began", "item-started");
    story
      .at(AT + MINUTE)
      .when(run, TIMER)
      .gives({ type: "schedule-missed", why: "late", outcome: "ask" });
  });

  test("ends a plan whose policy lets that fail", () => {
    scheduled({ within: 0, otherwise: "fail" })
      .at(AT + HOUR)
      .when(run, TIMER)
      .gives({ type: "schedule-missed", outcome: "fail" }, { type: "timed-out", why: "schedule" })
      .is("timeout");
  });
});

describe("a manager who is asked about a missed schedule", () => {
  const asked = scheduled({ within: 0, otherwise: "ask" })
    .at(AT + HOUR)
    .after([run, TIMER]);

  test("starts the scheduled items, once, and nobody else does", () => {
    asked.when({ type: "start" }, dana).refuses("not-allowed", { need: "manager" });
    const began = asked.after([{ type: "start" }, ada]);
    expect(began.plan.scheduled).toBe(true);
    began.items({ i1: "running", i2: "todo" });
    began.when({ type: "start" }, ada).repeats();
    began.when(run, TIMER).repeats();
  });

  test("can't start them outside the window or in a freeze", () => {
    const frozen = asked.in({ freezes: [{ name: "Freeze", from: AT, until: CLOSES }] });
    frozen.when({ type: "start" }, ada).refuses("frozen");
    asked.at(CLOSES).when({ type: "start" }, ada).refuses("window-over");
  });

  test("is asked once: the timer has nothing more to do", () => {
    expect(scheduleDue(asked.plan)).toBeUndefined();
    asked.when(run, TIMER).repeats();
  });

  test("may plan it anew, and the new schedule begins with nothing missed", () => {
    const again = asked.after([{ type: "replan" }, ada]);
    expect(again.plan.missed).toBeUndefined();
  });
});

describe("a schedule that something holds back at its time", () => {
  const late = { within: HOUR, otherwise: "ask" } as const;

  test("starts as soon as its freeze is over, if that is in time", () => {
    const freeze = { name: "Freeze", from: OPENS, until: AT + 20 * MINUTE };
    const held = executing({ schedule: AT, items }, { ...world(late), freezes: [freeze] })
      .at(AT)
      .when(run, TIMER)
      .gives({ type: "schedule-missed", why: "frozen", outcome: "waiting", next: freeze.until, until: AT + HOUR });
    expect(scheduleDue(held.plan)).toBe(freeze.until);
    held.at(freeze.until).when(run, TIMER).gives("schedule-began", "item-started");
  });

  test("starts when the approval it waited for has come", () => {
    const waiting = submitted({ schedule: AT, items }, world(late)).at(AT).after([run, TIMER]);
    expect(scheduleDue(waiting.plan)).toBe(AT + HOUR);
    const approved = waiting.at(AT + 10 * MINUTE).after([{ type: "approve" }, bo]);
    expect(scheduleDue(approved.plan)).toBe(AT + 10 * MINUTE);
    approved.when(run, TIMER).gives("schedule-began", "item-started");
  });

  test("asks when its time is over and it is still held back", () => {
    const waiting = submitted({ schedule: AT, items }, world(late)).at(AT).after([run, TIMER]);
    waiting
      .at(AT + HOUR)
      .when(run, TIMER)
      .gives({ type: "schedule-missed", why: "not-executing", outcome: "ask" });
  });
});

test("a schedule has nothing to miss when people had carried out every item before it", () => {
  const change = { ...world({ within: 0, otherwise: "fail" }), gates: [gateOfTwo("all_job_done")] };
  const done = executing({ schedule: AT, items: [tell("i1")] }, change)
    .at(OPENS)
    .after([{ type: "done", item: "i1" }, dana]);
  expect(done.plan.status).toBe("wait_for_all_done_external_check");
  expect(scheduleDue(done.plan)).toBeUndefined();
  done.at(AT).when(run, TIMER).repeats();
});
