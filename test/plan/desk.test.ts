import { describe, test } from "vitest";
import type { DeskReport, DeskVote } from "../../src/plan/command.ts";
import {
  ada,
  approval,
  bo,
  build,
  CLOSES,
  chen,
  create,
  DESK,
  dana,
  eve,
  fay,
  HOOK,
  level,
  MINUTE,
  MORNING,
  OPENS,
  SELF_POLICY,
  TOKEN,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { answer, drafted, given, submitted } from "../support/given.ts";

const LINK = "https://approvals.example/7";
const inFeishu = { ...approval(level([bo, chen], "any", "QA"), level([eve], "all", "Operations")), via: "feishu" };

/** A plan whose approval is asked in Feishu, in two levels. */
function asked(more: Parameters<typeof submitted>[0] = {}, change: Parameters<typeof submitted>[1] = {}): Given {
  return submitted({ approval: inFeishu, ...more }, change).after([{ type: "desk-opened", round: 1, ref: "7" }, DESK]);
}

function yes(by: string | undefined, at = 0, more: Partial<DeskVote> = {}): DeskVote {
  return { level: at, by, verdict: "approve", at: MORNING, ...more };
}

function reports(report: Partial<DeskReport>, round = 1) {
  return { type: "desk-reported", round, report: { outcome: "open", level: 0, votes: [], ...report } } as const;
}

const allSaidYes = reports({ outcome: "approved", level: 1, votes: [yes(bo), yes(eve, 1)] });

describe("an approval asked on a platform", () => {
  test("goes on level by level, as the platform says", () => {
    asked()
      .when(reports({ votes: [yes(bo)] }), DESK)
      .gives("voted")
      .when(reports({ level: 1, votes: [yes(bo)] }), DESK)
      .gives({ type: "level-passed", level: 0 })
      .when(allSaidYes, DESK)
      .gives("voted", "level-passed", "approved", "executing");
  });

  test("tells all at once what nobody heard of before", () => {
    asked().when(allSaidYes, DESK).gives("voted", "level-passed", "voted", "level-passed", "approved", "executing");
  });

  test("tells nothing new however often it is read, and in whatever order", () => {
    const half = asked().after([reports({ level: 1, votes: [yes(bo)] }), DESK]);
    half.when(reports({ level: 1, votes: [yes(bo)] }), DESK).repeats();
    half.when(reports({}), DESK).repeats();
    half
      .after([allSaidYes, DESK])
      .when(reports({ level: 1, votes: [yes(bo)] }), DESK)
      .repeats();
  });

  test("is denied by whoever says no, with the reason", () => {
    const no = { ...yes(chen), verdict: "reject", comment: "Not today." } as const;
    asked()
      .when(reports({ outcome: "rejected", votes: [no] }), DESK)
      .gives("voted", { type: "denied", reason: "Not today." })
      .is("denied");
  });

  test.each(["withdrawn", "expired", "rejected"] as const)("is denied when it is %s there", (outcome) => {
    asked().when(reports({ outcome }), DESK).gives({ type: "denied", denial: outcome });
  });

  test("counts for the approver whose turn it was when another one decided", () => {
    asked()
      .when(reports({ votes: [yes(dana, 0, { for: bo })] }), DESK)
      .gives({ type: "voted", vote: { level: 0, by: dana, seats: [bo], verdict: "approve", at: MORNING } });
  });

  test("waits at the gate of its start like any other", () => {
    const gated = asked({}, { gates: ["start_execute"] }).after([allSaidYes, DESK]);
    gated.is("wait_for_execute_external_check");
    gated.when(answer(gated, "start_execute", "success"), HOOK).gives("check-passed", "executing");
  });
});

describe("nothing passes there", () => {
  test.each([
    ["the manager", ada],
    ["somebody nobody knows", undefined],
  ])("on the word of %s", (_who, by) => {
    asked()
      .when(reports({ level: 1, votes: [yes(by)] }), DESK)
      .gives({ type: "denied", denial: "not-allowed" });
  });

  test("on the word of the last editor", () => {
    const edit = { type: "edit", changes: [{ change: "fields", description: "More." }] } as const;
    const edited = drafted({ approval: inFeishu }).after([edit, fay], [{ type: "submit" }, ada]);
    edited.when(reports({ votes: [yes(fay)] }), DESK).gives({ type: "denied", denial: "not-allowed" });
  });

  test("on nobody's word", () => {
    asked()
      .when(reports({ level: 1 }), DESK)
      .gives({ type: "denied", denial: "nobody" });
    asked()
      .when(reports({ outcome: "approved" }), DESK)
      .gives({ type: "denied", denial: "nobody" });
  });

  test("but the manager's own may count where the policy says so", () => {
    asked({ policy: SELF_POLICY.name })
      .when(reports({ votes: [yes(ada)] }), DESK)
      .gives("voted");
  });

  test("that an earlier round was asked", () => {
    const again = asked().after([{ type: "replan" }, ada], [{ type: "submit" }, ada]);
    again.when(allSaidYes, DESK).repeats();
    again
      .when(reports(allSaidYes.report, 2), DESK)
      .gives("voted", "level-passed", "voted", "level-passed", "approved", "executing");
  });

  test("after the window has ended", () => {
    asked().at(CLOSES).when(allSaidYes, DESK).repeats();
  });

  test("by anybody but the desk", () => {
    for (const as of [eve, TOKEN]) asked().when(allSaidYes, as).refuses("not-allowed", { need: "system" });
  });
});

describe("consent that is taken back", () => {
  test("stops what is still to be carried out", () => {
    const started = asked({ items: [build("i1")] })
      .after([allSaidYes, DESK])
      .at(OPENS + MINUTE);
    const running = started.after([{ type: "run", item: "i1" }, ada]);
    running
      .when(reports({ outcome: "reverted" }), DESK)
      .gives({ type: "denied", denial: "reverted" })
      .is("denied")
      .items({ i1: "running" });
  });

  test("comes too late when everything has been carried out", () => {
    const started = asked({ items: [build("i1")] })
      .after([allSaidYes, DESK])
      .at(OPENS + MINUTE);
    const done = started.after([{ type: "skip", item: "i1", reason: "not needed" }, ada]).is("success");
    done.when(reports({ outcome: "reverted" }), DESK).repeats();
  });
});

describe("a plan that is decided on a platform", () => {
  test("is decided nowhere else", () => {
    asked().when({ type: "approve" }, bo).refuses("decided-elsewhere", { desk: "feishu" });
    asked()
      .after([reports({ link: LINK }), DESK])
      .when({ type: "reject", reason: "no" }, bo)
      .refuses("decided-elsewhere", { link: LINK });
  });

  test("has levels of any and of all", () => {
    given()
      .when(create({ approval: { ...approval(level([bo, chen, eve], 2, "QA")), via: "feishu" } }))
      .refuses("desk-rule", { level: "QA" });
  });

  test("is asked again by a reminder when it could not be asked", () => {
    const failed = submitted({ approval: inFeishu }).after([{ type: "desk-failed", round: 1, reason: "down" }, DESK]);
    failed.when({ type: "desk-failed", round: 1, reason: "down" }, DESK).repeats();
    const again = failed.when({ type: "remind" }).gives({ type: "desk-asked-again", desk: "feishu" });
    again.when({ type: "remind" }).repeats();
    again.when({ type: "desk-opened", round: 1, ref: "8" }, DESK).gives({ type: "desk-opened", ref: "8" });
  });
});
