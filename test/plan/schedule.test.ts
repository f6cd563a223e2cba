import { describe, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { ada, build, dana, ENGINE, HOUR, MINUTE, OPENS, TIMER, tell } from "../support/cast.ts";
import { drafted, executing, failed, passed } from "../support/given.ts";

const run: Command = { type: "run-scheduled" };
const AT = OPENS + 30 * MINUTE;
const items = [
  build("i1"),
  tell("i2", { after: ["i1"] }),
  build("i3", { after: ["i2"], owners: [ada] }),
  build("i4", { after: ["i1"] }),
];
const scheduled = (change = {}) => executing({ schedule: AT, items }, change).at(AT);

describe("a schedule", () => {
  test("starts what is ready when its time has come, and not before", () => {
    scheduled()
      .at(AT - 1)
      .when(run, TIMER)
      .refuses("not-yet", { closes: AT });
    scheduled().when(run, TIMER).gives("schedule-began", { type: "item-started", item: "i1", by: TIMER });
  });

  test("starts nothing twice", () => {
    const began = scheduled().after([run, TIMER]);
    began.when(run, TIMER).repeats();
    began.when({ type: "run", item: "i1" }).repeats();
  });

  test("starts what becomes ready later by itself, in its own name", () => {
    const began = scheduled().after([run, TIMER]);
    const second = began
      .when(passed(began, "i1"), ENGINE)
      .gives({ type: "item-done", item: "i1", by: ENGINE }, { type: "item-started", item: "i4", by: TIMER });
    second
      .when({ type: "done", item: "i2" }, dana)
      .gives(
        { type: "item-done", item: "i2", by: { kind: "person", id: dana } },
        { type: "item-started", item: "i3", by: TIMER },
      );
    second
      .when({ type: "skip", item: "i2", reason: "no" }, dana)
      .gives(
        { type: "item-skipped", by: { kind: "person", id: dana } },
        { type: "item-started", item: "i3", by: TIMER },
      );
  });

  test("does not start a failed item again by itself", () => {
    const began = scheduled().after([run, TIMER]);
    began
      .when(failed(began, "i1"), ENGINE)
      .gives("item-failed")
      .items({ i1: "failed", i2: "todo", i3: "todo", i4: "todo" });
  });

  test("leaves to people an item whose earlier run could not be stopped", () => {
    const again = executing({ schedule: AT, items: [build("i1"), build("i2")] }).after(
      [{ type: "run", item: "i1" }, ada],
      [{ type: "replan" }, ada],
      [{ type: "run-not-stopped", key: "p1/i1/1", reason: "no answer" }, ENGINE],
      [{ type: "finish" }, ada],
      [{ type: "start" }, ada],
    );
    const began = again
      .at(AT)
      .when(run, TIMER)
      .gives("schedule-began", { type: "item-started", item: "i2" })
      .items({ i1: "todo", i2: "running" });
    began.when({ type: "run", item: "i1" }).gives({ type: "item-started", key: "p1/i1/2" });
  });

  test("says that it was missed, and why", () => {
    drafted({ schedule: AT }).at(AT).when(run, TIMER).gives({ type: "schedule-missed", why: "not-executing" });
    scheduled({ freezes: [{ name: "Freeze", from: OPENS, until: OPENS + HOUR }] })
      .when(run, TIMER)
      .gives({ type: "schedule-missed", why: "frozen" });
  });

  test("means nothing to a plan without one, or one that has ended", () => {
    executing({ items }).when(run, TIMER).repeats();
    scheduled()
      .after([{ type: "cancel", reason: "no" }, ada])
      .when(run, TIMER)
      .repeats();
  });

  test("in the past keeps a draft from being finished", () => {
    drafted({ schedule: AT }).at(AT).when({ type: "finish" }).refuses("schedule-over", { schedule: AT });
    drafted({ schedule: AT })
      .at(AT - 1)
      .when({ type: "finish" })
      .taken();
  });

  test("begins anew after a replan", () => {
    const began = scheduled().after([run, TIMER], [{ type: "replan" }, ada]);
    began.when(run, TIMER).gives({ type: "schedule-missed", why: "not-executing" });
  });
});
