import { describe, expect, it } from "vitest";
import { playStory, startStory } from "../../support/chat-story.ts";
import { openStage } from "./stage.ts";

describe.each(["socket", "http"] as const)("a plan in Slack in %s mode", (mode) => {
  it("goes its whole way", { timeout: 90_000 }, async () => {
    const stage = await openStage(mode);
    const gonogo = await startStory([stage]);
    await listening(stage, gonogo.url);
    await playStory(stage, gonogo);
    expect(stage.slack.violations()).toEqual([]);
  });
});

type Stage = Awaited<ReturnType<typeof openStage>>;

/** Everything is up, and in http mode Slack knows where. */
async function listening({ slack, env }: Stage, url: string): Promise<void> {
  if (env.SLACK_MODE === "http") slack.deliverTo(`${url}/slack/events`);
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
}
