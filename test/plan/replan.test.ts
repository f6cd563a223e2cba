import { describe, expect, test } from "vitest";
import type { Change, Command } from "../../src/plan/command.ts";
import { ada, build, ENGINE, tell } from "../support/cast.ts";
import { executing, passed } from "../support/given.ts";

const change = (...changes: Change[]): Command => ({ type: "edit", changes });
const replan: Command = { type: "replan" };

/** From planning to executing once more, without approval. */
const AGAIN = [
  [{ type: "finish" }, ada],
  [{ type: "start" }, ada],
] as const;

describe("a replan", () => {
  const halfway = () => {
    const story = executing({ items: [build("i1"), build("i2"), tell("i3")] }).after(
      [{ type: "run", item: "i1" }, ada],
      [{ type: "run", item: "i2" }, ada],
    );
    return story.after([passed(story, "i1"), ENGINE]);
  };

  test("asks the runs to stop that are still going, and hears what became of them", () => {
    const story = halfway()
      .when(replan)
      .gives({ type: "replanned", stopping: ["i2"] })
      .items({ i1: "done", i2: "todo", i3: "todo" });
    expect(story.plan.stopped).toMatchObject([{ item: "i2", itemName: "Build i2", key: "p1/i2/1", outcome: "asked" }]);
    const not = story
      .when({ type: "run-not-stopped", key: "p1/i2/1", reason: "too late" }, ENGINE)
      .gives("run-not-stopped");
    expect(not.plan.stopped).toMatchObject([{ outcome: "not-stopped", reason: "too late" }]);
    const late = not
      .when({ type: "run-passed", key: "p1/i2/1", progress: {} }, ENGINE)
      .gives({ type: "run-stopped", ended: true });
    expect(late.items({ i1: "done", i2: "todo", i3: "todo" }).plan.stopped).toMatchObject([{ outcome: "ended" }]);
    story
      .when({ type: "run-stopped", key: "p1/i2/1" }, ENGINE)
      .taken()
      .when({ type: "run-stopped", key: "p1/i2/1" }, ENGINE)
      .repeats();
  });

  test("keeps asking after a run that an earlier replan could not stop", () => {
    const unheard: Command = { type: "run-not-stopped", key: "p1/i2/1", reason: "no answer" };
    const again = halfway().after(
      [replan, ada],
      [unheard, ENGINE],
      ...AGAIN,
      [{ type: "run", item: "i2" }, ada],
      [replan, ada],
    );
    expect(again.plan.stopped.map(({ key }) => key)).toEqual(["p1/i2/1", "p1/i2/2"]);
    const told = again.after([{ type: "run-stopped", key: "p1/i2/1" }, ENGINE]);
    expect(told.plan.stopped).toMatchObject([{ outcome: "stopped" }, { outcome: "asked" }]);
  });

  test("keeps done items that are unchanged, over one replan and over two", () => {
    const once = halfway().after([replan, ada]);
    const twice = once.after([{ type: "finish" }, ada], [replan, ada]);
    twice.items({ i1: "done", i2: "todo", i3: "todo" });
    const edited = twice.after(
      [change({ change: "fields", name: "x" }), ada],
      [change({ change: "order-items", items: ["i3", "i2", "i1"] }), ada],
    );
    edited
      .after(...AGAIN)
      .items({ i1: "done", i2: "todo", i3: "todo" })
      .when({ type: "run", item: "i1" })
      .refuses("wrong-item-state", { state: "done" });
  });

  test("has a done item done again when its inputs have changed, with a new run key", () => {
    const work = { type: "workflow", engine: "command", workflow: "build", with: { branch: "hotfix" } } as const;
    const edited = halfway()
      .after([replan, ada])
      .when(change({ change: "edit-item", item: "i1", work }))
      .gives({ type: "edited", reset: ["i1"] });
    edited
      .items({ i1: "todo", i2: "todo", i3: "todo" })
      .after(...AGAIN)
      .when({ type: "run", item: "i1" })
      .gives({ type: "item-started", key: "p1/i1/2" });
  });

  test("has skipped items asked for again", () => {
    executing()
      .after([{ type: "skip", item: "i1", reason: "no" }, ada], [replan, ada])
      .items({ i1: "todo", i2: "todo" });
  });

  test("of a plan whose items are all done ends in success as soon as it is executing", () => {
    const gates = ["all_job_done"] as const;
    const story = executing({ items: [tell("i1")] }, { gates })
      .after([{ type: "done", item: "i1" }, ada])
      .is("wait_for_all_done_external_check");
    story
      .in({ gates: [] })
      .after([replan, ada], [{ type: "finish" }, ada])
      .when({ type: "start" })
      .gives("executing", "all-done", "succeeded");
  });

  test("pressed twice is nothing new", () => {
    halfway().after([replan, ada]).when(replan).repeats();
  });
});

describe("a cancel", () => {
  test("needs a reason, stops what runs, and is final", () => {
    const story = executing({ items: [build("i1"), tell("i2")] }).after([{ type: "run", item: "i1" }, ada]);
    story.when({ type: "cancel", reason: "  " }).refuses("reason-needed");
    const ended = story
      .when({ type: "cancel", reason: "no need" })
      .gives({ type: "cancelled", reason: "no need", stopping: ["i1"] });
    ended.when({ type: "cancel", reason: "again" }).repeats();
    ended.when(replan).refuses("wrong-status");
    ended
      .after([{ type: "run-stopped", key: "p1/i1/1" }, ENGINE])
      .items({ i1: "failed", i2: "todo" })
      .is("cancel");
    ended
      .after([passed(ended, "i1"), ENGINE])
      .items({ i1: "done", i2: "todo" })
      .is("cancel");
  });
});

describe("a run of which nobody knows whether it began", () => {
  const unclear = () =>
    executing({ items: [build("i1")] }).after(
      [{ type: "run", item: "i1" }, ada],
      [{ type: "run-unclear", key: "p1/i1/1", reason: "lost" }, ENGINE],
    );

  test("is asked to stop by a cancel, which says when it could not", () => {
    const ended = unclear()
      .when({ type: "cancel", reason: "no need" })
      .gives({ type: "cancelled", stopping: ["i1"] })
      .after([{ type: "run-not-stopped", key: "p1/i1/1", reason: "who knows" }, ENGINE]);
    expect(ended.plan.stopped).toMatchObject([{ item: "i1", outcome: "not-stopped", reason: "who knows" }]);
    ended
      .after([{ type: "run-stopped", key: "p1/i1/1" }, ENGINE])
      .items({ i1: "failed" })
      .is("cancel");
  });

  test("is asked to stop by a replan, before another one may start", () => {
    const again = unclear()
      .after([replan, ada], ...AGAIN)
      .items({ i1: "todo" });
    again.when({ type: "run", item: "i1" }).refuses("still-stopping");
    again
      .after([{ type: "run-stopped", key: "p1/i1/1" }, ENGINE])
      .when({ type: "run", item: "i1" })
      .gives({ type: "item-started", key: "p1/i1/2" });
  });
});

test("an item whose earlier run is still being stopped is not started a second time", () => {
  executing({ items: [build("i1"), tell("i2")] })
    .after([{ type: "run", item: "i1" }, ada], [replan, ada], ...AGAIN)
    .when({ type: "run", item: "i1" }, ada)
    .refuses("still-stopping");
});
