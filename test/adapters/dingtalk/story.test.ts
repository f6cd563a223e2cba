import { expect, it, vi } from "vitest";
import type { Gonogo } from "../../../src/main.ts";
import type { StoryOptions } from "../../support/chat-story.ts";
import { playStory, startStory } from "../../support/chat-story.ts";
import type { DingtalkStage } from "./stage.ts";
import { openStage } from "./stage.ts";

const PATIENCE = { timeout: 120_000 } as const;

async function begin(options: StoryOptions = {}): Promise<{ readonly stage: DingtalkStage; readonly gonogo: Gonogo }> {
  const stage = await openStage();
  const gonogo = await startStory([stage], options);
  await stage.dingtalk.gateway.connected();
  return { stage, gonogo };
}

it("is told whole in DingTalk, on cards", PATIENCE, async () => {
  const { stage, gonogo } = await begin();
  await playStory(stage, gonogo);
  expect(stage.dingtalk.world.violations).toEqual([]);
});

it("is told whole while every delivery comes three times, and what connects them is cut", PATIENCE, async () => {
  const { stage, gonogo } = await begin();
  stage.thrice();
  await playStory(stage, gonogo, { between: sometimes(() => stage.cut()) });
  expect(stage.dingtalk.world.violations).toEqual([]);
});

it(
  "is told whole while DingTalk replaces its connections, is too fast, too slow, and loses answers",
  PATIENCE,
  async () => {
    const { stage, gonogo } = await begin();
    const { faults, gateway } = stage.dingtalk;
    const between = async () => {
      gateway.rotate();
      faults.next("createAndDeliver", { kind: "cut", done: true });
      faults.next("/v1.0/card/instances", { kind: "qps" });
      faults.next("/topapi/v2/user/get", { kind: "504", done: true });
      await gateway.connected();
    };
    await playStory(stage, gonogo, { between });
    expect(stage.dingtalk.world.violations).toEqual([]);
  },
);

/** Does something before every third step: each time takes its time. */
function sometimes(work: () => Promise<void>): () => Promise<void> {
  let step = 0;
  return async () => {
    step++;
    if (step % 3 === 0) await work();
  };
}

/** The only approval there is, once it was asked for. */
function asked({ dingtalk }: DingtalkStage): Promise<string> {
  return vi.waitFor(
    () => {
      const [id] = [...dingtalk.oa.instances.keys()].slice(-1);
      if (id === undefined) throw new Error("no approval was asked for");
      return id;
    },
    { timeout: 10_000, interval: 20 },
  );
}

it("is told whole with an OA approval of two levels", PATIENCE, async () => {
  const { stage, gonogo } = await begin();
  const { oa } = stage.dingtalk;
  const deciding = {
    first: async () => oa.decide(await asked(stage), stage.account("bo"), "agree", "good to go"),
    second: async () => oa.decide(await asked(stage), stage.account("chen"), "agree"),
  };
  await playStory(stage, gonogo, { via: "dingtalk", deciding });
  expect(stage.dingtalk.oa.instances.size).toBe(1);
  expect(stage.dingtalk.world.violations).toEqual([]);
});

it("is told whole with an OA approval whose events come early, twice, or not at all", PATIENCE, async () => {
  const { stage, gonogo } = await begin();
  const { oa } = stage.dingtalk;
  stage.thrice();
  oa.eventsFirst = true;
  const deciding = {
    first: async () => {
      const id = await asked(stage);
      await oa.comment(id, stage.account("bo"), "looking");
      await oa.redirect(id, stage.account("bo"), stage.account("eve"), "you know better");
      await oa.decide(id, stage.account("eve"), "agree");
      await oa.repeatEvents();
      await oa.strangerEvent();
    },
    second: async () => {
      oa.eventsLost = true;
      await oa.decide(await asked(stage), stage.account("chen"), "agree");
    },
  };
  stage.dingtalk.faults.next("/v1.0/workflow/processInstances", { kind: "cut", done: true });
  await playStory(stage, gonogo, { via: "dingtalk", deciding });
  expect(stage.dingtalk.oa.instances.size).toBe(1);
  expect(stage.dingtalk.world.violations).toEqual([]);
});
