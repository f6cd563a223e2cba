import { expect, test } from "vitest";
import { Pace } from "../../../adapters/feishu/pace.ts";

test("after the process stood still, the calls of a chat still go one after the other", async () => {
  const pace = new Pace(Date.now);
  const went: number[] = [];
  const turns = [1, 2, 3, 4].map(async (number) => {
    await pace.wait(`turn:${number}`, ["chat:oc_1", "api:create"]);
    went.push(performance.now());
  });
  await new Promise((resolve) => setImmediate(resolve));
  const until = performance.now() + 900;
  while (performance.now() < until);
  await Promise.all(turns);
  const gaps = went.slice(1).map((at, index) => at - (went[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(240);
});
