import { describe, expect, test } from "vitest";
import type { Command } from "../../src/plan/command.ts";
import type { Policy } from "../../src/plan/context.ts";
import { STANDARD_POLICY } from "../../src/plan/context.ts";
import type { World } from "../support/cast.ts";
import {
  ada,
  approval,
  bo,
  build,
  CLOSES,
  create,
  dana,
  eve,
  gil,
  HOUR,
  level,
  MORNING,
  OPENS,
  TIMER,
  tell,
} from "../support/cast.ts";
import { drafted, given } from "../support/given.ts";

const OPERATIONS = level([dana], "any", "Operations");
const ON_CALL = level([gil], "any", "On call");
const PRODUCTION: Policy = { ...STANDARD_POLICY, name: "production", tags: ["Production"], levels: [OPERATIONS] };
const URGENT: Policy = {
  ...PRODUCTION,
  emergency: { skipsCalendar: true, levels: [ON_CALL], review: true },
};
const world = (policy: Policy, more: Partial<World> = {}): Partial<World> => ({
  ...more,
  policies: { standard: STANDARD_POLICY, production: policy },
});
const names = (story: ReturnType<typeof drafted>) => story.plan.content.approval?.levels.map(({ name }) => name);

describe("a policy", () => {
  test("is forced by a tag, whatever the plan names, and however the tag is written", () => {
    const story = drafted({ tags: ["shop", "ｐroduction "] }, world(PRODUCTION));
    expect(story.plan.content.policy).toBe("production");
    story.when({ type: "edit", changes: [{ change: "fields", policy: "standard" }] }).repeats();
  });

  test("asks its levels first, and what the plan asks besides after them", () => {
    expect(names(drafted({ policy: "production" }, world(PRODUCTION)))).toEqual(["Operations", "QA"]);
    expect(names(drafted({ policy: "production", approval: undefined }, world(PRODUCTION)))).toEqual(["Operations"]);
  });

  test("does not let its levels be edited away", () => {
    const story = drafted({ policy: "production" }, world(PRODUCTION));
    const other = approval(level([bo], "any", "Operations"));
    story
      .after([{ type: "edit", changes: [{ change: "fields", approval: other }] }, ada])
      .when({ type: "edit", changes: [{ change: "fields", approval: null }] })
      .repeats();
  });

  test("that was made stricter after the plan was written keeps it from being finished until it is edited", () => {
    const stricter: Policy = { ...PRODUCTION, levels: [OPERATIONS, ON_CALL] };
    const story = drafted({ policy: "production" }, world(PRODUCTION)).in(world(stricter));
    story.when({ type: "finish" }).refuses("policy-moved", { policy: "production" });
    const edited = story.after([{ type: "edit", changes: [{ change: "fields", policy: "production" }] }, ada]);
    expect(names(edited)).toEqual(["Operations", "On call", "QA"]);
    edited.when({ type: "finish" }).taken();
  });

  test("without the calendar lets items be carried out in a freeze", () => {
    const freezes = [{ name: "Freeze", from: OPENS, until: CLOSES }];
    const free: Policy = { ...STANDARD_POLICY, calendar: false };
    const going = drafted({ approval: undefined, items: [tell("i1")] }, { freezes })
      .after([{ type: "finish" }, ada], [{ type: "start" }, ada])
      .at(OPENS);
    going.when({ type: "done", item: "i1" }, dana).refuses("frozen");
    going
      .in({ policies: { standard: free } })
      .when({ type: "done", item: "i1" }, dana)
      .gives({ type: "item-done", despiteFreeze: undefined }, "all-done", "succeeded");
  });
});

describe("an emergency", () => {
  const emergency = "Payments are down.";
  const FREEZE = { name: "Singles' Day", from: MORNING, until: CLOSES + HOUR };
  const urgent = (more = {}) => drafted({ policy: "production", emergency, ...more }, world(URGENT));

  test("is refused by a policy that has none, and needs a reason", () => {
    const wanted = create({ emergency });
    given().when(wanted, ada).refuses("no-emergency", { policy: "standard" });
    given(undefined, world(URGENT))
      .when(create({ policy: "production", emergency: " " }), ada)
      .refuses("invalid-content");
  });

  test("asks the shortened approval in place of all other levels", () => {
    expect(names(urgent())).toEqual(["On call"]);
    expect(names(urgent({ emergency: undefined }))).toEqual(["Operations", "QA"]);
  });

  test("needs a second person, even where the policy lets people decide on their own plans", () => {
    const alone: Policy = {
      ...STANDARD_POLICY,
      name: "production",
      selfApproval: true,
      emergency: { skipsCalendar: true, review: true },
    };
    drafted({ policy: "production", emergency, approval: undefined }, world(alone))
      .when({ type: "finish" })
      .refuses("emergency-alone");
    const own = approval(level([ada, bo], "any", "QA"));
    drafted({ policy: "production", emergency, approval: own }, world(alone))
      .after([{ type: "submit" }, ada])
      .when({ type: "approve" }, ada)
      .refuses("own-plan", { as: "manager" });
  });

  test("goes on in a freeze, and the log says why", () => {
    const items = [build("i1"), tell("i2")];
    const going = urgent({ items })
      .in({ freezes: [FREEZE] })
      .after([{ type: "submit" }, ada], [{ type: "approve" }, gil])
      .at(OPENS);
    going.when({ type: "run", item: "i1" }, dana).gives({ type: "item-started", despiteFreeze: emergency });
    going.when({ type: "done", item: "i2" }, dana).gives({ type: "item-done", despiteFreeze: emergency });
    going
      .in({ freezes: [] })
      .when({ type: "run", item: "i1" }, dana)
      .gives({ type: "item-started", despiteFreeze: undefined });
  });

  test("starts by its schedule in a freeze as well", () => {
    const schedule = OPENS + HOUR;
    const run: Command = { type: "run-scheduled" };
    urgent({ items: [build("i1")], schedule })
      .in({ freezes: [FREEZE] })
      .after([{ type: "submit" }, ada], [{ type: "approve" }, gil])
      .at(schedule)
      .when(run, TIMER)
      .gives("schedule-began", { type: "item-started", despiteFreeze: emergency });
  });

  test("stays outside of nothing but the calendar: its window still holds", () => {
    urgent({ items: [tell("i1")] })
      .after([{ type: "submit" }, ada], [{ type: "approve" }, gil])
      .when({ type: "done", item: "i1" }, dana)
      .refuses("window-not-open", { opens: OPENS });
  });

  test("remembers the plan that looks back at it, once", () => {
    const made = urgent().after([{ type: "review-made", index: 57 }, TIMER]);
    expect(made.plan.review).toBe(57);
    made.when({ type: "review-made", index: 58 }, TIMER).repeats();
    made.when({ type: "review-made", index: 58 }, eve).refuses("not-allowed", { need: "system" });
  });
});
