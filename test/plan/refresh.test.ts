/**
 * Requirements as they were read: shown while planning, bound to the approval, and never swapped under it.
 */
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { IssueFacts, RequirementAnswer } from "../../src/plan/reading.ts";
import type { World } from "../support/cast.ts";
import { ada, bo, build, HOOK, HOUR, MORNING, OPENS, STRICT_POLICY, WORLD } from "../support/cast.ts";
import { answer, drafted, submitted } from "../support/given.ts";

const ISSUE: IssueFacts = {
  key: "SHOP-120",
  title: "Cart totals",
  type: "Story",
  state: "In review",
  stage: "doing",
  assignee: "Bo Lin",
  url: "https://jira.example/browse/SHOP-120",
};

/** A world in which the tracker says this. */
function tracked(facts: Partial<IssueFacts> = {}): Pick<World, "requirements"> {
  return answered({ answer: "read", state: { kind: "issue", ...ISSUE, ...facts } });
}
function answered(said: RequirementAnswer): Pick<World, "requirements"> {
  return { requirements: { "SHOP-120": said } };
}
const MISSING = answered({ answer: "read", state: { kind: "missing" } });
const SILENT = answered({ answer: "silent", why: "no answer in time" });
const MOVED = tracked({ state: "Done", stage: "done" });
const SUBMIT: Command = { type: "submit" };
const REFRESH: Command = { type: "refresh" };
const APPROVE: Command = { type: "approve" };

describe("requirements", () => {
  test("are read as soon as they are written, and kept with the time of it", () => {
    const { plan } = drafted({}, tracked());
    expect(plan.reading).toEqual({ "SHOP-120": { at: MORNING, state: { kind: "issue", ...ISSUE } } });
    expect(plan.requirements).toBeUndefined();
  });

  test("that the content names no more are forgotten", () => {
    const none: Command = { type: "edit", changes: [{ change: "fields", requirements: [] }] };
    expect(drafted({}, tracked()).after([none, ada]).plan.reading).toBeUndefined();
  });

  test("move nothing while planning", () => {
    expect(drafted({}, tracked()).plan.digest).toBe(drafted().plan.digest);
  });

  test("are part of what is approved, with all that was read of them, and not with when", () => {
    const digest = (world: Pick<World, "requirements">, now = MORNING) => submitted({}, { ...world, now }).plan.digest;
    expect(digest(tracked())).toBe(digest(tracked(), MORNING + HOUR));
    const others = [MOVED, tracked({ title: "Another" }), tracked({ assignee: "Chen" }), SILENT, {}];
    expect(new Set([tracked(), ...others].map((world) => digest(world))).size).toBe(others.length + 1);
  });

  test("are read anew when approval is asked of a plan that was finished before", () => {
    const finished = drafted({}, tracked()).after([{ type: "finish" }, ada]);
    finished.in(MOVED).when(SUBMIT).gives("requirements-read", "approval-asked");
    finished.when(SUBMIT).gives("approval-asked");
  });

  test("are read anew when the gate's answer asks for approval", () => {
    const waiting = submitted({}, { gates: ["finish_planning"], ...tracked() });
    const told = answer(waiting, "finish_planning", "success");
    const asked = waiting
      .in(MOVED)
      .when(told, HOOK)
      .gives("check-passed", "ready", "requirements-read", "approval-asked");
    expect(asked.plan.round?.digest).toBe(asked.plan.digest);
    expect(asked.plan.requirements?.["SHOP-120"]).toMatchObject({ state: "Done" });
  });
});

describe("a change in the tracker", () => {
  test("before approval is asked becomes part of what is asked about", () => {
    const finished = drafted({}, tracked()).after([{ type: "finish" }, ada]);
    const read = finished.in(MOVED).when(REFRESH).gives("requirements-read").is("finish_planning");
    expect(read.plan.digest).not.toBe(finished.plan.digest);
    expect(read.plan.requirements?.["SHOP-120"]).toMatchObject({ state: "Done" });
  });

  test("after approval was asked is shown, and never takes the place of what people consent to", () => {
    const asked = submitted({}, tracked());
    const read = asked.in(MOVED).when(REFRESH).gives("requirements-read");
    expect(read.plan.digest).toBe(asked.plan.digest);
    expect(read.plan.requirements).toEqual(asked.plan.requirements);
    expect(read.plan.reading?.["SHOP-120"]?.state).toMatchObject({ state: "Done" });
    const approved = read.when({ ...APPROVE, seen: asked.plan.digest }, bo).taken();
    expect(approved.plan.approvedRequirements).toEqual(asked.plan.requirements);
  });

  test("needs a new approval to be consented to", () => {
    const approved = submitted({ items: [build("i1")] }, tracked()).after([APPROVE, bo]);
    const again = approved.in(MOVED).after([{ type: "replan" }, ada], [SUBMIT, ada]);
    expect(again.plan.digest).not.toBe(approved.plan.digest);
    again.at(OPENS).when({ type: "run", item: "i1" }).refuses("wrong-status");
    expect(again.plan.approvedRequirements).toEqual(approved.plan.requirements);
  });

  test("is compared with the approval before, also when that was about none", () => {
    const approved = submitted({ items: [build("i1")] }, tracked()).after([APPROVE, bo]);
    const without = { type: "edit", changes: [{ change: "fields", requirements: [] }] } as const;
    const again = approved.after([{ type: "replan" }, ada], [without, ada], [SUBMIT, ada], [APPROVE, bo]);
    expect(again.plan.approvedRequirements).toBeUndefined();
  });
});

describe("a tracker that is silent", () => {
  test("leaves what is known as it is, and says so", () => {
    const later = drafted({}, tracked()).at(MORNING + HOUR);
    const read = later.in(SILENT).when(REFRESH).taken();
    expect(read.plan.reading).toEqual({
      "SHOP-120": {
        at: MORNING,
        state: { kind: "issue", ...ISSUE },
        silent: { at: MORNING + HOUR, why: "no answer in time" },
      },
    });
  });

  test("blocks no plan, unless its policy wants the requirements read", () => {
    submitted({}, SILENT).is("wait_for_approval");
    const policies = { ...WORLD.policies, strict: { ...STRICT_POLICY, readRequirements: true } };
    const strict = drafted({ policy: "strict" }, { ...SILENT, policies });
    strict.when(SUBMIT).refuses("requirements-silent", { words: ["SHOP-120"], why: "no answer in time" });
    strict.in(tracked()).when(SUBMIT).taken();
  });
});

describe("a requirement that does not exist", () => {
  test("may stand in a draft, and stops it from being finished", () => {
    const draft = drafted({}, MISSING);
    expect(draft.plan.reading?.["SHOP-120"]?.state).toEqual({ kind: "missing" });
    draft.when({ type: "finish" }).refuses("requirements-missing", { words: ["SHOP-120"] });
    draft.when(SUBMIT).refuses("requirements-missing");
  });
});

describe("reading anew", () => {
  test("is refused where there is nothing to read, or nothing to read from", () => {
    drafted({ requirements: [] }, tracked()).when(REFRESH).refuses("no-requirements");
    drafted().when(REFRESH).refuses("not-readable");
    drafted({}, { requirements: {} }).when(REFRESH).refuses("not-readable");
  });

  test("that finds the same at the same time is nothing new", () => {
    drafted({}, tracked()).when(REFRESH).repeats();
  });
});
