import { describe, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { STATUSES } from "../../src/plan/plan.ts";
import { ada, bo, build, CLOSES, create, dana, ENGINE, HOUR, OPENS, TIMER, tell } from "../support/cast.ts";
import { drafted, executing, failed, given, heldBack, passed, submitted } from "../support/given.ts";
import { inEachStatus } from "../support/statuses.ts";

const done: Command = { type: "done", item: "i1" };
const run: Command = { type: "run", item: "i1" };
const expire: Command = { type: "expire" };

describe("a plan's window", () => {
  test("does not keep a plan from being approved and executing before it opens", () => {
    submitted()
      .after([{ type: "approve" }, bo])
      .is("executing");
  });

  test("is open from its first instant until just before its last", () => {
    const story = executing({ items: [tell("i1"), tell("i2")] });
    story
      .at(OPENS - 1)
      .when(done)
      .refuses("window-not-open", { opens: OPENS });
    story.at(OPENS).when(done).taken();
    story
      .at(CLOSES - 1)
      .when(done)
      .taken();
    story.at(CLOSES).when(done).refuses("window-over", { closed: CLOSES });
    story
      .at(CLOSES + 1)
      .when(done)
      .refuses("window-over");
  });

  test("holds for running and retrying as for doing", () => {
    const story = executing({ items: [build("i1")] });
    story
      .at(OPENS - 1)
      .when(run)
      .refuses("window-not-open");
    story.at(CLOSES).when(run).refuses("window-over");
    const broken = story.after([run, dana]);
    const again = broken.after([failed(broken, "i1"), ENGINE]);
    again.at(CLOSES).when({ type: "retry", item: "i1" }).refuses("window-over");
    again
      .at(CLOSES - 1)
      .when({ type: "retry", item: "i1" })
      .gives({ type: "item-started", attempt: 2 });
  });

  test("does not stand in the way of skipping, which carries nothing out", () => {
    executing({ items: [tell("i1"), tell("i2")] })
      .at(OPENS - 1)
      .when({ type: "skip", item: "i1", reason: "no" })
      .gives("item-skipped");
  });

  test("must end after it begins, with the schedule inside", () => {
    given()
      .when(create({ window: { opens: OPENS, closes: OPENS } }))
      .refuses("window-backwards");
    given()
      .when(create({ window: { opens: CLOSES, closes: OPENS } }))
      .refuses("window-backwards");
    given()
      .when(create({ schedule: OPENS - 1 }))
      .refuses("schedule-outside-window");
    given()
      .when(create({ schedule: CLOSES }))
      .refuses("schedule-outside-window");
    drafted({ schedule: OPENS });
    drafted({ schedule: CLOSES - 1 })
      .when({ type: "edit", changes: [{ change: "fields", window: { opens: OPENS, closes: OPENS + HOUR } }] })
      .refuses("schedule-outside-window");
  });

  test("that is over keeps a draft from being finished until it has a new one", () => {
    const late = drafted().at(CLOSES);
    late.when({ type: "finish" }).refuses("window-over");
    late.when({ type: "submit" }).refuses("window-over");
    late
      .after([{ type: "edit", changes: [{ change: "fields", window: { opens: OPENS, closes: CLOSES + 1 } }] }, ada])
      .when({ type: "finish" })
      .taken();
  });

  test("that is over keeps a finished plan from being submitted or started", () => {
    drafted()
      .after([{ type: "finish" }, ada])
      .at(CLOSES)
      .when({ type: "submit" })
      .refuses("window-over");
    const free = drafted({ approval: undefined }).after([{ type: "finish" }, ada]);
    free.at(CLOSES).when({ type: "start" }).refuses("window-over");
  });

  test("may be missing: then any time is good, and nothing expires", () => {
    const story = executing({ window: undefined, items: [tell("i1"), tell("i2")] });
    story
      .at(CLOSES + HOUR)
      .when(expire, TIMER)
      .repeats();
    story
      .at(CLOSES + HOUR)
      .when(done)
      .taken();
  });
});

describe("when the window ends", () => {
  test("a plan with items nobody started is out of time, whatever it waits for", () => {
    const stories = inEachStatus();
    const still = ["planning", "denied", "timeout", "success", "cancel"];
    const ended = ["wait_for_all_done_external_check", "wait_for_all_done_external_check_failed"];
    for (const status of STATUSES) {
      const outcome = stories[status].at(CLOSES).when(expire, TIMER);
      if ([...still, ...ended].includes(status)) outcome.repeats();
      else outcome.gives("timed-out").is("timeout");
    }
  });

  test("and not a moment before", () => {
    executing()
      .at(CLOSES - 1)
      .when(expire, TIMER)
      .refuses("not-yet", { closes: CLOSES });
  });

  test("a second timer is nothing new", () => {
    executing().at(CLOSES).after([expire, TIMER]).when(expire, TIMER).repeats();
  });

  test("the plan's end is replan or cancel, and nothing else", () => {
    const story = executing().at(CLOSES).after([expire, TIMER]);
    story.when(done).refuses("wrong-status");
    story.when({ type: "skip", item: "i2", reason: "no" }).refuses("wrong-status");
    story.when({ type: "replan" }).taken().is("planning");
    story.when({ type: "cancel", reason: "too late" }).taken().is("cancel");
  });

  test("runs that were started go on, and the plan is a success when the last one ends well", () => {
    const going = executing({ items: [build("i1"), tell("i2")] }).after(
      [run, ada],
      [{ type: "done", item: "i2" }, ada],
    );
    const late = going.at(CLOSES);
    late.when(expire, TIMER).repeats();
    late
      .at(CLOSES + HOUR)
      .when(passed(late, "i1"), ENGINE)
      .gives("item-done", "all-done", "succeeded")
      .is("success");
  });

  test("a run goes on to be tracked on a plan that is out of time", () => {
    const late = executing({ items: [build("i1"), tell("i2")] })
      .after([run, ada])
      .at(CLOSES)
      .after([expire, TIMER]);
    late.when({ type: "run-progressed", key: "p1/i1/1", progress: { percent: 50 } }, ENGINE).gives("run-progressed");
    late.when(passed(late, "i1"), ENGINE).gives("item-done").is("timeout").items({ i1: "done", i2: "todo" });
  });

  test("a run that was held back only then leaves an item that nobody started", () => {
    const going = executing({ items: [build("i1")] })
      .after([run, ada])
      .at(CLOSES);
    going.when(expire, TIMER).repeats();
    going.when(heldBack(going, "i1"), ENGINE).gives("item-held", "timed-out").is("timeout");
    going
      .at(CLOSES - 1)
      .when(heldBack(going, "i1"), ENGINE)
      .gives("item-held")
      .is("executing");
  });

  test("a run that its engine has not begun by then does not begin any more", () => {
    const going = executing({ items: [build("i1")] }).after([run, ada]);
    const late = { type: "run-late", key: "p1/i1/1" } as const;
    going
      .at(CLOSES)
      .when(late, ENGINE)
      .gives({ type: "item-late", item: "i1", why: "window-over" }, "timed-out")
      .is("timeout")
      .items({ i1: "todo" });
  });

  test("a failed run leaves the plan open until the item is skipped with a reason", () => {
    const going = executing({ items: [build("i1")] })
      .after([run, ada])
      .at(CLOSES);
    const broken = going.after([failed(going, "i1"), ENGINE]).is("executing");
    broken.when(expire, TIMER).repeats();
    broken.when({ type: "skip", item: "i1", reason: "rolled back" }).taken().is("success");
  });
});
