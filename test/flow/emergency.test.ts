import { expect, test } from "vitest";
import { readLog } from "../../src/store/log.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { cardText } from "../support/card-text.ts";

const YAML = `sample: on
policies:
  production:
    tags: [production]
    levels: [{ name: QA, approvers: ["group:qa"] }]
    emergency: { skipsCalendar: true, levels: [{ name: On call, approvers: [bo, chen] }] }
freezes:
  - { name: Singles' Day, from: 2026-11-24, until: 2026-11-25 }
`;
const PLAN = `/plan new
name: Restart payments
emergency: Payments are down.
tags: [production]
items:
  - { name: Restart, text: Restart the payment service. }`;

const logged = async ({ core }: Bot, index: number): Promise<readonly string[]> => {
  const plan = await core.plans.byIndex(index);
  return (await readLog(core.store.read, plan?.id ?? "")).map(({ event }) => JSON.parse(event).type);
};

test("an emergency goes through a freeze with its shortened approval, is marked, and is looked back at by itself", async () => {
  const bot = await startBot({ yaml: YAML });
  await bot.say("ada", PLAN);
  expect((await bot.plan(1)).content).toMatchObject({
    policy: "production",
    approval: { levels: [{ name: "On call" }] },
  });
  await bot.say("ada", "/plan submit 1");
  await bot.say("bo", "/plan approve 1");
  await bot.say("ada", "/plan done 1.1 restarted");
  await bot.settle(60_000);
  expect((await bot.plan(1)).status).toBe("success");
  const review = await bot.plan(2);
  expect(review).toMatchObject({
    status: "planning",
    manager: "ada",
    content: { name: "Review of 1 · Restart payments" },
  });
  expect((await bot.plan(1)).review).toBe(2);
  expect(await logged(bot, 1)).toContain("review-made");
  const cards = [...bot.platform.messages.values()].map((card) => cardText(card));
  const marked = cards.filter((text) => text.includes("Emergency: Payments are down."));
  expect(marked.some((text) => text.includes("Looked back at in plan 2."))).toBe(true);
  expect(await bot.untrue()).toEqual([]);
  await bot.settle(600_000);
  expect(await bot.core.plans.byIndex(3)).toBeUndefined();
});
