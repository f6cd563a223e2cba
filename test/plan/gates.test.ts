import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { Checkpoint } from "../../src/plan/content.ts";
import { CHECKPOINTS } from "../../src/plan/content.ts";
import { ada, bo, CLOSES, eve, gil, HOOK, MINUTE, OPENS, TIMER, tell } from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { answer, drafted } from "../support/given.ts";
import { inEachStatus } from "../support/statuses.ts";

const finish: Command = { type: "finish" };
const submit: Command = { type: "submit" };
const override: Command = { type: "override", reason: "the receiver is down" };

/** A plan held by its first gate. */
function held(by: Command = finish, gates: readonly Checkpoint[] = ["finish_planning"]): Given {
  return drafted({}, { gates }).after([by, ada]).is("wait_for_finish_planning_external_check");
}

describe("a gate", () => {
  test("that is not configured passes at once", () => {
    drafted().when(finish).gives({ type: "planning-finished", submit: false }, "ready").is("finish_planning");
    drafted().when(submit).gives("planning-finished", "ready", "approval-asked").is("wait_for_approval");
  });

  test("holds the plan until the answer comes", () => {
    const story = drafted({}, { gates: ["finish_planning"] })
      .when(finish)
      .gives("planning-finished", { type: "check-asked", checkpoint: "finish_planning", attempt: 1 });
    story
      .when(answer(story, "finish_planning", "success"), HOOK)
      .gives("check-passed", "ready")
      .is("finish_planning");
  });

  test("lets a submitted plan go on to its approval", () => {
    const story = held(submit);
    story.when(answer(story, "finish_planning", "success"), HOOK).gives("check-passed", "ready", "approval-asked");
  });

  test("asks for no approval that nobody submitted", () => {
    const story = held(finish);
    story.after([answer(story, "finish_planning", "success"), HOOK]).is("finish_planning");
  });

  test("takes executing as progress, each text once", () => {
    const story = held();
    const going = story
      .when(answer(story, "finish_planning", "executing", "3 of 5"), HOOK)
      .gives({ type: "check-progressed", text: "3 of 5" })
      .is("wait_for_finish_planning_external_check");
    going.when(answer(story, "finish_planning", "executing", "3 of 5"), HOOK).repeats();
    going.when(answer(story, "finish_planning", "executing", "4 of 5"), HOOK).gives("check-progressed");
  });

  test("that says no leads to its failed status, with the reason", () => {
    const story = held();
    const no = story
      .when(answer(story, "finish_planning", "failed", "tests are red"), HOOK)
      .gives({ type: "check-failed", reason: "tests are red" });
    no.is("wait_for_finish_planning_external_check_failed");
    expect(no.plan.checks.finish_planning).toMatchObject({ state: "failed", reason: "tests are red", attempt: 1 });
  });

  test("asked again is a new attempt, and its answer counts", () => {
    const story = held();
    const no = story.after([answer(story, "finish_planning", "failed"), HOOK]);
    const again = no.when({ type: "recheck" }).gives({ type: "check-asked", attempt: 2 });
    again.is("wait_for_finish_planning_external_check");
    again
      .when(answer(again, "finish_planning", "success"), HOOK)
      .taken()
      .is("finish_planning");
  });

  test("is not asked twice by a double click, and may be asked again later", () => {
    const story = held();
    story.when({ type: "recheck" }).repeats();
    const again = story
      .at(story.world.now + MINUTE)
      .when({ type: "recheck" })
      .gives({ type: "check-asked", attempt: 2 });
    again.when({ type: "recheck" }).repeats();
  });

  test("refuses an answer with the code of an earlier edit", () => {
    const story = held();
    const old = answer(story, "finish_planning", "success");
    const edited = story.after(
      [{ type: "replan" }, ada],
      [{ type: "edit", changes: [{ change: "fields", name: "Release 2.5" }] }, ada],
      [finish, ada],
    );
    edited.when(old, HOOK).refuses("stale-instance");
    const replanned = story.after([{ type: "replan" }, ada], [finish, ada]);
    replanned.when(old, HOOK).refuses("stale-instance");
    replanned.when({ ...old, instanceCode: "" }, HOOK).refuses("stale-instance");
  });

  test("refuses an answer for a checkpoint that is not asked", () => {
    const story = held();
    story
      .when(answer(story, "start_execute", "success"), HOOK)
      .refuses("no-such-check", { checkpoint: "start_execute" });
    story.when(answer(story, "all_job_done", "success"), HOOK).refuses("no-such-check");
  });

  test("takes the first of two results, and the same one again as nothing new", () => {
    const story = held();
    const yes = answer(story, "finish_planning", "success");
    const no = answer(story, "finish_planning", "failed");
    const passed = story.after([yes, HOOK]);
    passed.when(yes, HOOK).repeats();
    passed.when(no, HOOK).refuses("no-such-check");
    passed.when(answer(story, "finish_planning", "executing", "late"), HOOK).refuses("no-such-check");
    const failed = story.after([no, HOOK]);
    failed.when(no, HOOK).repeats();
    failed.when(yes, HOOK).refuses("no-such-check").is("wait_for_finish_planning_external_check_failed");
  });

  test("answers in words that hide nothing and fit a card", () => {
    const story = held();
    story.when(answer(story, "finish_planning", "failed", "a\u0000b"), HOOK).refuses("control-characters");
    story.when(answer(story, "finish_planning", "failed", "x".repeat(2_001)), HOOK).refuses("too-long");
    story.when(answer(story, "finish_planning", "failed", "two\r\nlines"), HOOK).taken();
  });
});

describe("the three checkpoints", () => {
  test("each lead on to their own next step", () => {
    const stories = inEachStatus();
    const next = (story: Given, checkpoint: Checkpoint) => story.after([answer(story, checkpoint, "success"), HOOK]);
    next(stories.wait_for_finish_planning_external_check, "finish_planning").is("finish_planning");
    next(stories.wait_for_execute_external_check, "start_execute").is("executing");
    next(stories.wait_for_all_done_external_check, "all_job_done").is("success");
  });

  test("are overridden one by one: a second press does not count for the next gate", () => {
    const gates = ["start_execute", "all_job_done"] as const;
    const story = drafted({ items: [tell("i1")], approval: undefined }, { gates })
      .after([finish, ada], [{ type: "start" }, ada])
      .at(OPENS);
    const first: Command = { ...override, checkpoint: "start_execute" };
    const done = story.after([first, eve], [{ type: "done", item: "i1" }, ada]);
    done.is("wait_for_all_done_external_check").when(first, eve).repeats();
    done.when({ ...override, checkpoint: "finish_planning" }, eve).refuses("no-such-check");
    done
      .when({ ...override, checkpoint: "all_job_done" }, eve)
      .taken()
      .is("success");
  });

  test("each may be overridden, waiting or failed, by an admin with a reason", () => {
    const stories = inEachStatus();
    for (const [status, after] of [
      ["wait_for_finish_planning_external_check", "finish_planning"],
      ["wait_for_finish_planning_external_check_failed", "finish_planning"],
      ["wait_for_execute_external_check", "executing"],
      ["wait_for_execute_external_check_failed", "executing"],
      ["wait_for_all_done_external_check", "success"],
      ["wait_for_all_done_external_check_failed", "success"],
    ] as const) {
      stories[status].when(override, ada).refuses("not-allowed", { need: "admin" });
      stories[status].when({ ...override, reason: "  " }, eve).refuses("reason-needed");
      stories[status].when(override, eve).taken().is(after);
    }
  });

  test("hold a plan that needs no approval at its start as well", () => {
    drafted({ approval: undefined }, { gates: ["start_execute"] })
      .when(finish)
      .gives("planning-finished", "ready")
      .when({ type: "start" })
      .gives({ type: "check-asked", checkpoint: "start_execute" })
      .is("wait_for_execute_external_check")
      .when({ type: "start" })
      .repeats();
  });

  test("are those of the settings when planning is finished, until it is finished again", () => {
    const story = drafted({}, { gates: ["start_execute"] });
    story
      .in({ gates: [] })
      .after([submit, ada], [{ type: "approve" }, bo])
      .is("executing");
    const finished = story.after([submit, ada]).in({ gates: [] });
    finished.after([{ type: "approve" }, bo]).is("wait_for_execute_external_check");
    finished.after([{ type: "replan" }, ada], [submit, ada], [{ type: "approve" }, bo]).is("executing");
    drafted()
      .after([submit, ada])
      .in({ gates: CHECKPOINTS })
      .after([{ type: "approve" }, bo])
      .is("executing");
  });

  test("before carrying out are neither asked again nor overridden once the window is over", () => {
    const stories = inEachStatus();
    for (const status of [
      "wait_for_finish_planning_external_check",
      "wait_for_execute_external_check_failed",
    ] as const) {
      stories[status].at(CLOSES).when({ type: "recheck" }).refuses("window-over");
      stories[status].at(CLOSES).when(override, eve).refuses("window-over");
    }
    stories.wait_for_all_done_external_check_failed.at(CLOSES).when(override, eve).taken().is("success");
    stories.wait_for_all_done_external_check_failed.at(CLOSES).when({ type: "recheck" }).taken();
  });

  test("do not make a plan whose window is over a success, even when they answer late", () => {
    const story = inEachStatus().wait_for_execute_external_check.at(CLOSES);
    const late = story.after([answer(story, "start_execute", "success"), HOOK]);
    late.when({ type: "run", item: "i1" }).refuses("window-over");
    late.when({ type: "expire" }, TIMER).gives("timed-out").is("timeout");
  });
});

describe("a policy that wants a second person", () => {
  const strict = () => drafted({ policy: "strict" }, { gates: ["finish_planning"] }).after([finish, ada]);

  test("lets an override take effect when another admin asks for the same", () => {
    const proposed = strict().when(override, eve).gives({ type: "exception-proposed" });
    proposed.is("wait_for_finish_planning_external_check");
    proposed.when(override, eve).refuses("second-person", { proposedBy: eve });
    proposed.when(override, ada).refuses("not-allowed");
    proposed
      .when({ ...override, reason: "I agree" }, gil)
      .gives({ type: "check-overridden", reason: "I agree", proposedBy: eve }, "ready")
      .is("finish_planning");
  });

  test("forgets the proposal when the gate is asked again", () => {
    const proposed = strict().after([override, eve]);
    const again = proposed.at(OPENS).after([{ type: "recheck" }, ada]);
    again.when(override, gil).gives("exception-proposed");
  });

  test("is not weakened when the settings lose the policy", () => {
    strict().in({ policies: {} }).when(override, eve).gives("exception-proposed");
  });

  test("needs nobody's second word under the standard policy", () => {
    held().when(override, eve).gives({ type: "check-overridden", proposedBy: undefined }, "ready");
  });
});

test("an approved plan with every item ended goes straight to the last gate", () => {
  const gates = ["all_job_done"] as const;
  const story = drafted({ items: [tell("i1")] }, { gates })
    .after([submit, ada], [{ type: "approve" }, bo])
    .at(OPENS)
    .after([{ type: "done", item: "i1" }, ada])
    .is("wait_for_all_done_external_check");
  story
    .after([{ type: "replan" }, ada], [submit, ada])
    .when({ type: "approve" }, bo)
    .gives("voted", "level-passed", "approved", "executing", "all-done", {
      type: "check-asked",
      checkpoint: "all_job_done",
    });
});
