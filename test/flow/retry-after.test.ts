import fc from "fast-check";
import { expect, it } from "vitest";
import { retryAfterOf } from "../../src/flow/retry-after.ts";

const NOW = Date.parse("Sun, 06 Nov 1994 08:49:37 GMT");
const DAY = 86_400_000;

it.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["86400", DAY],
  ["86401", DAY],
  ["9".repeat(400), DAY],
  ["Sun, 06 Nov 1994 08:50:37 GMT", 60_000],
  ["Sunday, 06-Nov-94 08:50:37 GMT", 60_000],
  ["Sun Nov  6 08:50:37 1994", 60_000],
  ["Sun, 06 Nov 1994 08:49:36 GMT", 0],
  ["Wed, 06 Nov 2094 08:49:37 GMT", DAY],
])("%j asks for %i ms", (header, asked) => expect(retryAfterOf(header, NOW)).toBe(asked));

it.each([
  undefined,
  "",
  "-1",
  "1.5",
  "soon",
  "1994-11-06T08:50:37Z",
  "Sun, 99 Nov 1994 08:50:37 GMT",
  "120, 60",
  "0x10",
])("%j asks for nothing", (header) => expect(retryAfterOf(header, NOW)).toBeUndefined());

it("whatever is asked for is between nothing and a day", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.integer().map(String),
        fc.date({ noInvalidDate: true }).map((at) => at.toUTCString()),
      ),
      (header) => {
        const asked = retryAfterOf(header, NOW);
        return asked === undefined || (asked >= 0 && asked <= DAY);
      },
    ),
  );
});
