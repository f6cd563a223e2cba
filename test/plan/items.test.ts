import { describe, expect, test } from "vitest";
import type { Change, Command } from "../../src/plan/command.ts";
import { ada, build, content, create, dana, ENGINE, tell } from "../support/cast.ts";
import { drafted, executing, failed, given, passed } from "../support/given.ts";

const change = (...changes: Change[]): Command => ({ type: "edit", changes });
const add = (name: string): Change => ({ change: "add-item", item: { name, work: { type: "text", content: "" } } });

describe("items in order", () => {
  const chain = () =>
    executing({ items: [build("i1"), tell("i2", { after: ["i1"] }), tell("i3", { after: ["i1", "i2"] })] });

  test("wait for those that come before", () => {
    const story = chain();
    story.when({ type: "done", item: "i3" }, dana).refuses("waits-for", { items: ["Build i1", "Tell i2"] });
    const running = story.after([{ type: "run", item: "i1" }, dana]);
    running.when({ type: "done", item: "i2" }, dana).refuses("waits-for", { items: ["Build i1"] });
    running
      .after([passed(running, "i1"), ENGINE])
      .when({ type: "done", item: "i2" }, dana)
      .taken();
  });

  test("go on after one that was skipped, and not after one that failed", () => {
    const running = chain().after([{ type: "run", item: "i1" }, dana]);
    const broken = running.after([failed(running, "i1"), ENGINE]);
    broken.when({ type: "done", item: "i2" }, dana).refuses("waits-for");
    broken
      .after([{ type: "skip", item: "i1", reason: "by hand" }, dana])
      .when({ type: "done", item: "i2" }, dana)
      .taken();
  });

  test("never wait for each other, nor for themselves, nor for what is not there", () => {
    given()
      .when(create({ items: [tell("i1", { after: ["i1"] })] }))
      .refuses("order-cycle", { items: ["Tell i1"] });
    given()
      .when(
        create({
          items: [
            tell("i1", { after: ["i3"] }),
            tell("i2", { after: ["i1"] }),
            tell("i3", { after: ["i2"] }),
            tell("i4"),
          ],
        }),
      )
      .refuses("order-cycle", { items: ["Tell i1", "Tell i2", "Tell i3"] });
    given()
      .when(create({ items: [tell("i1", { after: ["i7"] })] }))
      .refuses("unknown-item", { item: "i7" });
    drafted()
      .when(change({ change: "edit-item", item: "i1", after: ["i2"] }))
      .refuses("order-cycle");
  });

  test("are not removed while another waits for them", () => {
    drafted()
      .when(change({ change: "remove-item", item: "i1" }))
      .refuses("item-needed", { item: "Build i1", by: ["Tell i2"] });
    drafted()
      .when(change({ change: "remove-item", item: "i2" }, { change: "remove-item", item: "i1" }))
      .taken();
  });

  test("are put in a new order with every one of them named once", () => {
    drafted()
      .when(change({ change: "order-items", items: ["i2", "i1"] }))
      .taken();
    drafted()
      .when(change({ change: "order-items", items: ["i2", "i2", "i5"] }))
      .refuses("order-incomplete", { missing: ["i1"], twice: ["i2"], unknown: ["i5"] });
    drafted()
      .when(change({ change: "order-items", items: [] }))
      .refuses("order-incomplete");
  });
});

describe("an item's name for good", () => {
  test("is never given again", () => {
    const removed = drafted().after([change({ change: "remove-item", item: "i2" }), ada]);
    expect(removed.after([change(add("New")), ada]).plan.content.items.map(({ id }) => id)).toEqual(["i1", "i3"]);
    const both = drafted().after([change(add("New"), { change: "remove-item", item: "i2" }, add("Newer")), ada]);
    expect(both.plan.content.items.map(({ id }) => id)).toEqual(["i1", "i3", "i4"]);
  });

  test("stays above what a whole new content brings along, in the same edit too", () => {
    const whole = content({ items: [tell("i3"), tell("i9")] });
    const story = drafted().after([change({ change: "replace", content: whole }, add("New")), ada]);
    expect(story.plan.content.items.map(({ id }) => id)).toEqual(["i3", "i9", "i10"]);
  });

  test("belongs to one item", () => {
    given()
      .when(create({ items: [tell("i1"), tell("i1")] }))
      .refuses("invalid-content", { path: "items.id" });
  });
});

describe("carrying out", () => {
  test("takes a second press as nothing new, on the last item too", () => {
    const story = executing({ items: [tell("i1")] })
      .after([{ type: "done", item: "i1", remark: "posted" }, dana])
      .is("success");
    story.when({ type: "done", item: "i1" }, dana).repeats();
    const running = executing({ items: [build("i1")] }).after([{ type: "run", item: "i1" }, dana]);
    running.when({ type: "run", item: "i1" }, ada).repeats();
    const skipped = executing({ items: [tell("i1")] }).after([{ type: "skip", item: "i1", reason: "no" }, dana]);
    skipped.when({ type: "skip", item: "i1", reason: "no" }, dana).repeats();
  });

  test("runs what an engine does, and does what a person does", () => {
    const story = executing({ items: [build("i1"), tell("i2")] });
    story.when({ type: "done", item: "i1" }).refuses("wrong-item-type", { type: "workflow" });
    story.when({ type: "run", item: "i2" }).refuses("wrong-item-type", { type: "text" });
    story.when({ type: "retry", item: "i1" }).refuses("wrong-item-state", { state: "todo" });
  });

  test("needs a reason to skip", () => {
    executing().when({ type: "skip", item: "i1", reason: " \t\n" }).refuses("reason-needed");
  });

  test("never takes a failed item for a finished one", () => {
    const running = executing({ items: [build("i1"), tell("i2")] }).after(
      [{ type: "run", item: "i1" }, ada],
      [{ type: "done", item: "i2" }, ada],
    );
    const broken = running.after([failed(running, "i1"), ENGINE]).is("executing");
    broken.when({ type: "run", item: "i1" }).refuses("wrong-item-state", { state: "failed" });
    const again = broken
      .when({ type: "retry", item: "i1" })
      .gives({ type: "item-started", key: "p1/i1/2", attempt: 2 });
    again.after([passed(again, "i1"), ENGINE]).is("success");
  });

  test("is not over when all the others have ended beside a failed one", () => {
    const running = executing({ items: [build("i1"), tell("i2")] }).after([{ type: "run", item: "i1" }, ada]);
    const broken = running.after([failed(running, "i1"), ENGINE]);
    broken.when({ type: "done", item: "i2" }, ada).gives("item-done").is("executing");
  });

  test("keeps a run apart of which nobody knows whether it began, until a person has looked", () => {
    const story = executing({ items: [build("i1")] }).after([{ type: "run", item: "i1" }, ada]);
    const unclear = story
      .when({ type: "run-unclear", key: "p1/i1/1", reason: "lost" }, ENGINE)
      .gives({ type: "item-failed", unclear: true });
    unclear.when({ type: "run", item: "i1" }).refuses("wrong-item-state");
    unclear.when({ type: "retry", item: "i1" }).taken();
  });

  test("hears each report of a run once, and none of a run that it does not know", () => {
    const story = executing({ items: [build("i1"), tell("i2")] }).after([{ type: "run", item: "i1" }, ada]);
    const linked = story.after([{ type: "run-linked", key: "p1/i1/1", ref: "77" }, ENGINE]);
    linked.when({ type: "run-linked", key: "p1/i1/1", ref: "77" }, ENGINE).repeats();
    const done = linked.after([passed(linked, "i1"), ENGINE]);
    done.when(passed(linked, "i1"), ENGINE).repeats();
    done.when(failed(linked, "i1"), ENGINE).repeats();
    done.when({ type: "run-passed", key: "p1/i1/9", progress: {} }, ENGINE).refuses("unknown-run");
    done.when({ type: "run-passed", key: "__proto__", progress: {} }, ENGINE).refuses("unknown-run");
  });
});

test("a finished plan needs an item, and a plan's first item may come later", () => {
  const empty = drafted({ items: [] });
  empty.when({ type: "finish" }).refuses("no-items");
  empty.when({ type: "submit" }).refuses("no-items");
  empty
    .after([change(add("First")), ada])
    .when({ type: "submit" })
    .taken();
});
