import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { ada, approval, bo, CLOSES, chen, dana, eve, fay, gil, level, MINUTE, TIMER, tell } from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { submitted } from "../support/given.ts";

const approve: Command = { type: "approve" };
const reject: Command = { type: "reject", reason: "not today" };

function asking(...levels: Parameters<typeof approval>): Given {
  return submitted({ approval: approval(...levels) }).is("wait_for_approval");
}

describe("a level that wants any of its approvers", () => {
  test("passes with the first approval, and the plan is executing", () => {
    asking(level([bo, chen]))
      .when({ ...approve, comment: "fine" }, chen)
      .gives(
        {
          type: "voted",
          vote: { by: chen, seats: [chen], verdict: "approve", comment: "fine", level: 0, at: expect.any(Number) },
        },
        "level-passed",
        "approved",
        "executing",
      )
      .is("executing");
  });

  test("is denied by the first rejection, with its reason", () => {
    asking(level([bo, chen]))
      .when(reject, bo)
      .gives("voted", { type: "denied", reason: "not today" })
      .is("denied");
  });

  test("says who decided to those who come later", () => {
    const approved = asking(level([bo, chen])).after([approve, bo]);
    approved.when(approve, bo).repeats();
    approved.when(approve, chen).refuses("already-decided", { verdict: "approve", by: bo });
    approved.when(reject, chen).refuses("already-decided", { verdict: "approve", by: bo });
    const denied = asking(level([bo, chen])).after([reject, bo]);
    denied.when(reject, bo).repeats();
    denied.when(approve, chen).refuses("already-decided", { verdict: "reject", by: bo });
  });
});

describe("a level that wants all of its approvers", () => {
  test("waits for every one of them", () => {
    const half = asking(level([bo, chen], "all"))
      .when(approve, bo)
      .gives("voted")
      .is("wait_for_approval");
    half.when(approve, chen).gives("voted", "level-passed", "approved", "executing");
  });

  test("is denied by one rejection after another's approval", () => {
    asking(level([bo, chen], "all"))
      .after([approve, bo], [reject, chen])
      .is("denied");
  });

  test("takes a second approval of the same person as nothing new, and no change of mind", () => {
    const half = asking(level([bo, chen], "all")).after([approve, bo]);
    half.when(approve, bo).repeats();
    half.when(reject, bo).refuses("already-decided", { verdict: "approve", by: bo });
  });
});

describe("a level that wants a number of its approvers", () => {
  const three = () => asking(level([bo, chen, dana], 2));

  test("passes when so many people have approved", () => {
    three()
      .when(approve, dana)
      .gives("voted")
      .when(approve, bo)
      .gives("voted", "level-passed", "approved", "executing");
  });

  test("never counts one person twice", () => {
    three().after([approve, bo]).when(approve, bo).repeats().is("wait_for_approval");
  });
});

describe("levels in order", () => {
  const two = () => asking(level([bo], "any", "QA"), level([chen], "any", "Operations"));

  test("the second level is asked when the first has passed", () => {
    two()
      .when(approve, chen)
      .refuses("not-approver", { level: "QA", approvers: [bo] });
    two()
      .when(approve, bo)
      .gives("voted", { type: "level-passed", level: 0 })
      .when(approve, chen)
      .gives("voted", "level-passed", "approved", "executing");
  });

  test("a rejection in the second level denies the plan", () => {
    two().after([approve, bo], [reject, chen]).is("denied").when(reject, chen).repeats();
  });

  test("a second press of the first level's button is nothing new for who has no part in the second", () => {
    two().after([approve, bo]).when(approve, bo).repeats();
  });

  test("a second press of the first level's card does not count in the second", () => {
    const both = asking(level([bo], "any", "QA"), level([bo, chen], "any", "Operations"));
    const second = both.when({ ...approve, level: 0 }, bo).gives("voted", "level-passed");
    second.when({ ...approve, level: 0 }, bo).repeats();
    second.when({ ...reject, level: 0 }, bo).refuses("already-decided", { by: bo, verdict: "approve" });
    second.when({ ...approve, level: 0 }, chen).refuses("already-decided", { by: bo, verdict: "approve" });
    second.when({ ...approve, level: 1 }, bo).gives("voted", "level-passed", "approved", "executing");
  });

  test("a click for a level that is not asked yet is refused", () => {
    asking(level([bo], "any", "QA"), level([bo], "any", "Operations"))
      .when({ ...approve, level: 1 }, bo)
      .refuses("content-changed");
  });

  test("who rejected in a later level after approving an earlier one may press the button again", () => {
    asking(level([bo], "any", "QA"), level([bo, chen], "all", "Operations"))
      .after([approve, bo], [reject, bo])
      .when(reject, bo)
      .repeats();
  });
});

describe("when approval is asked", () => {
  test("a reason is needed to reject, and none to approve", () => {
    asking(level([bo]))
      .when({ type: "reject", reason: " \n" }, bo)
      .refuses("reason-needed");
  });

  test("nobody decides once the window is over", () => {
    asking(level([bo]))
      .at(CLOSES - 1)
      .when(approve, bo)
      .taken();
    asking(level([bo]))
      .at(CLOSES)
      .when(approve, bo)
      .refuses("window-over", { closed: CLOSES });
    asking(level([bo]))
      .at(CLOSES)
      .after([{ type: "expire" }, TIMER])
      .is("timeout")
      .when(approve, bo)
      .refuses("wrong-status");
  });

  test("the reminder goes to whose seats are empty, and not again within ten minutes", () => {
    const half = asking(level([bo, chen], "all")).after([approve, bo]);
    const told = half.when({ type: "remind" }).gives({ type: "reminded", people: [chen] });
    told.when({ type: "remind" }).repeats();
    told
      .at(told.world.now + 10 * MINUTE)
      .when({ type: "remind" })
      .gives("reminded");
  });

  test("a reminder of one level does not silence the next one's", () => {
    asking(level([bo], "any", "QA"), level([chen], "any", "Operations"))
      .after([{ type: "remind" }, ada], [approve, bo])
      .when({ type: "remind" })
      .gives({ type: "reminded", people: [chen] });
  });

  test("two approvers who decide at the same moment are both heard, in the order they are taken", () => {
    const story = asking(level([bo, chen], 2));
    story.after([approve, bo], [approve, chen]).is("executing");
    story.after([reject, bo]).when(approve, chen).refuses("already-decided", { by: bo, verdict: "reject" });
  });

  test("an admin, an editor or an owner who is no approver decides nothing", () => {
    const story = submitted({ approval: approval(level([bo])), items: [tell("i1")] });
    for (const person of [eve, gil, fay, dana]) story.when(approve, person).refuses("not-approver");
  });
});
