import { expect, test } from "vitest";
import { startBot } from "../support/bot.ts";
import { HOUR, MINUTE } from "../support/cast.ts";

/** Working hours are all day; the approver hears after ten minutes, then every twenty; three messages a day are enough. */
const YAML = `
sample: on
policies:
  standard: { remindAfter: 10m, remindEvery: 20m, windowNotice: off }
messages: { hours: "0:00-24:00", days: [mon, tue, wed, thu, fri, sat, sun], perDay: 3 }
`;

async function asked(yaml = YAML) {
  const bot = await startBot({ yaml });
  await bot.say("ada", 'new "Release" approve:"QA: any of bo"');
  await bot.say("ada", 'add 1 text "Announce" owner:@dana -- Post.');
  await bot.say("ada", "submit 1");
  await bot.settle();
  const tells = (person: string) =>
    bot.platform.calls.filter(({ call, place }) => call === "tell" && place === person).length;
  const events = async () =>
    (await bot.core.store.read.selectFrom("log").select("event").orderBy("seq").execute()).map(
      ({ event }) => JSON.parse(event).type,
    );
  const reminders = async () => (await events()).filter((type) => type === "reminded").length;
  return { ...bot, tells, reminders };
}

test("an approver who does not decide is reminded by itself, first after a while and then now and then", async () => {
  const bot = await asked();
  await bot.settle(9 * MINUTE);
  expect(bot.tells("bo")).toBe(0);
  await bot.settle(2 * MINUTE);
  expect(bot.tells("bo")).toBe(1);
  await bot.settle(20 * MINUTE);
  expect(bot.tells("bo")).toBe(2);
  await bot.say("bo", "approve 1");
  await bot.settle(HOUR);
  expect(bot.tells("bo")).toBe(2);
});

test("nobody is sent more messages a day than are enough, and reminding goes on the next day", async () => {
  const bot = await asked();
  await bot.settle(3 * HOUR);
  expect(bot.tells("bo")).toBe(3);
  expect(await bot.reminders()).toBe(3);
  // From noon to after midnight in UTC.
  await bot.settle(9.5 * HOUR);
  expect(await bot.reminders()).toBeGreaterThan(3);
  expect(bot.tells("bo")).toBeLessThanOrEqual(6);
});

test("reminding by hand counts as well, and is refused when it would be too much", async () => {
  const bot = await asked();
  for (let turn = 0; turn < 3; turn++) {
    await bot.say("ada", "remind 1");
    await bot.settle(10 * MINUTE);
  }
  expect(bot.tells("bo")).toBe(3);
  const [reply] = await bot.say("ada", "remind 1");
  expect(reply).toMatchObject({ tone: "bad", text: expect.stringContaining("heard enough for today") });
});

test("what is too much for a day comes in one message on the next morning", async () => {
  const bot = await asked(
    YAML.replace("perDay: 3", "perDay: 1").replace("remindAfter: 10m, remindEvery: 20m", "remindAfter: off"),
  );
  // Somebody else decides and changes: its manager is told of each.
  await bot.say("bo", "reject 1 no");
  await bot.say("ada", "replan 1");
  await bot.say("ada", "submit 1");
  await bot.say("bo", "reject 1 still no");
  await bot.say("ada", "replan 1");
  await bot.settle();
  expect(bot.tells("ada")).toBe(1);
  const held = await bot.core.store.read.selectFrom("held_notices").selectAll().execute();
  expect(held).toMatchObject([{ person: "ada", day: "2026-11-24" }]);
  await bot.settle(13 * HOUR);
  expect(bot.tells("ada")).toBe(2);
});

test("a timer that fires twice, or after everything changed, does nothing twice", async () => {
  const bot = await asked();
  const { store, door } = bot.core;
  bot.clock.advance(10 * MINUTE);
  const plan = (await bot.plan(1)).id;
  const envelope = {
    key: "timer:nudge:1",
    actor: { kind: "system", part: "timer" },
    request: { plan, command: { type: "nudge" } },
  } as const;
  const [one, other] = await Promise.all([door.submit(envelope), door.submit(envelope)]);
  expect(one).toEqual(other);
  expect(await bot.reminders()).toBe(1);
  expect(await store.read.selectFrom("timers").select("key").where("kind", "=", "nudge").execute()).toHaveLength(1);
});
