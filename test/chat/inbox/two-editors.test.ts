/**
 * Two people write one plan at once, one in the console and one in Slack.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Form } from "../../../src/chat/card.ts";
import type { FormReply, Sender } from "../../../src/chat/ports.ts";
import type { Bot } from "../../support/bot.ts";
import { ROOM, startBot } from "../../support/bot.ts";

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com }
  bo: { name: Bo, email: bo@example.com, accounts: { slack: U0BO } }
`;
const PLAN = `name: Shop
key: shop
manager: ada
editors: [bo]
description: One
items: [{ name: Tell, text: One }]
`;
const EDIT = { do: "form", form: "edit", plan: 1 } as const;
const ADA: Sender = { account: { platform: "console", id: "ada" }, place: ROOM };
const BO: Sender = { account: { platform: "slack", id: "U0BO" }, place: "slack:direct:U0BO" };
const SENDERS = { ada: ADA, bo: BO };
type Who = keyof typeof SENDERS;

async function started(): Promise<Bot> {
  const bot = await startBot({ yaml: YAML, env: { GONOGO_SAMPLE: "off" } });
  await bot.say("ada", `/plan new\n${PLAN}`);
  return bot;
}

async function open(bot: Bot, who: Who): Promise<Form> {
  const [reply] = await bot.inbox.action({ ...SENDERS[who], key: randomUUID(), action: EDIT });
  if (reply?.kind !== "form") throw new Error(JSON.stringify(reply));
  return reply.form;
}

function save(bot: Bot, who: Who, form: Form, typed: Readonly<Record<string, string>>): Promise<FormReply> {
  const shown = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
  return bot.inbox.form({ ...SENDERS[who], key: randomUUID(), action: form.action, values: { ...shown, ...typed } });
}

function wasAsked(reply: FormReply): boolean {
  return reply.kind === "taken" && reply.replies[0]?.kind === "form";
}

function wasSaved(reply: FormReply): boolean {
  return reply.kind === "taken" && reply.replies[0]?.kind === "text" && reply.replies[0].tone !== "bad";
}

const FIELDS = ["name", "description"] as const;
const typing = fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1 });
/** In which order two forms are opened and saved; together means at the same moment. */
const order = fc.constantFrom("one after the other", "the second opened before the first is saved", "both at once");
const round = fc.record({ first: fc.constantFrom<Who>("ada", "bo"), one: typing, other: typing, order });

describe("two people at one plan", () => {
  it("lose no edit without a word, in 1,000 interleavings", async () => {
    const bot = await started();
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(round, async ({ first, one, other, order }) => {
        turn += 1;
        const second = first === "ada" ? "bo" : "ada";
        const words = (who: Who, fields: readonly string[]) =>
          Object.fromEntries(fields.map((field) => [field, `${who} ${field} ${turn}`]));
        const [firstWords, secondWords] = [words(first, one), words(second, other)];
        const firstForm = await open(bot, first);
        const early = order === "one after the other" ? undefined : await open(bot, second);
        const atOnce = order === "both at once" && early ? save(bot, second, early, secondWords) : undefined;
        const firstReply = await save(bot, first, firstForm, firstWords);
        const secondReply = await (atOnce ?? save(bot, second, early ?? (await open(bot, second)), secondWords));
        const { content } = await bot.plan(1);
        const holds = (said: Readonly<Record<string, string>>) =>
          FIELDS.filter((field) => field in said).every((field) => content[field] === said[field]);
        const shared = one.some((field) => other.includes(field));
        if (order === "one after the other" || !shared) {
          expect([wasSaved(firstReply), wasSaved(secondReply)]).toEqual([true, true]);
          expect(holds(secondWords)).toBe(true);
          expect(shared || holds(firstWords)).toBe(true);
        } else {
          // One of them was first, and the other one was asked.
          expect([wasAsked(firstReply), wasAsked(secondReply)].filter(Boolean)).toHaveLength(1);
          expect(holds(wasAsked(firstReply) ? secondWords : firstWords)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
    const versions = await bot.core.plans.versions((await bot.plan(1)).id);
    expect(versions.length).toBeGreaterThan(1_000);
  }, 120_000);

  it("lose none of different parts of one item that commands change at once", async () => {
    const bot = await started();
    for (let turn = 1; turn <= 50; turn++) {
      await Promise.all([
        bot.say("ada", `/plan edit 1.1 name:"Tell ${turn}"`),
        bot.say("bo", `/plan edit 1.1 -- Text ${turn}`),
        bot.say("ada", `/plan edit 1 tags:t${turn}`),
        bot.say("bo", `/plan edit 1 description:"About ${turn}"`),
      ]);
      expect((await bot.plan(1)).content).toMatchObject({
        tags: [`t${turn}`],
        description: `About ${turn}`,
        items: [{ name: `Tell ${turn}`, work: { content: `Text ${turn}` } }],
      });
    }
  });

  it("see in their forms who else is at it, and since when", async () => {
    const bot = await started();
    expect((await open(bot, "bo")).intro).toBeUndefined();
    bot.clock.advance(60_000);
    const form = await open(bot, "ada");
    expect(form.intro).toBe("Bo has been editing this since 12:00, too.");
    await save(bot, "bo", await open(bot, "bo"), { name: "By Bo" });
    expect((await open(bot, "ada")).intro).toBeUndefined();
    await open(bot, "bo");
    bot.clock.advance(60 * 60_000);
    expect((await open(bot, "ada")).intro).toBeUndefined();
  });
});
