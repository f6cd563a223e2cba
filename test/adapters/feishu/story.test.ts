import { expect, test, vi } from "vitest";
import { openWindow } from "../../e2e/windows.ts";
import { cardWith } from "../../support/chat-stage.ts";
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

test("a plan that is approved in 飞书审批 goes to success", { timeout: 90_000 }, async () => {
  const { made, gonogo } = await stage("long-connection");
  const { feishu, people } = made;
  const asked = () => {
    const [instance] = [...feishu.approvals.instances.values()];
    if (!instance) throw new Error("nothing is asked");
    return instance;
  };
  await playStory(made, gonogo, {
    via: "feishu",
    deciding: {
      first: async () => {
        await vi.waitFor(asked, 10_000);
        feishu.approvals.approve(asked(), people.bo.openId, "tested");
        await cardWith(made, "ada", "room", "Winter release", "Waits for Operations");
      },
      second: async () => feishu.approvals.approve(asked(), people.chen.openId),
    },
  });
  expect(asked()).toMatchObject({
    openId: people.ada.openId,
    approvers: [[people.bo.openId, people.dana.openId], [people.chen.openId]],
  });
  expect(feishu.violations).toEqual([]);
});

test("a plan that is replanned takes its approval back", { timeout: 60_000 }, async () => {
  const { made } = await stage("long-connection");
  const { feishu } = made;
  await made.say("ada", planIn("feishu"), "room");
  await made.press("ada", await cardWith(made, "ada", "room", "Hotfix", "Planning"), { do: "submit" });
  await vi.waitFor(() => expect(feishu.approvals.instances.size).toBe(1), 10_000);
  const [instance] = feishu.approvals.instances.values();
  await made.press("ada", await cardWith(made, "ada", "room", "Hotfix", "Waiting for approval"), { do: "replan" });
  await vi.waitFor(() => expect(instance?.status).toBe("CANCELED"), 10_000);
  expect(feishu.violations).toEqual([]);
});

function planIn(via: string): string {
  return `/plan new
name: Hotfix
window: ${openWindow()}
approval:
  via: ${via}
  levels: [{ name: QA, rule: any, approvers: [bo] }]
items: [{ name: Tell, text: Say it. }]`;
}
