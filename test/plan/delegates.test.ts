import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { ada, approval, bo, chen, dana, dee, level, rae } from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { submitted } from "../support/given.ts";

const approve: Command = { type: "approve" };

function asking(...levels: Parameters<typeof approval>): Given {
  return submitted({ approval: approval(...levels) }).is("wait_for_approval");
}

describe("groups", () => {
  test("every member of a group is an approver of its own", () => {
    asking(level(["group:qa"], "all"))
      .after([approve, bo], [approve, chen])
      .is("executing");
  });

  test("a person named beside their group has one seat", () => {
    asking(level([bo, "group:qa"], "all"))
      .after([approve, chen], [approve, bo])
      .is("executing");
    asking(level([bo, "group:qa"], 2))
      .when(approve, bo)
      .gives("voted")
      .is("wait_for_approval");
  });

  test("somebody outside the group is no approver", () => {
    asking(level(["group:qa"]))
      .when(approve, dana)
      .refuses("not-approver");
  });
});

describe("a group that changes while its level is open", () => {
  const half = () => asking(level(["group:qa"], "all")).after([approve, bo]);
  const left = { groups: { qa: [bo], ops: [], empty: [] } };

  test("asks whoever joins", () => {
    half()
      .in({ groups: { qa: [bo, chen, dana], ops: [], empty: [] } })
      .after([approve, chen])
      .is("wait_for_approval")
      .after([approve, dana])
      .is("executing");
  });

  test("waits no longer for whoever left: the others' word, said again, is enough", () => {
    half().in(left).when(approve, bo).gives("level-passed", "approved", "executing");
    half().when(approve, bo).repeats();
  });

  test("goes on when its manager looks whom it waits for, and finds nobody", () => {
    half().in(left).when({ type: "remind" }).gives("level-passed", "approved", "executing");
  });

  test("never passes because it is empty, and says that nobody could satisfy it", () => {
    const empty = { groups: { qa: [], ops: [], empty: [] } };
    asking(level(["group:qa"], "all"))
      .in(empty)
      .when({ type: "remind" })
      .refuses("unsatisfiable", { problem: { able: [], needed: 1 } });
    half().in(empty).when({ type: "remind" }).refuses("unsatisfiable");
    asking(level(["group:qa"], 2))
      .after([approve, bo])
      .in(left)
      .when({ type: "remind" })
      .refuses("unsatisfiable", { problem: { able: [bo], needed: 2 } });
  });
});

describe("delegates", () => {
  const stead = { delegates: { [chen]: [dee, bo], [ada]: [rae] } };

  test("fill the seat of who named them", () => {
    asking(level([bo, chen], "all"))
      .in({ delegates: { [chen]: [dee] } })
      .when(approve, dee)
      .gives({
        type: "voted",
        vote: { seats: [chen], by: dee, level: 0, verdict: "approve", comment: undefined, at: expect.any(Number) },
      })
      .when(approve, chen)
      .refuses("already-decided", { by: dee })
      .when(approve, bo)
      .gives("voted", "level-passed", "approved", "executing");
  });

  test("who is approver and delegate counts once where people are counted", () => {
    asking(level([bo, chen, dana], 2))
      .in(stead)
      .after([approve, bo])
      .is("wait_for_approval")
      .when(approve, bo)
      .repeats();
  });

  test("who is approver and delegate fills both seats where all must consent", () => {
    asking(level([bo, chen], "all"))
      .in(stead)
      .when(approve, bo)
      .gives("voted", "level-passed", "approved", "executing");
  });

  test("of a barred person do not help", () => {
    asking(level([ada, bo]))
      .in(stead)
      .when(approve, rae)
      .refuses("own-plan", { as: "manager" });
  });

  test("who are barred themselves may not stand in", () => {
    asking(level([bo, chen]))
      .in({ delegates: { [bo]: [ada] } })
      .when(approve, ada)
      .refuses("own-plan", { as: "manager" });
  });

  test("have no say once they are no delegates any more", () => {
    asking(level([bo, chen]))
      .when(approve, dee)
      .refuses("not-allowed", { need: "reader" });
  });
});
