import { expect, it } from "vitest";
import { playStory } from "../../support/chat-story.ts";
import { startOn } from "./product.ts";
import { openStage } from "./stage.ts";

it("a plan goes its whole way over HTTP, with every delivery three times and answers that are lost", {
  timeout: 120_000,
}, async () => {
  const stage = await openStage("http");
  const gonogo = await startOn(stage);
  stage.thrice();
  const { faults } = stage.slack;
  await playStory(stage, gonogo, {
    between: async () => {
      faults.clear();
      faults.add("chat.postMessage", { kind: "lost" });
      faults.add("chat.update", { kind: "status", status: 503 });
      faults.add("chat.postMessage", { kind: "rate-limited", seconds: 1 });
    },
  });
  expect(stage.slack.violations()).toEqual([]);
});
