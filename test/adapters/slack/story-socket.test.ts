import { expect, it, vi } from "vitest";
import { playStory } from "../../support/chat-story.ts";
import { startOn } from "./product.ts";
import { openStage } from "./stage.ts";

it("a plan goes its whole way in socket mode, with connections that are renewed and cut", {
  timeout: 120_000,
}, async () => {
  const stage = await openStage("socket", { spacing: 1_000 });
  const gonogo = await startOn(stage);
  let step = 0;
  await playStory(stage, gonogo, {
    between: async () => {
      if (step++ % 2 === 0) stage.slack.socket.renew();
      else await stage.cut();
      await vi.waitFor(() => expect(stage.slack.socket.connections).toBe(2), { timeout: 10_000 });
    },
  });
  expect(stage.slack.violations()).toEqual([]);
  expect(stage.slack.pace.tooFast).toBe(0);
});
