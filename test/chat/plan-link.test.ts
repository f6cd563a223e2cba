import fc from "fast-check";
import { expect, test } from "vitest";
import { planLinked, planUrl } from "../../src/chat/plan-link.ts";

const HERE = "https://gonogo.example/releases";

test("every plan's address leads back to it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (index) => {
      expect(planLinked(HERE, planUrl(HERE, index))).toBe(index);
    }),
  );
});

test.each([
  ["https://gonogo.example/releases/plan/52/", 52],
  ["https://gonogo.example/releases/plan/52?from=mail#items", 52],
])("%s leads to plan %s", (address, index) => {
  expect(planLinked(HERE, address)).toBe(index);
});

test.each([
  "https://gonogo.example/plan/52",
  "https://gonogo.example/releases/plan/052",
  "https://gonogo.example/releases/plan/1e3",
  "https://gonogo.example/releases/plan/",
  "https://evil.example/releases/plan/52",
  "https://gonogo.example@evil.example/releases/plan/52",
  "javascript:alert(1)//plan/52",
  "plan/52",
  "",
])("%s leads to no plan", (address) => {
  expect(planLinked(HERE, address)).toBeUndefined();
});
