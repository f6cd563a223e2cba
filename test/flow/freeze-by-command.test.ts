import { expect, test, vi } from "vitest";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { cardText } from "../support/card-text.ts";

const PLAN = `/plan new
name: Release
tags: [shop]
window: 2026-11-24T12:00Z/2026-11-24T18:00Z
items:
  - { name: Tell, text: tell }`;
const FREEZE = '/plan freeze "Stock-taking" time:"2026-11-24T11:00Z/2026-11-24T14:00Z" tags:shop';

async function answer(bot: Bot, person: string, text: string, key?: string): Promise<string> {
  const replies = await bot.say(person, text, key);
  return replies
    .map((reply) => (reply.kind === "text" ? reply.text : "card" in reply ? cardText(reply.card) : ""))
    .join("\n");
}

test("a freeze that an admin begins holds plans from then on, shows on their cards, and ends by its number", async () => {
  const bot = await startBot();
  await bot.say("ada", PLAN);
  await bot.say("ada", "/plan finish 1");
  await bot.say("ada", "/plan start 1");
  expect(await answer(bot, "ada", FREEZE)).toBe("Freezes are begun and ended by admins.");
  const [first, again] = [await answer(bot, "eve", FREEZE, "k1"), await answer(bot, "eve", FREEZE, "k1")];
  expect(first).toContain("The freeze 1, “Stock-taking”");
  expect(again).toBe(first);
  await bot.settle(60_000);
  const shown = [...bot.platform.messages.values()].map(cardText);
  expect(shown.some((text) => text.includes("The freeze “Stock-taking” lasts until"))).toBe(true);
  expect(await bot.untrue()).toEqual([]);
  expect(await answer(bot, "ada", "/plan done 1.1")).toContain("The freeze “Stock-taking” lasts until");
  expect(await answer(bot, "ada", "/plan calendar")).toContain("Stock-taking");
  expect(await answer(bot, "eve", "/plan freeze end 7")).toContain("has the number 7");
  expect(await answer(bot, "eve", "/plan freeze end 1")).toBe("The freeze 1, “Stock-taking”, is over.");
  expect(await answer(bot, "ada", "/plan done 1.1")).not.toContain("freeze");
  expect((await bot.plan(1)).status).toBe("success");
});

test("a draft whose window is frozen says so, with the next free slot", async () => {
  const bot = await startBot();
  await bot.say("eve", '/plan freeze "Night" time:"2026-11-24T11:00Z/2026-11-24T20:00Z"');
  await bot.say("ada", PLAN);
  await bot.settle();
  const shown = [...bot.platform.messages.values()].map(cardText).join("\n");
  expect(shown).toContain("The whole window is inside the freeze “Night”");
  expect(shown).toContain("The next free slot is");
});

test.each([
  [
    "a rule that is none",
    '/plan freeze "X" time:"tomorrow 20:00-22:00" repeat:sometimes',
    "is no rule that a calendar can follow",
  ],
  ["a time that is over", '/plan freeze "X" time:"2026-11-20T20:00Z/2026-11-20T21:00Z"', "must end after it begins"],
  ["no time", '/plan freeze "X"', "time"],
  ["no name", "/plan freeze", "name"],
])("%s begins no freeze and is told", async (_, text, said) => {
  const bot = await startBot();
  expect(await answer(bot, "eve", text)).toContain(said);
  expect(await answer(bot, "eve", "/plan calendar")).toContain("Nothing is in the way");
});

test("each person has a link for calendar programs, which the next one takes the place of", async () => {
  const bot = await startBot();
  await bot.say("eve", FREEZE);
  await bot.say("ada", PLAN);
  const pathOf = async () => /\/calendar\/[\w-]+\.ics/.exec(await answer(bot, "ada", "/plan calendar link"))?.[0] ?? "";
  const path = await pathOf();
  const feed = await bot.request(path);
  expect(feed.headers.get("content-type")).toContain("text/calendar");
  const text = await feed.text();
  expect(text).toContain("Stock-taking");
  expect(text).toContain("#1 Release");
  expect((await bot.request(await pathOf())).status).toBe(200);
  expect((await bot.request(path)).status).toBe(404);
});

test("a calendar that can't be read is shown to admins, and to nobody else", async () => {
  const yaml =
    'sample: on\ncalendars:\n  - { name: holidays, url: "http://127.0.0.1:9/x.ics", kind: freeze, allow: ["127.0.0.1"] }\n';
  const bot = await startBot({ yaml });
  await vi.waitFor(async () => {
    await bot.settle();
    expect(await answer(bot, "eve", "/plan calendar")).toContain("It has never been read");
  });
  expect(await answer(bot, "eve", "/plan calendar")).toContain("holidays");
  expect(await answer(bot, "ada", "/plan calendar")).not.toContain("holidays");
});
