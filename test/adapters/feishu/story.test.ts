import { expect, test } from "vitest";
import { playStory, startStory } from "../../support/chat-story.ts";
import type { Mode } from "./feishu-stage.ts";
import { openStage } from "./feishu-stage.ts";

async function stage(mode: Mode) {
  const made = await openStage(mode);
  const gonogo = await startStory([made]);
  if (mode === "webhook") made.listenAt(`${gonogo.url}/feishu/events`);
  return { made, gonogo };
}

test("a plan goes from a typed message to success in Feishu", { timeout: 90_000 }, async () => {
  const { made, gonogo } = await stage("long-connection");
  await playStory(made, gonogo);
  expect(made.feishu.violations).toEqual([]);
  expect(made.feishu.limits.exceeded).toEqual([]);
});

test("a plan goes to success when Feishu posts to an address", { timeout: 90_000 }, async () => {
  const { made, gonogo } = await stage("webhook");
  await playStory(made, gonogo);
  expect(made.feishu.violations).toEqual([]);
});

test.each(["long-connection", "webhook"] as const)(
  "every event that comes three times counts once, and a connection that is cut at each step loses nothing (%s)",
  { timeout: 120_000 },
  async (mode) => {
    const { made, gonogo } = await stage(mode);
    made.thrice();
    await playStory(made, gonogo, { between: () => made.cut() });
    expect(made.feishu.violations).toEqual([]);
    expect(made.feishu.limits.exceeded).toEqual([]);
  },
);
