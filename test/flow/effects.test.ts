import { expect, test } from "vitest";
import { lookEffects } from "../../src/flow/effects.ts";
import { CLOSES, HOUR, MINUTE, OPENS, tell } from "../support/cast.ts";
import { drafted, executing } from "../support/given.ts";

const noFreezes = { freezes: () => [] };
const frozen = { freezes: () => [{ name: "Singles' Day", from: OPENS + MINUTE, until: OPENS + 2 * MINUTE }] };

const plan = drafted({ items: [tell("i1")] }).plan;

test("cards are looked at again when the window opens", () => {
  expect(lookEffects(plan, noFreezes, OPENS - MINUTE)).toEqual([{ effect: "set-timer", timer: "look", dueAt: OPENS }]);
});

test("cards are looked at again when a freeze begins, and when it ends", () => {
  const open = { ...plan, content: { ...plan.content, window: undefined } };
  expect(lookEffects(open, frozen, OPENS)).toEqual([{ effect: "set-timer", timer: "look", dueAt: OPENS + MINUTE }]);
  const during = lookEffects(open, frozen, OPENS + MINUTE);
  expect(during).toEqual([{ effect: "set-timer", timer: "look", dueAt: OPENS + 2 * MINUTE }]);
});

test("cards are looked at again before the time left reads differently, and never later than the window's end", () => {
  for (let now = OPENS - 3 * HOUR; now < CLOSES; now += 7 * MINUTE) {
    const [effect] = lookEffects(plan, noFreezes, now);
    if (effect?.effect !== "set-timer") throw new Error("nobody looks again");
    expect(effect.dueAt).toBeGreaterThan(now);
    expect(effect.dueAt).toBeLessThanOrEqual(now < OPENS ? OPENS : CLOSES);
  }
});

test("nobody looks at the cards of a plan that has ended", () => {
  const ended = executing({ items: [tell("i1")] }).after([{ type: "cancel", reason: "no more" }, "ada"]).plan;
  expect(lookEffects(ended, frozen, OPENS)).toEqual([{ effect: "clear-timer", timer: "look" }]);
});
