import { describe, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import {
  ada,
  approval,
  bo,
  build,
  CLOSES,
  dana,
  ENGINE,
  eve,
  gil,
  HOUR,
  level,
  MINUTE,
  MORNING,
  OPENS,
  tell,
} from "../support/cast.ts";
import { executing, passed } from "../support/given.ts";

const done: Command = { type: "done", item: "i1" };
const run: Command = { type: "run", item: "i1" };
const FREEZE = { name: "Singles' Day", from: OPENS, until: OPENS + HOUR };

describe("a freeze", () => {
  const frozen = () => executing({ items: [tell("i1"), tell("i2")] }, { freezes: [FREEZE] }).at(OPENS);

  test("refuses what would be carried out, and says until when", () => {
    frozen()
      .when(done)
      .refuses("frozen", { freeze: "Singles' Day", until: OPENS + HOUR });
    frozen()
      .at(OPENS + HOUR - 1)
      .when(done)
      .refuses("frozen");
    frozen()
      .at(OPENS + HOUR)
      .when(done)
      .taken();
    executing({ items: [build("i1")] }, { freezes: [FREEZE] })
      .when(run)
      .refuses("frozen");
  });

  test("says the time at which it really becomes possible", () => {
    const after = { name: "Weekend", from: OPENS + HOUR, until: OPENS + HOUR + MINUTE };
    frozen()
      .in({ freezes: [FREEZE, after] })
      .when(done)
      .refuses("frozen", { freeze: "Singles' Day", until: OPENS + HOUR + MINUTE });
    frozen()
      .at(MORNING)
      .when(done)
      .refuses("window-not-open", { opens: OPENS, freeze: { name: "Singles' Day", from: OPENS, until: OPENS + HOUR } });
    const long = frozen().in({ freezes: [{ ...FREEZE, until: CLOSES }] });
    long.when(done).refuses("frozen", { until: CLOSES, closes: CLOSES });
    long.at(MORNING).when(done).refuses("frozen", { until: CLOSES, closes: CLOSES });
  });

  test("lets an admin through with a reason, and nobody else", () => {
    frozen()
      .when({ ...done, despiteFreeze: "hotfix" }, ada)
      .refuses("not-allowed", { need: "admin" });
    frozen()
      .when({ ...done, despiteFreeze: " " }, eve)
      .refuses("reason-needed");
    frozen()
      .when({ ...done, despiteFreeze: "a\u202eb" }, eve)
      .refuses("control-characters");
    frozen()
      .when({ ...done, despiteFreeze: "hotfix" }, eve)
      .gives({ type: "item-done", despiteFreeze: "hotfix" });
  });

  test("is the calendar's matter alone: the window still holds", () => {
    const wide = { ...FREEZE, from: MORNING, until: CLOSES + HOUR };
    const story = frozen().in({ freezes: [wide] });
    story
      .at(OPENS - 1)
      .when({ ...done, despiteFreeze: "hotfix" }, eve)
      .refuses("window-not-open");
    story
      .at(CLOSES)
      .when({ ...done, despiteFreeze: "hotfix" }, eve)
      .refuses("window-over");
  });

  test("says nothing of an exception where there is no freeze", () => {
    frozen()
      .at(OPENS + HOUR)
      .when({ ...done, despiteFreeze: "hotfix" }, ada)
      .gives("item-done");
  });

  test("wants two admins where the policy does", () => {
    const items = [tell("i1"), tell("i2"), build("i3"), build("i4")];
    const story = executing({ policy: "strict", items }, { freezes: [] })
      .at(OPENS)
      .after([{ type: "run", item: "i4" }, ada]);
    const despite = { ...done, despiteFreeze: "hotfix" } as const;
    const proposed = story
      .in({ freezes: [FREEZE] })
      .when(despite, eve)
      .gives("exception-proposed")
      .items({ i1: "todo", i2: "todo", i3: "todo", i4: "running" });
    proposed.when(despite, eve).refuses("second-person", { proposedBy: eve });
    proposed.when({ ...despite, item: "i2" }, gil).gives("exception-proposed");
    proposed.when(despite, gil).gives({ type: "item-done", proposedBy: eve });
    const meanwhile = proposed.at(OPENS + MINUTE).after([passed(proposed, "i4"), ENGINE]);
    meanwhile.when(despite, gil).gives({ type: "item-done", proposedBy: eve });
  });
});

describe("a policy that keeps approvers from executing", () => {
  test("refuses who has voted, and nobody else", () => {
    const story = executing({
      policy: "strict",
      approval: approval(level([bo, dana], "any")),
      items: [tell("i1", { owners: [bo, dana] })],
    }).at(OPENS);
    story.when(done, bo).refuses("approver-may-not-execute");
    story.when({ type: "skip", item: "i1", reason: "no" }, bo).refuses("approver-may-not-execute");
    story.when(done, dana).taken().is("success");
  });
});
