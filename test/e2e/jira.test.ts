/**
 * Requirements from Jira, through the whole product: found, added, shown, approved, refreshed and told of.
 */
import { expect, onTestFinished, test } from "vitest";
import { fill } from "../adapters/jira/jira-world.ts";
import type { JiraEmulator } from "../emulators/jira.ts";
import { EMAIL, openJira, TOKEN } from "../emulators/jira.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { buttonsOn, cardText } from "../support/card-text.ts";

async function stage(): Promise<{ readonly bot: Bot; readonly jira: JiraEmulator }> {
  const jira = await openJira();
  onTestFinished(async () => {
    await jira.close();
    expect(jira.violations()).toEqual([]);
  });
  fill(jira);
  const env = { JIRA_URL: jira.url, JIRA_EMAIL: EMAIL, JIRA_TOKEN: TOKEN };
  return { bot: await startBot({ yaml: "sample: on\n", env, startAt: Date.now() }), jira };
}

/** What somebody sees of the answer. */
async function seen(bot: Bot, text: string, person = "ada"): Promise<string> {
  const replies = await bot.say(person, text);
  return replies
    .map((reply) => (reply.kind === "card" ? cardText(reply.card) : reply.kind === "text" ? reply.text : ""))
    .join("\n");
}

test("a sprint is found by its board and added, approved as it was read, and what changes then is shown", async () => {
  const { bot, jira } = await stage();
  await bot.say("ada", '/plan new "Release 2.4" approve:"QA: any of bo" requirements:SHOP-120');
  await bot.say("ada", '/plan add 1 text "Tell the customers"');
  expect(await seen(bot, '/plan requirements 1 find board:"Shop board"')).toContain("sprint:SHOP/42");
  const [found] = await bot.say("ada", "/plan requirements 1 find project:SHOP");
  const add =
    found?.kind === "card" ? buttonsOn(found.card).find(({ id }) => id === "require:sprint:SHOP/42") : undefined;
  if (!add) throw new Error("no button adds the sprint");
  const sender = { account: { platform: "console", id: "ada" }, place: "console:room:releases" } as const;
  await bot.inbox.action({ key: "add-sprint", action: add.action, ...sender });
  expect((await bot.plan(1)).content.requirements).toEqual(["SHOP-120", "sprint:SHOP/42"]);
  const shown = await seen(bot, "/plan requirements 1");
  expect(shown).toContain("In review");
  expect(shown).toMatch(/4\/7|4 of 7/u);
  await bot.say("ada", "/plan submit 1");
  const asked = await bot.plan(1);
  expect(asked.requirements?.["SHOP-120"]).toMatchObject({ state: "In review", assignee: "Bo Lin" });
  const issue = jira.issues.find(({ key }) => key === "SHOP-120");
  if (issue) Object.assign(issue, { status: "Done", category: "done" });
  bot.clock.advance(10_000);
  await bot.say("ada", "/plan refresh 1");
  const after = await bot.plan(1);
  expect(after.digest).toBe(asked.digest);
  expect(after.requirements).toEqual(asked.requirements);
  await bot.settle();
  const card = [...bot.platform.messages.values()].map(cardText).find((text) => text.includes("Release 2.4"));
  expect(card).toMatch(/SHOP-120[^\n]*: ?In review → Done|SHOP-120[^\n]*：In review → Done/u);
  expect(await bot.untrue()).toEqual([]);
  expect(await seen(bot, "/plan notes 1 en")).toContain("## Stories");
});

test("what Jira does not have may be written, and stops the plan from being finished", async () => {
  const { bot } = await stage();
  await bot.say("ada", '/plan new "Release 2.4" requirements:SHOP-999');
  await bot.say("ada", '/plan add 1 text "Tell the customers"');
  expect(await seen(bot, "/plan finish 1")).toContain("SHOP-999");
  expect((await bot.plan(1)).status).toBe("planning");
  expect(await seen(bot, "/plan requirements 1 remove SHOP-999")).not.toBe("");
  expect(await seen(bot, "/plan requirements 1 add shop-120")).not.toBe("");
  await bot.say("ada", "/plan finish 1");
  expect((await bot.plan(1)).status).toBe("finish_planning");
});

test("a form adds what is typed into it, and keeps it where it is none", async () => {
  const { bot } = await stage();
  await bot.say("ada", '/plan new "Release 2.4"');
  const sender = { account: { platform: "console", id: "ada" }, place: "console:room:releases" } as const;
  const action = { do: "form", form: "require", plan: 1 } as const;
  const fill = (key: string, words: string) => bot.inbox.form({ key, action, values: { words }, ...sender });
  expect(await fill("one", "shop-120\nsprint:SHOP/42, https://git.example/7")).toMatchObject({ kind: "taken" });
  const { requirements } = (await bot.plan(1)).content;
  expect(requirements).toEqual(["SHOP-120", "sprint:SHOP/42", "https://git.example/7"]);
  expect(await fill("two", "the cart")).toMatchObject({ kind: "wrong" });
  expect((await bot.plan(1)).content.requirements).toEqual(requirements);
});

test("a Jira that is down holds no plan back, and what is not read is said", async () => {
  const { bot, jira } = await stage();
  await jira.close();
  await bot.say("ada", '/plan new "Release 2.4" requirements:SHOP-120');
  await bot.say("ada", '/plan add 1 text "Tell the customers"');
  await bot.say("ada", "/plan finish 1");
  const plan = await bot.plan(1);
  expect(plan.status).toBe("finish_planning");
  expect(plan.requirements).toEqual({ "SHOP-120": { kind: "unread" } });
  expect(await seen(bot, "/plan requirements 1")).toContain("ECONNREFUSED");
  expect(await seen(bot, "/plan requirements find cart")).toContain("ECONNREFUSED");
});
