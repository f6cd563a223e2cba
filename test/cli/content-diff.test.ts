import { expect, test } from "vitest";
import { differenceLine } from "../../src/cli/content-diff.ts";

test("a text of several lines is told by those that went and came, and steers no terminal", () => {
  const path = "items.Tell.text";
  expect(differenceLine({ path, before: "one\ntwo", after: "one\nthree\u001b[2J\n\nfour" })).toBe(
    "~ items.Tell.text:\n    - two\n    + three [2J\n    + four",
  );
  expect(differenceLine({ path, before: "one", after: "two" })).toBe('~ items.Tell.text: "one" → "two"');
  expect(differenceLine({ path, before: "one\n", after: "one\n\n" })).toBe('~ items.Tell.text: "one\\n" → "one\\n\\n"');
});
