/**
 * Two gonogos on one PostgreSQL, whose clocks reach what is due at the same moment: each thing happens once.
 */
import { expect, test } from "vitest";
import { readLog } from "../../src/store/log.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { freshPostgres } from "../support/postgres.ts";

const HOUR = 3_600_000;
const YAML = `sample: on
policies:
  standard: { remindAfter: 1h, remindEvery: 24h }
  urgent: { emergency: { skipsCalendar: true } }
`;

async function logged({ core }: Bot, index: number): Promise<readonly string[]> {
  const plan = await core.plans.byIndex(index);
  return (await readLog(core.store.read, plan?.id ?? "")).map(({ event }) => JSON.parse(event).type);
}

const count = (all: readonly string[], one: string) => all.filter((each) => each === one).length;

test("a reminder, a review, a freeze and a recurring plan happen once, whichever of two replicas is the first", async () => {
  const databaseUrl = await freshPostgres();
  const one = await startBot({ yaml: YAML, databaseUrl });
  const other = await startBot({ yaml: YAML, databaseUrl });
  const say = (text: string, person = "ada") => one.say(person, text);
  await say('/plan new\nname: Waits\napproval: { levels: ["QA: any of bo"] }\nitems:\n  - { name: Tell, text: tell }');
  await say("/plan submit 1");
  await say(
    '/plan new\nname: Urgent\npolicy: urgent\nemergency: Down.\napproval: { levels: ["QA: any of bo"] }\nitems:\n  - { name: Tell, text: tell }',
  );
  await say("/plan submit 2");
  await say("/plan approve 2", "bo");
  await say("/plan done 2.1");
  await say('/plan template save 1 "weekly"');
  await say('/plan template repeat "weekly" every:"every day 14:00" name:"By itself"');
  await say('/plan freeze "Night" time:"2026-11-24T11:00Z/2026-11-24T20:00Z"', "eve");
  await Promise.all([one.settle(), other.settle()]);
  for (const bot of [one, other]) bot.clock.advance(2 * HOUR + 1);
  await Promise.all([one.settle(120_000), other.settle(120_000)]);
  await Promise.all([one.settle(), other.settle()]);
  const { plans } = await one.core.plans.list({ scope: "all", words: [], page: 1, reader: "", all: true });
  const names = plans.map(({ content }) => content.name).toSorted();
  expect(names).toEqual(["By itself", "Review of 2 · Urgent", "Urgent", "Waits"]);
  expect(count(await logged(one, 1), "reminded")).toBe(1);
  expect(count(await logged(one, 2), "review-made")).toBe(1);
  // What one of them was sending when the other's clock ran ahead goes out again under its key, and platforms take it once.
  const told = new Map([...one.platform.told, ...other.platform.told].map(({ key, text }) => [key, text]));
  expect([...told.values()].filter((text) => text.includes("By itself"))).toHaveLength(1);
  expect(
    await other.core.store.read.selectFrom("timers").select("kind").where("kind", "=", "calendar").execute(),
  ).toEqual([]);
});
