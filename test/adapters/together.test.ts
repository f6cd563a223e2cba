import { expect, it } from "vitest";
import { openWindow } from "../e2e/windows.ts";
import type { ChatStage, Member } from "../support/chat-stage.ts";
import { cardWith, until } from "../support/chat-stage.ts";
import { startStory } from "../support/chat-story.ts";
import type { ConsoleSeat } from "../support/console-seat.ts";
import { consoleSeat } from "../support/console-seat.ts";
import { openStage as openDingtalk } from "./dingtalk/stage.ts";
import { openStage as openFeishu } from "./feishu/feishu-stage.ts";
import { openStage as openSlack } from "./slack/stage.ts";

const PLAN = `/plan new
name: Winter release
window: ${openWindow()}
approval:
  levels:
    - { name: QA, rule: any, approvers: [bo, dana] }
    - { name: Security, rule: any, approvers: [dana] }
    - { name: Operations, rule: all, approvers: [chen] }
    - { name: Board, rule: any, approvers: [eve] }
items: [{ name: Announce, text: Post it. }]`;

/** What one person sees of an approval wherever they are reached, once all of it says so. */
async function everywhere(
  stages: readonly ChatStage[],
  seat: ConsoleSeat,
  member: Member,
  ...words: readonly string[]
): Promise<void> {
  for (const stage of stages) {
    const card = await cardWith(stage, member, "direct", "Winter release", ...words);
    expect(card.buttons, `${member} on ${stage.platform}`).toEqual([]);
  }
  const card = await until(
    async () => (await seat.cards()).findLast((shown) => words.every((word) => JSON.stringify(shown).includes(word))),
    `${member} sees in the console: ${words.join(", ")}`,
  );
  expect(card.buttons, `${member} in the console`).toEqual([]);
}

it("a decision on any platform or in the console is shown on all of them", { timeout: 120_000 }, async () => {
  const [feishu, dingtalk, slack] = [await openFeishu(), await openDingtalk(), await openSlack()];
  const stages = [feishu, dingtalk, slack] as const;
  const gonogo = await startStory(stages);
  await expect.poll(async () => (await fetch(`${gonogo.url}/readyz`)).status, { timeout: 20_000 }).toBe(200);
  for (const stage of stages) {
    // Everybody is met once on each platform, so that each has accounts on all of them.
    for (const member of ["ada", "bo", "dana", "chen", "eve"] as const) await stage.say(member, "help", "direct");
  }
  await until(async () => {
    const { directory } = gonogo.core;
    const known = ["ada", "bo", "dana", "chen", "eve"].map((id) => directory.accountsOf(id).length);
    return known.every((count) => count === stages.length + 1) || undefined;
  }, "everybody has an account everywhere");
  const seats = {
    bo: await consoleSeat(gonogo, "bo"),
    dana: await consoleSeat(gonogo, "dana"),
    chen: await consoleSeat(gonogo, "chen"),
    eve: await consoleSeat(gonogo, "eve"),
  };

  await slack.say("ada", PLAN);
  await feishu.press("ada", await cardWith(feishu, "ada", "room", "Winter release", "Planning"), { do: "submit" });
  await slack.press("bo", await cardWith(slack, "bo", "direct", "Winter release", "QA"), { do: "approve" });
  await everywhere(stages, seats.bo, "bo", "Approved by");
  await everywhere(stages, seats.dana, "dana", "Approved by");

  await dingtalk.press("dana", await cardWith(dingtalk, "dana", "direct", "Winter release", "“Security”"), {
    do: "approve",
  });
  await everywhere(stages, seats.dana, "dana", "Approved by", "Dana");

  await feishu.press("chen", await cardWith(feishu, "chen", "direct", "Winter release", "Operations"), {
    do: "approve",
  });
  await everywhere(stages, seats.chen, "chen", "Approved by");

  await cardWith(slack, "eve", "direct", "Winter release", "Board");
  await seats.eve.say("/plan reject 1 Not before the audit.");
  await everywhere(stages, seats.eve, "eve", "Rejected by");
  for (const stage of stages) {
    const card = await cardWith(stage, "bo", "room", "Winter release", "Denied");
    expect(card.text).toContain("Not before the audit.");
    expect(await stage.cards("bo", "room")).toHaveLength(1);
  }
});
