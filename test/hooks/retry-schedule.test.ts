import fc from "fast-check";
import { expect, it } from "vitest";
import { MOST_ATTEMPTS, pauseAfter } from "../../src/hooks/retry-schedule.ts";

const HOUR = 3_600_000;

/** All pauses of a delivery that is never accepted. */
function pauses(random: () => number): readonly number[] {
  return Array.from({ length: MOST_ATTEMPTS }, (_, at) => pauseAfter(at + 1, random)).filter(
    (pause) => pause !== undefined,
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

it("tries at once, soon, and ever more seldom", () => {
  expect(pauses(() => 0.5).map((pause) => pause / 1000)).toEqual([
    5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 50_400, 79_200, 86_400,
  ]);
});

it("goes on for three days and gives up soon after, whatever chance brings", () => {
  expect(sum(pauses(() => 0)) / HOUR).toBeGreaterThanOrEqual(72);
  expect(sum(pauses(() => 1)) / HOUR).toBeLessThanOrEqual(80);
  const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
    minLength: MOST_ATTEMPTS,
    maxLength: MOST_ATTEMPTS,
  });
  fc.assert(
    fc.property(chances, (thrown) => {
      const rest = [...thrown];
      const all = sum(pauses(() => rest.shift() ?? 0)) / HOUR;
      return all >= 72 && all <= 80;
    }),
  );
});

it("spreads each pause by a fifth, up to 20 minutes", () => {
  expect([0, 1].map((chance) => pauseAfter(1, () => chance))).toEqual([4_000, 6_000]);
  expect([0, 1].map((chance) => pauseAfter(12, () => chance))).toEqual([24 * HOUR - 1_200_000, 24 * HOUR + 1_200_000]);
});

it("waits as long as the receiver asks, if that is longer", () => {
  expect(pauseAfter(1, () => 0.5, 90_000)).toBe(90_000);
  expect(pauseAfter(12, () => 0.5, 90_000)).toBe(24 * HOUR);
});

it("gives up after the last attempt, whatever the receiver asks", () => {
  expect(pauseAfter(MOST_ATTEMPTS, () => 0.5)).toBeUndefined();
  expect(pauseAfter(MOST_ATTEMPTS, () => 0.5, HOUR)).toBeUndefined();
  expect(pauseAfter(MOST_ATTEMPTS + 100, () => 0.5)).toBeUndefined();
});
