import { expect, test } from "vitest";
import { STANDARD_POLICY } from "../../src/plan/context.ts";
import { nextNudge } from "../../src/plan/nudge.ts";
import {
  ada,
  approval,
  bo,
  build,
  CLOSES,
  chen,
  contextOf,
  dana,
  ENGINE,
  level,
  MINUTE,
  OPENS,
  TIMER,
  tell,
} from "../support/cast.ts";
import type { Given } from "../support/given.ts";
import { executing, passed, submitted } from "../support/given.ts";

const nudge = { type: "nudge" } as const;
/** Quiet but for the window. */
const policies = { standard: { ...STANDARD_POLICY, pace: undefined } };
const next = (story: Given) => nextNudge(story.plan, contextOf(story.world, TIMER));

test("those whose decision is wanted hear half an hour before the window opens, and once", () => {
  const story = submitted({ approval: approval(level([bo, chen])) }, { policies });
  expect(next(story)).toBe(OPENS - 30 * MINUTE);
  story
    .at(OPENS - 30 * MINUTE - 1)
    .when(nudge, TIMER)
    .repeats();
  const told = story.at(OPENS - 30 * MINUTE).when(nudge, TIMER);
  told
    .gives({ type: "window-near", end: "opens", time: OPENS, people: [ada, bo, chen] })
    .when(nudge, TIMER)
    .repeats();
});

test("those who carry out hear before it closes, of what is still to do", () => {
  const story = executing({ items: [build("i1"), tell("i2", { after: ["i1"] })] }, { policies });
  expect(next(story)).toBe(CLOSES - 30 * MINUTE);
  const told = story.at(CLOSES - 30 * MINUTE).when(nudge, TIMER);
  told.gives({ type: "window-near", end: "closes", time: CLOSES, people: [ada, dana] });
});

test("nobody has to hurry when everything runs or is done", () => {
  const story = executing({ items: [build("i1")] }, { policies }).after([{ type: "run", item: "i1" }, dana]);
  story
    .at(CLOSES - MINUTE)
    .when(nudge, TIMER)
    .repeats();
  const done = story.after([passed(story, "i1"), ENGINE]);
  expect(next(done)).toBeUndefined();
});

test("a window that was missed is told to nobody, and one that moved is told again", () => {
  const story = submitted({}, { policies });
  story.at(CLOSES).when(nudge, TIMER).repeats();
  const told = story.at(OPENS - MINUTE).after([nudge, TIMER]);
  const window = { opens: OPENS + 10 * MINUTE, closes: CLOSES };
  const moved = told.after([{ type: "replan" }, ada], [{ type: "edit", changes: [{ change: "fields", window }] }, ada]);
  moved.when(nudge, TIMER).repeats();
  moved
    .after([{ type: "submit" }, ada])
    .when(nudge, TIMER)
    .gives({ type: "window-near", time: window.opens });
});

test("a plan whose window is shorter than the notice hears of its end when it begins", () => {
  const window = { opens: OPENS, closes: OPENS + 10 * MINUTE };
  const story = submitted({ window }, { policies })
    .at(OPENS - MINUTE)
    .after([nudge, TIMER]);
  expect(next(story)).toBe(OPENS);
});
