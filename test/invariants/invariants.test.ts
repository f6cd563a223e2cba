/**
 * The ten promises of gonogo, and where each is held:
 *
 * 1. An acknowledged command survives a kill: test/crash, test/store/crash.
 * 2. The log folds to the snapshot, one changed byte is found: test/cli/verify, test/store/log, test/plan/properties.
 * 3. An approval holds for exactly its content: test/plan/properties, test/plan/digest; a click on an old card, here.
 * 4. Nobody outside the roles changes a plan, no token approves: test/plan/roles, test/plan/properties, test/http; here.
 * 5. Each message, click and timer takes effect once: here, test/flow/timers, test/crash.
 * 6. No run is started twice: here, test/adapters/command/crash, test/crash.
 * 7. When the dust settles every card shows the truth: here, test/crash, test/flow/send-cards.
 * 8. Success only with every item done or skipped: test/plan/properties.
 * 9. Bad input is refused to its sender and changes nothing: here, test/plan/properties, test/e2e/bad-input.
 * 10. One slow platform or engine delays nothing else: here, test/flow/outbox.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../../src/chat/action.ts";
import { readLog } from "../../src/store/log.ts";
import type { Bot } from "../support/bot.ts";
import { ROOM, startBot } from "../support/bot.ts";
import { freshPostgres } from "../support/postgres.ts";

const PLAN = `/plan new
name: Release
approval: { levels: [{ name: QA, approvers: [bo, dana], rule: 2 }] }
items:
  - { name: Tell, text: tell }
  - { name: Wiki, text: write, owner: dana }`;

async function typesOf({ core }: Bot, index = 1): Promise<readonly string[]> {
  const plan = await core.plans.byIndex(index);
  const rows = plan ? await readLog(core.store.read, plan.id) : [];
  return rows.map(({ event }) => JSON.parse(event).type);
}

function press({ inbox }: Bot, person: string, action: Action, key: string) {
  return inbox.action({ key, account: { platform: "console", id: person }, place: ROOM, action });
}

describe("what people do", () => {
  test.each([
    ["SQLite", async () => "sqlite::memory:"],
    ["PostgreSQL", freshPostgres],
  ])("takes effect once, however often and in whatever order its repeats arrive (%s)", async (_, url) => {
    const bot = await startBot({ databaseUrl: await url() });
    const story: readonly (() => Promise<unknown>)[] = [
      () => bot.say("ada", PLAN, "k1"),
      () => bot.say("ada", "/plan submit 1", "k2"),
      async () => press(bot, "bo", { do: "approve", plan: 1, seen: (await bot.plan(1)).digest, level: 0 }, "k3"),
      async () => press(bot, "dana", { do: "approve", plan: 1, seen: (await bot.plan(1)).digest, level: 0 }, "k4"),
      () => bot.say("ada", "/plan comment 1 hello", "k5"),
      () => bot.say("ada", "/plan done 1.1 told them", "k6"),
      () => bot.say("dana", "/plan skip 1.2 not today", "k7"),
    ];
    for (const [place, step] of story.entries()) {
      await Promise.all([step(), step()]);
      for (const again of story.slice(0, place).toReversed()) await again();
    }
    expect(await typesOf(bot)).toEqual([
      "created",
      "planning-finished",
      "ready",
      "approval-asked",
      "voted",
      "voted",
      "level-passed",
      "approved",
      "executing",
      "commented",
      "item-done",
      "item-skipped",
      "all-done",
      "succeeded",
    ]);
    expect(await bot.core.plans.byIndex(2)).toBeUndefined();
  });

  test("counts for both who decide at the same instant through two replicas of one database", async () => {
    const databaseUrl = await freshPostgres();
    const [one, other] = [await startBot({ databaseUrl }), await startBot({ databaseUrl })];
    await one.say("ada", PLAN);
    await one.say("ada", "/plan submit 1");
    await Promise.all([one.say("bo", "/plan approve 1"), other.say("dana", "/plan approve 1")]);
    const types = await typesOf(one);
    expect(types.filter((type) => type === "voted")).toHaveLength(2);
    expect(types.filter((type) => type === "approved")).toHaveLength(1);
    expect((await other.plan(1)).status).toBe("executing");
  });

  test("on a card of earlier content decides nothing", async () => {
    const bot = await startBot();
    await bot.say("ada", PLAN);
    await bot.say("ada", "/plan submit 1");
    const seen = (await bot.plan(1)).digest;
    await bot.say("ada", "/plan replan 1");
    await bot.say("ada", '/plan edit 1 name:"Something else"');
    await bot.say("ada", "/plan submit 1");
    const [reply] = await press(bot, "bo", { do: "approve", plan: 1, seen, level: 0 }, "old");
    expect(reply).toMatchObject({ kind: "text", tone: "bad" });
    expect((await bot.plan(1)).round?.votes).toEqual([]);
  });

  test("is refused in words and changes nothing when it makes no sense", async () => {
    const bot = await startBot();
    await bot.say("ada", PLAN);
    await bot.settle();
    const before = await bot.plan(1);
    const garbage = fc.oneof(
      fc.string({ maxLength: 200, unit: "binary" }),
      fc.string({ maxLength: 40 }).map((text) => `/plan approve 1 ${text}`),
      fc.string({ maxLength: 40 }).map((text) => `/plan run 1.${text}`),
      fc.string({ maxLength: 40 }).map((text) => `/plan cancel ${text}`),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (text) => {
        await expect(bot.say("chen", text)).resolves.toBeDefined();
      }),
      { numRuns: 300 },
    );
    const after = await bot.plan(1);
    expect({ ...after, changedAt: 0 }).toEqual({ ...before, changedAt: 0 });
  });

  test("is not for strangers", async () => {
    const bot = await startBot();
    await bot.say("ada", PLAN);
    const [reply] = await bot.say("mallory", "/plan cancel 1 because I can");
    expect(reply).toMatchObject({ kind: "text", tone: "bad" });
    expect((await bot.plan(1)).status).toBe("planning");
  });
});

describe("cards", () => {
  test("show the truth when the dust has settled, whatever the platform did", async () => {
    let seed = 7;
    const chance = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const bot = await startBot({ random: chance });
    const fails = () => {
      if (chance() < 0.4) throw new Error("the platform is having a day");
    };
    bot.platform.weather(fails, fails);
    const words = [
      "/plan submit 1",
      "/plan approve 1",
      "/plan replan 1",
      "/plan done 1.1",
      "/plan skip 1.2 no",
      "/plan show 1",
    ];
    await bot.say("ada", PLAN);
    for (let turn = 0; turn < 60; turn += 1) {
      const person = ["ada", "ada", "bo", "dana", "chen"][Math.floor(chance() * 5)] ?? "ada";
      await bot.say(person, words[Math.floor(chance() * words.length)] ?? "");
      await bot.settle(chance() < 0.3 ? 30_000 : 0);
    }
    for (let index = 2; index < 22; index += 1) {
      await bot.say("ada", PLAN);
      await bot.settle();
      await bot.say("ada", `/plan submit ${index}`);
    }
    bot.platform.weather(() => undefined);
    await bot.settle(20 * 60_000);
    expect(await bot.untrue()).toEqual([]);
    const posts = bot.platform.messages.size;
    expect(posts).toBe((await bot.core.store.read.selectFrom("cards").selectAll().execute()).length);
  });

  test("of one place that never answers hold up nobody else's", async () => {
    const bot = await startBot();
    bot.platform.weather((_, place) => (place === "console:direct:bo" ? new Promise(() => undefined) : undefined));
    await bot.say("ada", PLAN);
    await bot.say("ada", "/plan submit 1");
    const posted = (place: string) => bot.platform.calls.some((call) => call.place === place && call.call === "post");
    await expect.poll(() => posted("console:direct:dana") && posted(ROOM) && posted("console:direct:bo")).toBe(true);
    await expect.poll(() => [...bot.platform.messages.keys()].filter((key) => key.includes("dana")).length).toBe(1);
  });
});
