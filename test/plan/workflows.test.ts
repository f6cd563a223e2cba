/**
 * What is approved is what runs: workflows are frozen when planning is finished, and items whose workflow moved are held.
 */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { World } from "../support/cast.ts";
import {
  ada,
  approval,
  bo,
  build,
  dana,
  ENGINE,
  level,
  MINUTE,
  OPENS,
  TIMER,
  tell,
  WORKFLOWS,
} from "../support/cast.ts";
import { drafted, executing, failed, heldBack, passed, submitted } from "../support/given.ts";

const finish: Command = { type: "finish" };
const approve: Command = { type: "approve" };
const items = [build("i1"), tell("i2")];

/** Engines whose build is another one than before. */
const MOVED: World["engines"] = {
  command: WORKFLOWS.map((workflow) => ({ ...workflow, definition: `${workflow.workflow}-2` })),
};
const SILENT: World["engines"] = { command: undefined };

describe("workflows", () => {
  test("are frozen as their engine describes them when planning is finished", () => {
    const finished = drafted({ items }).after([finish, ada]);
    expect(finished.plan.workflows).toEqual({ i1: WORKFLOWS[0] });
    expect(finished.in({ engines: MOVED }).after([{ type: "submit" }, ada]).plan.workflows).toEqual({
      i1: WORKFLOWS[0],
    });
  });

  test("are part of the digest, with all that they are made of", () => {
    const digest = (engines: World["engines"]) => drafted({ items }, { engines }).after([finish, ada]).plan.digest;
    const [first, ...rest] = WORKFLOWS;
    const renamed = { command: first ? [{ ...first, title: "Another title" }, ...rest] : [] };
    expect(digest({ command: WORKFLOWS })).toBe(digest({ command: [...WORKFLOWS].reverse() }));
    expect(digest(MOVED)).not.toBe(digest({ command: WORKFLOWS }));
    expect(digest(renamed)).not.toBe(digest({ command: WORKFLOWS }));
  });

  test("move nothing when a plan runs none of them", () => {
    const text = { items: [tell("i1")] };
    const digest = drafted(text).after([finish, ada]).plan.digest;
    expect(drafted(text).in({ engines: MOVED }).after([finish, ada]).plan.digest).toBe(digest);
  });

  test("are forgotten by a replan, and frozen anew", () => {
    const story = submitted({ items }).after([approve, bo]);
    const replanned = story.in({ engines: MOVED }).after([{ type: "replan" }, ada]);
    expect(replanned.plan.workflows).toEqual({});
    expect(replanned.plan.digest).toBe(drafted({ items }).plan.digest);
    const again = replanned.after([{ type: "submit" }, ada]);
    expect(again.plan.digest).not.toBe(story.plan.digest);
    expect(again.plan.approvedWorkflows).toEqual({ i1: WORKFLOWS[0] });
    expect(again.plan.workflows.i1?.definition).toBe("build-2");
  });

  test("that are others since the card was shown take its approval away", () => {
    const story = submitted({ items });
    const moved = story.in({ engines: MOVED }).after([{ type: "replan" }, ada], [{ type: "submit" }, ada]);
    moved.when({ ...approve, seen: story.plan.digest }, bo).refuses("content-changed");
  });

  test("of an engine that is silent may be written down, and not finished", () => {
    const draft = drafted({ items }, { engines: SILENT });
    draft.when(finish).refuses("engine-silent", { engine: "command" });
    draft.when({ type: "submit" }).refuses("engine-silent");
    draft
      .in({ engines: { command: WORKFLOWS } })
      .when(finish)
      .taken();
    drafted({ items: [tell("i1")] }, { engines: SILENT })
      .when(finish)
      .taken();
  });
});

describe("an item whose workflow is not what was approved", () => {
  const started = () => executing({ items }).after([{ type: "run", item: "i1" }, dana]);

  test("is held, with what is different, and nothing has run", () => {
    const story = started();
    const held = story
      .when(heldBack(story, "i1", ["image: a → b"]), ENGINE)
      .gives({ type: "item-held", item: "i1", changes: ["image: a → b"] })
      .is("executing")
      .items({ i1: "todo", i2: "todo" });
    expect(held.plan.items.i1).toEqual({ state: "todo", held: { at: held.plan.changedAt, changes: ["image: a → b"] } });
    held.when(heldBack(story, "i1"), ENGINE).refuses("unknown-run");
  });

  test("may be tried again by its people, with a run of its own", () => {
    const story = started();
    const held = story.after([heldBack(story, "i1"), ENGINE]);
    const again = held
      .when({ type: "run", item: "i1" }, dana)
      .gives({ type: "item-started", key: "p1/i1/2", attempt: 2 });
    again.when(passed(again, "i1"), ENGINE).gives("item-done");
    held.when({ type: "skip", item: "i1", reason: "by hand" }, dana).taken();
  });

  test("is not held any more after a replan", () => {
    const story = started();
    const replanned = story.after([heldBack(story, "i1"), ENGINE], [{ type: "replan" }, ada]);
    expect(replanned.plan.items.i1).toEqual({ state: "todo" });
  });

  test("is never started by the schedule by itself", () => {
    const at = OPENS + 30 * MINUTE;
    const began = executing({ items: [build("i1"), build("i2"), tell("i3")], schedule: at })
      .at(at)
      .after([{ type: "run-scheduled" }, TIMER]);
    const held = began.after([heldBack(began, "i1"), ENGINE]).items({ i1: "todo", i2: "running", i3: "todo" });
    held.when(passed(held, "i2"), ENGINE).gives("item-done");
    held.when({ type: "done", item: "i3" }, dana).gives("item-done");
    held.when({ type: "run", item: "i1" }, dana).gives({ type: "item-started", item: "i1" });
  });

  test("leaves no run to stop when the plan was cancelled meanwhile", () => {
    const story = started();
    const cancelled = story.after([{ type: "cancel", reason: "no need" }, ada]);
    expect(cancelled.plan.stopped).toMatchObject([{ item: "i1", outcome: "asked" }]);
    const held = cancelled.after([heldBack(story, "i1"), ENGINE]);
    expect(held.plan.stopped).toMatchObject([{ item: "i1", outcome: "stopped" }]);
  });

  test("is nothing to a run that a replan left behind, but that it has ended", () => {
    const story = started();
    const replanned = story.after([{ type: "replan" }, ada]);
    const late = replanned
      .when(heldBack(story, "i1"), ENGINE)
      .gives({ type: "run-stopped", key: "p1/i1/1", ended: false });
    late.when(heldBack(story, "i1"), ENGINE).repeats();
  });
});

describe("a retry", () => {
  const consent = { approval: approval(level([bo])) };

  test("names the run that failed, so that its engine can repeat it", () => {
    const running = executing({ items, ...consent }).after(
      [{ type: "run", item: "i1" }, dana],
      [{ type: "run-linked", key: "p1/i1/1", ref: "77" }, ENGINE],
    );
    const broken = running.after([failed(running, "i1"), ENGINE]);
    const again = broken
      .when({ type: "retry", item: "i1" }, dana)
      .gives({ type: "item-started", again: "77", attempt: 2 });
    expect(again.plan.items.i1).toMatchObject({ state: "running", run: { again: "77", attempt: 2 } });
  });

  test("names none where the engine never gave it a name, or nobody knows whether it began", () => {
    const running = executing({ items }).after([{ type: "run", item: "i1" }, dana]);
    const broken = running.after([failed(running, "i1"), ENGINE]);
    const fresh = broken.when({ type: "retry", item: "i1" }, dana).gives({ type: "item-started" });
    expect(fresh.plan.items.i1).toMatchObject({ run: { again: undefined } });
    const unclear = running.after(
      [{ type: "run-linked", key: "p1/i1/1", ref: "77" }, ENGINE],
      [{ type: "run-unclear", key: "p1/i1/1", reason: "lost" }, ENGINE],
    );
    const other = unclear.when({ type: "retry", item: "i1" }, dana).gives({ type: "item-started" });
    expect(other.plan.items.i1).toMatchObject({ run: { again: undefined } });
  });
});
