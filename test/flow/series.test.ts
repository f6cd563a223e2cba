/**
 * Plans that recur, by the whole product on a clock of its own.
 */
import { expect, test } from "vitest";
import { setSeriesTimer } from "../../src/flow/series-desk.ts";
import { moveSeries } from "../../src/store/series.ts";
import type { Bot } from "../support/bot.ts";
import { START, startBot } from "../support/bot.ts";
import { cardText } from "../support/card-text.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The bot's clock begins on Tuesday, 2026-11-24, at 12:00 UTC. */
const WEEKLY = `/plan template edit "weekly"
name: Weekly {{what}}
window: tomorrow 20:00-22:00
tags: [shop]
items:
  - { name: Tell, text: tell }`;
const REPEAT = '/plan template repeat "weekly" every:"wednesday 10:00" what=release';

async function answer(bot: Bot, person: string, text: string, key?: string): Promise<string> {
  const replies = await bot.say(person, text, key);
  return replies
    .map((reply) => (reply.kind === "text" ? reply.text : "card" in reply ? cardText(reply.card) : ""))
    .join("\n");
}

/** A template of Ada's, and what it takes to have it recur. */
async function withTemplate(text = WEEKLY, yaml?: string): Promise<Bot> {
  const bot = await startBot(yaml === undefined ? {} : { yaml });
  await bot.say("ada", "/plan new\nname: First\nitems:\n  - { name: Tell, text: tell }");
  await bot.say("ada", '/plan template save 1 "weekly"');
  await bot.say("ada", text);
  return bot;
}

async function pass(bot: Bot, time: number): Promise<void> {
  await bot.settle();
  bot.clock.advance(time);
  await bot.settle(60_000);
}

const plans = async ({ core }: Bot) => {
  const { plans: found } = await core.plans.list({ scope: "all", words: ["weekly"], page: 1, reader: "", all: true });
  return found.map(({ content: { name, window }, manager }) => [name, manager, window && iso(window.opens)]);
};
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
const toldTo = (bot: Bot, person: string) =>
  bot.platform.told.filter(({ account }) => account === person).map(({ text }) => text);

test("a template that recurs makes one plan at each of its times, whose window goes with it", async () => {
  const bot = await withTemplate();
  const [begun, again] = [await answer(bot, "ada", REPEAT, "k1"), await answer(bot, "ada", REPEAT, "k1")];
  expect(begun).toContain("every Wednesday at 10:00, first on Wed 25 Nov 2026, 10:00");
  expect(again).toBe(begun);
  expect(await answer(bot, "bo", "/plan template list")).toContain("weekly: every Wednesday at 10:00, next");
  await pass(bot, 21 * HOUR);
  expect(await plans(bot)).toEqual([]);
  await pass(bot, HOUR);
  expect(await plans(bot)).toEqual([["Weekly release", "ada", "2026-11-26T20:00"]]);
  await pass(bot, 7 * DAY);
  expect(await plans(bot)).toEqual([
    ["Weekly release", "ada", "2026-12-03T20:00"],
    ["Weekly release", "ada", "2026-11-26T20:00"],
  ]);
  expect(toldTo(bot, "ada").at(-1)).toContain("from the template “weekly” for");
});

test("of several times that were missed the last is made late, and its owner hears of the others", async () => {
  const bot = await withTemplate(WEEKLY.replace("window: tomorrow 20:00-22:00\n", ""));
  await bot.say("ada", REPEAT);
  await pass(bot, 15 * DAY);
  expect(await plans(bot)).toEqual([["Weekly release", "ada", undefined]]);
  const told = toldTo(bot, "ada").join("\n");
  expect(told).toContain("no plans were made for 2 times");
  expect(told).toContain("only the latest time is made up for");
  expect(told).toContain("late: it was due at");
});

test.each([
  ["a day later", 30 * HOUR + 22 * HOUR, WEEKLY, "it is too late to make up for it"],
  [
    "when its window is over",
    22 * HOUR + 13 * HOUR,
    WEEKLY.replace("tomorrow", "today"),
    "window of such a plan is over",
  ],
])("a time that is missed until %s makes no plan, and its owner hears of it", async (_, time, text, why) => {
  const bot = await withTemplate(text);
  await bot.say("ada", REPEAT);
  await pass(bot, time);
  expect(await plans(bot)).toEqual([]);
  expect(toldTo(bot, "ada").join("\n")).toContain(why);
  expect(await answer(bot, "ada", "/plan template list")).toContain("next 2 Dec 10:00");
});

test.each([
  ["two days later", 2 * DAY],
  ["when the next one is due", 7 * DAY],
])("a plan that was made before a crash is not called missed %s", async (_, time) => {
  const bot = await withTemplate();
  await bot.say("ada", REPEAT);
  await pass(bot, 22 * HOUR);
  expect(await plans(bot)).toHaveLength(1);
  // The plan was kept, and the process killed before the series moved on.
  const killed = START + 22 * HOUR;
  await bot.core.store.write(async (tx) => {
    const row = await tx.selectFrom("series").selectAll().executeTakeFirstOrThrow();
    await moveSeries(tx, row.number, { from: row.next_at, to: killed });
    await setSeriesTimer(tx, row.number, killed + time);
  });
  await pass(bot, time);
  expect(toldTo(bot, "ada").join("\n")).not.toContain("no plan");
  expect(await plans(bot)).toHaveLength(time < 7 * DAY ? 1 : 2);
});

test("paused it makes none, resumed it goes on with the next, and stopped it makes no more", async () => {
  const bot = await withTemplate();
  await bot.say("ada", REPEAT);
  expect(await answer(bot, "ada", "/plan template pause 1")).toContain("is paused");
  expect(await answer(bot, "ada", "/plan template list")).toContain("paused");
  await pass(bot, 7 * DAY);
  expect(await plans(bot)).toEqual([]);
  expect(await answer(bot, "eve", "/发布 模板 恢复 1")).toContain("goes on");
  await pass(bot, 22 * HOUR);
  expect(await plans(bot)).toHaveLength(1);
  expect(await answer(bot, "ada", "/plan template stop 1")).toContain("is stopped");
  await pass(bot, 7 * DAY);
  expect(await plans(bot)).toHaveLength(1);
  expect(toldTo(bot, "ada").join("\n")).not.toContain("was made for");
});

test("a rule that has come to its end while it was paused is not resumed", async () => {
  const bot = await withTemplate();
  await bot.say("ada", '/plan template repeat "weekly" every:"FREQ=DAILY;COUNT=2 20:00" what=release');
  await bot.say("ada", "/plan template pause 1");
  await pass(bot, 3 * DAY);
  expect(await answer(bot, "ada", "/plan template resume 1")).toContain("no time to come");
});

test("a deleted template takes what recurs of it with it", async () => {
  const bot = await withTemplate();
  await bot.say("ada", REPEAT);
  expect(await answer(bot, "ada", '/plan template delete "weekly"')).toContain("1 recurring plan of it stopped");
  await pass(bot, 7 * DAY);
  expect(await plans(bot)).toEqual([]);
});

test("a template that no longer makes a plan is told to its owner, and tried again the next time", async () => {
  const bot = await withTemplate();
  await bot.say("ada", REPEAT);
  await bot.say("ada", WEEKLY.replace("text: tell", 'text: "tell {{who}}"'));
  await pass(bot, 22 * HOUR);
  expect(toldTo(bot, "ada").join("\n")).toContain("The template needs: who");
  await bot.say("ada", WEEKLY);
  await pass(bot, 7 * DAY);
  expect(await plans(bot)).toHaveLength(1);
});

test("a rule that comes to its end says so", async () => {
  const bot = await withTemplate();
  await bot.say("ada", '/plan template repeat "weekly" every:"FREQ=DAILY;COUNT=2 20:00" what=release');
  await pass(bot, 8 * HOUR);
  await pass(bot, DAY);
  expect(await plans(bot)).toHaveLength(2);
  expect(toldTo(bot, "ada").join("\n")).toContain("no more plans are made");
  expect(await answer(bot, "ada", "/plan template stop 1")).toContain("no recurring plan with the number 1");
});

test.each([
  ["somebody else’s template", "bo", REPEAT, "Only Ada"],
  [
    "a template that is not there",
    "ada",
    '/plan template repeat "monthly" every:"friday 10:00"',
    "no template called “monthly”",
  ],
  ["no time", "ada", '/plan template repeat "weekly" what=x', "every"],
  [
    "a time that is none",
    "ada",
    '/plan template repeat "weekly" every:"now and then" what=x',
    "does not say when it recurs",
  ],
  ["no time of day", "ada", '/plan template repeat "weekly" every:"thursday" what=x', "time of day"],
  [
    "a rule that is none",
    "ada",
    '/plan template repeat "weekly" every:"FREQ=HOURLY 20:00" what=x',
    "no rule that can be followed",
  ],
  [
    "a rule that is over",
    "ada",
    '/plan template repeat "weekly" every:"FREQ=DAILY;UNTIL=20200101T000000Z 20:00" what=x',
    "no time to come",
  ],
  [
    "what the template leaves open",
    "ada",
    '/plan template repeat "weekly" every:"friday 10:00"',
    "The template needs: what",
  ],
  ["somebody nobody knows", "ada", `${REPEAT} manager:@nobody`, "nobody"],
  ["a number of none", "ada", "/plan template stop 7", "no recurring plan with the number 7"],
  ["no number", "ada", "/plan template stop", "Which recurring plan?"],
])("%s is refused, and begins nothing", async (_, person, text, said) => {
  const bot = await withTemplate();
  expect(await answer(bot, person, text)).toContain(said);
  expect(await answer(bot, "ada", "/plan template list")).not.toContain("Recurring");
});

test("plans of somebody who may make none any more are told to the admins", async () => {
  const bot = await withTemplate();
  await bot.say("ada", REPEAT);
  await bot.core.store.write((tx) => tx.updateTable("templates").set({ by_person: "gone" }).execute());
  await pass(bot, START + 22 * HOUR - bot.clock.now());
  expect(await plans(bot)).toEqual([]);
  expect(toldTo(bot, "eve").join("\n")).toContain("may make no plans any more");
});
