import { expect, test } from "vitest";
import { readable } from "../../src/cli/serve-log.ts";

test("a log line for people has the time, the level, the message and its values", () => {
  const time = new Date(2026, 10, 24, 20, 3, 11).getTime();
  expect(readable(JSON.stringify({ level: 40, time, pid: 1, hostname: "h", plan: 52, msg: "sending failed" }))).toBe(
    "20:03:11 warn sending failed plan=52",
  );
});

test("an error is shown with its stack", () => {
  const line = readable(
    JSON.stringify({ level: 50, time: 0, msg: "no", err: { message: "m", stack: "Error: m\n    at x" } }),
  );
  expect(line).toMatch(/ error no\n {2}Error: m\n {4}at x$/);
});
