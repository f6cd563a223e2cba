import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Action } from "../../../src/chat/action.ts";
import type { Card, Form } from "../../../src/chat/card.ts";
import type { Reply } from "../../../src/chat/ports.ts";
import type { Bot } from "../../support/bot.ts";
import { startBot } from "../../support/bot.ts";
import { cardText } from "../../support/card-text.ts";

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com, zone: Asia/Shanghai }
  bo: { name: Bo, email: bo@example.com }
  sam-lee: { name: Sam Lee, email: lee@example.com }
  sam-fox: { name: Sam Fox, email: fox@example.com }
groups: { qa: [bo] }
rooms:
  releases: { places: ["console:room:releases"], members: everyone }
`;
const SENTENCE = "Release the shop tonight 22:00-23:00, QA approves: first build it, then tell the customers";
const WEEK = 7 * 24 * 3_600_000;
const from = (id: string) => ({ account: { platform: "console", id }, place: `console:direct:${id}` as const });

const tell = (bot: Bot, person: string, text: string, more: { readonly key?: string; readonly about?: string } = {}) =>
  bot.inbox.message({
    key: more.key ?? text,
    text,
    files: [],
    ...from(person),
    ...(more.about && { about: more.about }),
  });
const press = (bot: Bot, person: string, action: Action | undefined, key = "press") =>
  action ? bot.inbox.action({ key, action, ...from(person) }) : Promise.resolve([]);
const cardIn = (replies: readonly Reply[]): Card | undefined => replies.find((reply) => reply.kind === "card")?.card;
const formIn = (replies: readonly Reply[]): Form | undefined => replies.find((reply) => reply.kind === "form")?.form;
const button = (card: Card | undefined, id: string) => card?.buttons.find((each) => each.id === id)?.action;
const plans = async (bot: Bot) =>
  (await bot.core.plans.list({ scope: "all", words: [], page: 1, reader: "ada", all: true })).total;

describe("a plan in plain language", () => {
  it("is shown to whoever told it, and no plan exists until it is created", async () => {
    const bot = await startBot({ yaml: YAML });
    const card = cardIn(await tell(bot, "ada", SENTENCE));
    expect(card && cardText(card)).toMatchInlineSnapshot(`
      "Draft: Release the shop  ○ draft
      !! ○ No plan exists yet. Look at what was understood, then create it, edit it or drop it.
      • Window: Tue 24 Nov 2026, 22:00–23:00 (Asia/Shanghai, UTC+8)
      • Approval: Level 1 (any one of them: group qa)
      · Manager: Ada
      · Announced in: releases
      ## Items
        - 1. build it
        - 2. tell the customers · after 1
      [Create the plan] primary → make-plan 1376dc98a717b2436873c05d
      [Edit in the form] → form new 1376dc98a717b2436873c05d
      [Drop] → drop-draft 1376dc98a717b2436873c05d
      (A draft of “Release the shop”. No plan exists yet.)
      "
    `);
    expect(await plans(bot)).toBe(0);
    expect(await press(bot, "ada", button(card, "make-plan"))).toMatchObject([{ kind: "text", tone: "good" }]);
    expect((await bot.plan(1)).content).toMatchObject({
      name: "Release the shop",
      window: { opens: Date.parse("2026-11-24T22:00+08:00"), closes: Date.parse("2026-11-24T23:00+08:00") },
      approval: { levels: [{ rule: "any", approvers: ["group:qa"] }] },
      items: [{ name: "build it" }, { name: "tell the customers", after: ["i1"] }],
    });
  });

  it("becomes one plan, however often it is confirmed", async () => {
    const bot = await startBot({ yaml: YAML });
    const make = button(cardIn(await tell(bot, "ada", `/plan draft ${SENTENCE}`)), "make-plan");
    await Promise.all([press(bot, "ada", make, "one"), press(bot, "ada", make, "two")]);
    expect(await press(bot, "ada", make, "three")).toMatchObject([
      { tone: "plain", text: expect.stringContaining("1") },
    ]);
    expect(await plans(bot)).toBe(1);
  });

  it("is its author's alone, and is forgotten after a week", async () => {
    const bot = await startBot({ yaml: YAML });
    const make = button(cardIn(await tell(bot, "ada", SENTENCE)), "make-plan");
    expect(await press(bot, "bo", make, "bo's")).toMatchObject([{ tone: "bad" }]);
    bot.clock.advance(WEEK);
    expect(await press(bot, "ada", make, "late")).toMatchObject([{ tone: "bad" }]);
    expect(await plans(bot)).toBe(0);
  });

  it("is dropped when it is not wanted", async () => {
    const bot = await startBot({ yaml: YAML });
    const card = cardIn(await tell(bot, "ada", SENTENCE));
    expect(await press(bot, "ada", button(card, "drop-draft"), "drop")).toMatchObject([{ tone: "good" }]);
    expect(await press(bot, "ada", button(card, "make-plan"), "make")).toMatchObject([{ tone: "plain" }]);
    expect(await plans(bot)).toBe(0);
  });

  it("asks who is meant before anybody becomes an approver", async () => {
    const bot = await startBot({ yaml: YAML });
    const card = cardIn(await tell(bot, "ada", "Release the shop tonight 22:00-23:00, approved by Sam"));
    expect(card && cardText(card)).toContain("“Sam” may be Sam Lee (sam-lee), Sam Fox (sam-fox)");
    expect(card?.buttons.map(({ id }) => id)).toEqual(["edit-draft", "drop-draft"]);
    const form = formIn(await press(bot, "ada", button(card, "edit-draft"), "edit"));
    expect(form?.intro).toContain("Sam");
    expect(form?.fields.find(({ name }) => name === "name")).toMatchObject({ value: "Release the shop" });
    const values = { name: "Release the shop", "level1-approvers": ["sam-fox"], "level1-rule": "any" };
    const action = form?.action ?? { do: "form", form: "new" };
    expect(await bot.inbox.form({ key: "f", action, values, ...from("ada") })).toMatchObject({ kind: "taken" });
    expect((await bot.plan(1)).content).toMatchObject({
      window: { opens: Date.parse("2026-11-24T22:00+08:00") },
      approval: { levels: [{ approvers: ["sam-fox"] }] },
    });
    expect(await bot.inbox.form({ key: "g", action, values, ...from("ada") })).toMatchObject({ kind: "taken" });
    expect(await plans(bot)).toBe(1);
  });

  it("is made of the message that was replied to", async () => {
    const bot = await startBot({ yaml: YAML });
    const card = cardIn(await tell(bot, "ada", "/plan draft", { about: "今晚10点到11点发布商城，让 Bo 审批" }));
    expect(card?.title).toBe("Draft: 发布商城");
    const action = { do: "form", form: "new" } as const;
    const opened = await bot.inbox.action({ key: "s", action, about: SENTENCE, ...from("ada") });
    const values = Object.fromEntries((formIn(opened)?.fields ?? []).map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      name: "Release the shop",
      window: "Tue 24 Nov 2026, 22:00–23:00 (Asia/Shanghai, UTC+8)",
      "level1-approvers": ["group:qa"],
      items: 'text "build it"\ntext "tell the customers" after:"build it"',
    });
  });

  it("is not made of small talk, nor of a command that was mistyped", async () => {
    const bot = await startBot({ yaml: YAML });
    expect(await tell(bot, "ada", "good morning everybody")).toMatchObject([{ kind: "text", tone: "bad" }]);
    expect(await tell(bot, "ada", "/plan aprove 1")).toMatchObject([{ kind: "text", tone: "bad" }]);
    expect(await tell(bot, "ada", "/plan draft")).toMatchObject([{ kind: "text", tone: "bad" }]);
  });

  it("comes back to the same draft when the message comes again", async () => {
    const bot = await startBot({ yaml: YAML });
    const [one, two] = [await tell(bot, "ada", SENTENCE, { key: "m" }), await tell(bot, "ada", SENTENCE, { key: "m" })];
    expect(two).toEqual(one);
  });

  it("becomes a plan from its card after gonogo was started anew", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gonogo-draft-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const databaseUrl = `sqlite:${join(folder, "gonogo.db")}`;
    const before = await startBot({ yaml: YAML, databaseUrl });
    const make = button(cardIn(await tell(before, "ada", SENTENCE)), "make-plan");
    await before.core.store.close();
    const after = await startBot({ yaml: YAML, databaseUrl });
    expect(await press(after, "ada", make)).toMatchObject([{ tone: "good" }]);
    expect((await after.plan(1)).content).toMatchObject({
      name: "Release the shop",
      items: [{ name: "build it" }, { name: "tell the customers" }],
    });
  });

  it("can be created after what refused it is gone", async () => {
    const bot = await startBot({ yaml: YAML });
    const make = button(
      cardIn(await tell(bot, "ada", "Release the shop tonight 20:30-21:00, QA approves")),
      "make-plan",
    );
    bot.clock.advance(2 * 3_600_000);
    expect(await press(bot, "ada", make, "late")).toMatchObject([{ tone: "bad" }]);
    expect(await plans(bot)).toBe(0);
  });
});
