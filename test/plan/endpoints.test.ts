/**
 * Gates that ask several external systems, and what is told of a plan.
 */
import { describe, expect, test } from "vitest";
import type { Command, CommandOf } from "../../src/plan/command.ts";
import type { Gate } from "../../src/plan/plan.ts";
import type { World } from "../support/cast.ts";
import {
  ada,
  bo,
  CHANGE_SYSTEM,
  eve,
  gateOfTwo,
  HOOK,
  MINUTE,
  OTHER_TOKEN,
  SECURITY,
  TIMER,
  tell,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { answer, drafted } from "../support/given.ts";

const finish: Command = { type: "finish" };
const WAITING = "wait_for_finish_planning_external_check";

/** A plan held by a gate of two endpoints. */
function held(more: Partial<Gate> = {}, change: Partial<World> = {}): Given {
  return drafted({}, { gates: [gateOfTwo("finish_planning", more)], ...change })
    .after([finish, ada])
    .is(WAITING);
}

function says(
  story: Given,
  endpoint: string,
  result: CommandOf<"check-answered">["result"],
  text?: string,
): CommandOf<"check-answered"> {
  return answer(story, "finish_planning", result, text, endpoint);
}

function report(report: CommandOf<"report-hook">["report"], more: Partial<CommandOf<"report-hook">> = {}): Command {
  const about = { delivery: "msg_1", endpoint: CHANGE_SYSTEM, checkpoint: "finish_planning", attempt: 1 } as const;
  return { type: "report-hook", report, ...about, ...more };
}

const sendAgain: Command = {
  type: "send-again",
  delivery: "msg_1",
  endpoint: CHANGE_SYSTEM,
  checkpoint: "finish_planning",
};

describe("a gate of several endpoints", () => {
  test("asks all of them, and lets the plan through when each has said go", () => {
    const story = held();
    expect(Object.keys(story.plan.checks.finish_planning?.parties ?? {})).toEqual([CHANGE_SYSTEM, SECURITY]);
    const agreed = story
      .when(says(story, CHANGE_SYSTEM, "success"), HOOK)
      .gives({ type: "check-agreed", endpoint: CHANGE_SYSTEM })
      .is(WAITING);
    agreed
      .when(says(story, SECURITY, "success"), HOOK)
      .gives({ type: "check-passed", endpoint: SECURITY }, "ready")
      .is("finish_planning");
  });

  test("says no as soon as one of them does", () => {
    const story = held();
    const agreed = story.after([says(story, CHANGE_SYSTEM, "success"), HOOK]);
    const no = agreed
      .when(says(story, SECURITY, "failed", "a vulnerable package"), HOOK)
      .gives({ type: "check-failed", endpoint: SECURITY, reason: "a vulnerable package" })
      .is("wait_for_finish_planning_external_check_failed");
    expect(no.plan.checks.finish_planning).toMatchObject({
      state: "failed",
      unanswered: false,
      parties: { [CHANGE_SYSTEM]: { answer: "success" }, [SECURITY]: { answer: "failed" } },
    });
    no.when(says(story, CHANGE_SYSTEM, "success"), HOOK).repeats();
    no.when(says(story, SECURITY, "success"), HOOK).refuses("no-such-check");
  });

  test("counts each endpoint's go once, and only from those it asks", () => {
    const story = held();
    const agreed = story.after([says(story, CHANGE_SYSTEM, "success"), HOOK]);
    agreed
      .when(says(story, CHANGE_SYSTEM, "success"), HOOK)
      .repeats()
      .is(WAITING);
    agreed.when(says(story, CHANGE_SYSTEM, "failed"), HOOK).refuses("no-such-check");
    for (const stranger of ["audit", "toString", "__proto__"]) {
      story
        .when(says(story, stranger, "success"), HOOK)
        .refuses("not-asked", { checkpoint: "finish_planning", endpoint: stranger });
    }
  });

  test("shows how far each of them is", () => {
    const story = held();
    const going = story
      .when(says(story, SECURITY, "executing", "3 of 5 scans"), HOOK)
      .gives({ type: "check-progressed", endpoint: SECURITY, text: "3 of 5 scans" });
    going.when(says(story, SECURITY, "executing", "3 of 5 scans"), HOOK).repeats();
    going.when(says(story, CHANGE_SYSTEM, "executing", "3 of 5 scans"), HOOK).taken();
  });

  test("asked again forgets who had agreed", () => {
    const story = held();
    const again = story
      .after([says(story, CHANGE_SYSTEM, "success"), HOOK])
      .at(story.world.now + MINUTE)
      .after([{ type: "recheck" }, ada]);
    again
      .when(says(again, SECURITY, "success"), HOOK)
      .gives("check-agreed")
      .is(WAITING);
  });

  test("is the one there was when planning was finished, until a replan", () => {
    const story = held().in({ gates: [] });
    story.after([says(story, CHANGE_SYSTEM, "success"), HOOK], [says(story, SECURITY, "success"), HOOK]);
    story
      .after([{ type: "replan" }, ada])
      .when(finish)
      .gives({ type: "planning-finished", gates: [] }, "ready");
  });
});

describe("a gate's time limit", () => {
  const limit = (policy: "fail" | "ask" | "pass") => ({ limit: { after: 30 * MINUTE, policy } });
  const due = (story: Given) => story.plan.changedAt + 30 * MINUTE;
  const expire: Command = { type: "expire-check" };

  test("decides nothing before its time", () => {
    for (const policy of ["fail", "ask", "pass"] as const) {
      const story = held(limit(policy));
      story
        .at(due(story) - 1)
        .when(expire, TIMER)
        .refuses("not-yet", { closes: due(story) });
    }
  });

  test("fails the check when its policy says so, and the reason is that nobody answered", () => {
    const story = held(limit("fail"));
    const failed = story.at(due(story)).when(expire, TIMER).gives({ type: "check-failed" });
    failed.is("wait_for_finish_planning_external_check_failed");
    expect(failed.plan.checks.finish_planning).toMatchObject({ state: "failed", unanswered: true });
    expect(failed.log.at(-1)).not.toHaveProperty("endpoint");
    failed.when(says(story, SECURITY, "success"), HOOK).refuses("no-such-check");
    failed.when(expire, TIMER).repeats();
    failed.when({ type: "recheck" }).gives({ type: "check-asked", attempt: 2 });
  });

  test("lets the plan through when its policy says so, but not into a window that is over", () => {
    const story = held(limit("pass"));
    story.at(due(story)).when(expire, TIMER).gives({ type: "check-passed" }, "ready");
    story
      .at(story.plan.content.window?.closes ?? 0)
      .when(expire, TIMER)
      .repeats();
  });

  test("asks people once what to do when its policy says so, and answers still count", () => {
    const story = held(limit("ask"));
    const overdue = story.at(due(story)).when(expire, TIMER).gives("check-overdue").is(WAITING);
    overdue
      .at(due(story) + MINUTE)
      .when(expire, TIMER)
      .repeats();
    const agreed = overdue.after([says(story, CHANGE_SYSTEM, "success"), HOOK]);
    agreed.when(says(story, SECURITY, "success"), HOOK).gives("check-passed", "ready");
    overdue.when({ type: "override", reason: "the receiver is down" }, eve).gives("check-overridden", "ready");
  });

  test("begins anew when the gate is asked again", () => {
    const story = held(limit("ask"));
    const again = story.at(due(story)).after([expire, TIMER], [{ type: "recheck" }, ada]);
    again.when(expire, TIMER).refuses("not-yet", { closes: due(story) + 30 * MINUTE });
  });

  test("means nothing to a gate without one, and to a plan that no gate holds", () => {
    held().when(expire, TIMER).repeats();
    drafted().when(expire, TIMER).repeats();
  });
});

describe("a gate's reminder", () => {
  const remind: Command = { type: "remind-check" };

  test("names who has not answered, each time its pause is over", () => {
    const story = held({ remind: 10 * MINUTE });
    const from = story.plan.changedAt;
    story.when(remind, TIMER).refuses("not-yet", { closes: from + 10 * MINUTE });
    const first = story
      .after([says(story, CHANGE_SYSTEM, "success"), HOOK])
      .at(from + 10 * MINUTE)
      .when(remind, TIMER)
      .gives({ type: "check-reminded", endpoints: [SECURITY] });
    first.when(remind, TIMER).refuses("not-yet", { closes: from + 20 * MINUTE });
    first
      .at(from + 20 * MINUTE)
      .when(remind, TIMER)
      .gives("check-reminded");
  });

  test("is sent by no gate without one", () => {
    held().when(remind, TIMER).repeats();
  });
});

describe("what is told of a plan", () => {
  test("is in its log, and shows with the endpoint's answer", () => {
    const told = held()
      .when(report("failing", { problem: "503", next: 7 }), HOOK)
      .gives({ type: "hook-reported", report: "failing", problem: "503", next: 7 });
    expect(told.plan.checks.finish_planning?.parties[CHANGE_SYSTEM]).toEqual({
      delivery: "failing",
      problem: "503",
      next: 7,
    });
    const lost = told.after([report("given-up", { attempt: 20 }), HOOK]);
    const again = lost.when(sendAgain).gives({ type: "hook-sent-again", delivery: "msg_1" });
    expect(again.plan.checks.finish_planning?.parties[CHANGE_SYSTEM]).toEqual({ delivery: "sending" });
    const accepted = again.after([report("accepted"), HOOK]);
    expect(accepted.plan.checks.finish_planning?.parties[CHANGE_SYSTEM]?.delivery).toBe("accepted");
  });

  test("decides nothing, also when the endpoint is not one that the gate asks", () => {
    for (const endpoint of ["audit", "toString", "__proto__"]) {
      const told = held().after([report("accepted", { endpoint }), HOOK], [{ ...sendAgain, endpoint }, ada]);
      expect(Object.keys(told.is(WAITING).plan.checks.finish_planning?.parties ?? {})).toEqual([
        CHANGE_SYSTEM,
        SECURITY,
      ]);
    }
  });

  test("may be told again by the manager, an admin or a token, whatever the plan's status", () => {
    const story = held();
    for (const as of [ada, eve, OTHER_TOKEN]) story.when(sendAgain, as).taken().is(WAITING);
    story.when(sendAgain, bo).refuses("not-allowed", { need: "manager" });
    story.when(report("accepted"), ada).refuses("not-allowed", { need: "system" });
    story
      .after([{ type: "cancel", reason: "no need" }, ada])
      .when(sendAgain)
      .taken();
  });
});

describe("endpoints that a plan names", () => {
  test("are those that the settings know", () => {
    const edit = (...hooks: string[]): Command => ({ type: "edit", changes: [{ change: "fields", hooks }] });
    expect(drafted().after([edit("audit"), ada]).plan.content.hooks).toEqual(["audit"]);
    drafted()
      .when(edit("audti"))
      .refuses("unknown-hook", { name: "audti", known: ["audit"] });
    drafted({ hooks: ["audit"] })
      .in({ hooks: [] })
      .when(finish)
      .refuses("unknown-hook");
  });

  test("are part of what is approved, and none is the same as an empty list", () => {
    const plain = drafted({ items: [tell("i1")] });
    const named = drafted({ items: [tell("i1")], hooks: ["audit"] });
    expect(named.plan.digest).not.toBe(plain.plan.digest);
    const cleared = named.after([{ type: "edit", changes: [{ change: "fields", hooks: [] }] }, ada]);
    expect(cleared.plan.digest).toBe(plain.plan.digest);
    plain.when({ type: "edit", changes: [{ change: "fields", hooks: [] }] }).repeats();
  });
});
