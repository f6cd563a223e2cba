import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import { digestOf } from "../../src/plan/digest.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { ada, approval, bo, build, chen, content, level, OPENS, sha256 } from "../support/cast.ts";
import { drafted, executing, given, submitted } from "../support/given.ts";

const approve: Command = { type: "approve" };
const rename: Command = { type: "edit", changes: [{ change: "fields", name: "Release 2.5" }] };

describe("an approval", () => {
  test("is asked for, and holds for, exactly the content there is", () => {
    const { plan } = submitted().after([approve, bo]);
    expect(plan.round).toMatchObject({ outcome: "approved", digest: plan.digest, level: 1 });
    expect(plan.digest).toBe(digestOf(plan.content, plan.workflows, sha256));
    expect(plan.approvedContent).toEqual(plan.content);
  });

  test("is dropped by a replan, with its votes and its number going on", () => {
    const again = submitted().after([approve, bo], [{ type: "replan" }, ada]);
    expect(again.plan.round).toBeUndefined();
    again.when({ type: "finish" }).taken().is("finish_planning").when({ type: "start" }).refuses("needs-approval");
    again.when({ type: "submit" }).gives("planning-finished", "ready", { type: "approval-asked", round: 2 });
  });

  test("of an open round is dropped by a replan as well", () => {
    const half = submitted({ approval: approval(level([bo, chen], "all")) }).after([approve, bo]);
    const again = half.after([{ type: "replan" }, ada], [{ type: "submit" }, ada]);
    expect(again.plan.round).toMatchObject({ votes: [], level: 0, outcome: "open" });
    again.when(approve, chen).gives("voted").is("wait_for_approval");
  });

  test("needs a new one after an edit, and shows what the last one was for", () => {
    const edited = submitted().after(
      [approve, bo],
      [{ type: "replan" }, ada],
      [rename, ada],
      [{ type: "submit" }, ada],
    );
    expect(edited.is("wait_for_approval").plan.approvedContent?.name).toBe("Release 2.4");
    edited.when({ type: "run", item: "i1" }).refuses("wrong-status");
  });

  test("clicked on a card of other content is refused", () => {
    const story = submitted();
    const seen = story.plan.digest;
    const edited = story.after([{ type: "replan" }, ada], [rename, ada], [{ type: "submit" }, ada]);
    edited.when({ ...approve, seen }, bo).refuses("content-changed");
    edited.when({ type: "reject", reason: "no", seen }, bo).refuses("content-changed");
    edited.when({ ...approve, seen: edited.plan.digest }, bo).taken();
  });

  test("that was given for other content carries nothing out, wherever it came from", () => {
    const story = submitted({ items: [build("i1")] })
      .after([approve, bo])
      .at(OPENS);
    const tampered: Plan = { ...story.plan, digest: sha256("something else") };
    for (const command of [
      { type: "run", item: "i1" },
      { type: "skip", item: "i1", reason: "no" },
    ] as const) {
      given(tampered).at(OPENS).when(command).refuses("not-approved");
    }
    given({ ...story.plan, round: undefined })
      .at(OPENS)
      .when({ type: "run", item: "i1" })
      .refuses("not-approved");
  });
});

describe("content", () => {
  test("is not edited but while planning", () => {
    for (const story of [submitted(), executing(), submitted().after([approve, bo])]) {
      story.when(rename).refuses("wrong-status", { command: "edit" });
    }
  });

  test("edited onto something else than the author saw is refused", () => {
    const story = drafted();
    const seen = story.plan.digest;
    story
      .after([rename, ada])
      .when({ ...rename, seen })
      .refuses("content-changed");
    story.when({ ...rename, seen }).taken();
  });

  test("edited without a change is nothing new", () => {
    drafted()
      .when({ type: "edit", changes: [{ change: "fields", name: "Release 2.4" }] })
      .repeats();
    drafted()
      .when({ type: "edit", changes: [{ change: "replace", content: content() }] })
      .repeats();
    drafted().when({ type: "edit", changes: [] }).repeats();
  });

  test("has the same digest in whatever order its keys are written", () => {
    const reversed = Object.fromEntries(Object.entries(content()).reverse());
    expect(sha256(JSON.stringify(reversed))).not.toBe(sha256(JSON.stringify(content())));
    expect(digestOf({ ...content(), ...reversed }, {}, sha256)).toBe(digestOf(content(), {}, sha256));
  });

  test("has another digest after any change of a field", () => {
    const digests = [
      content(),
      content({ name: "x" }),
      content({ window: undefined }),
      content({ schedule: OPENS }),
      content({ approval: undefined }),
      content({ items: [build("i1", { after: ["i2"] })] }),
      content({ items: [build("i1", { owners: [] })] }),
      content({ policy: "self" }),
      content({ editors: [] }),
      content({ hooks: ["audit"] }),
      content({ tags: [] }),
      content({ announce: [] }),
      content({ requirements: ["SHOP-1", "20"] }),
      content({ requirements: ["SHOP-1,20"] }),
    ].map((one) => digestOf(one, {}, sha256));
    expect(new Set(digests).size).toBe(digests.length);
  });

  test("gets a new instance code with each change and each replan", () => {
    const first = drafted();
    const second = first.after([rename, ada]);
    const third = second.after([{ type: "finish" }, ada], [{ type: "replan" }, ada]);
    const codes = [first, second, third].map(({ plan }) => plan.instanceCode);
    expect(new Set(codes).size).toBe(3);
  });
});
