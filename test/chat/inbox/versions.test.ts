/**
 * Versions of a plan, and templates, as people use them in chat.
 */
import { describe, expect, it } from "vitest";
import type { Bot } from "../../support/bot.ts";
import { startBot } from "../../support/bot.ts";
import { cardText } from "../../support/card-text.ts";

const PLAN = `name: Shop
manager: ada
window: 2026-11-24T20:00Z/22:00
items:
  - { name: Build, run: "command:build", with: { branch: main } }
  - { name: Tell, text: One }
`;

async function started(): Promise<Bot> {
  const bot = await startBot();
  await bot.say("ada", `/plan new\n${PLAN}`);
  return bot;
}

/** What is answered, as text. */
async function told(bot: Bot, person: string, text: string): Promise<string> {
  const replies = await bot.say(person, text);
  return replies.map((reply) => (reply.kind === "card" ? cardText(reply.card) : JSON.stringify(reply))).join("\n");
}

describe("versions of a plan", () => {
  it("can be compared, and each says who changed what", async () => {
    const bot = await started();
    await bot.say("ada", '/plan edit 1 name:"Shop 2" tags:a');
    await bot.say("ada", "/plan edit 1.2 -- Two");
    const all = await told(bot, "ada", "/plan diff 1");
    expect(all).toContain("Since the plan was made");
    expect(all).toContain("Name: Shop → Shop 2");
    expect(all).toMatch(/“Tell”: the text was rewritten.*− One.*\+ Two/su);
    expect(all).toMatch(/2 · .*: name(?:,| and) tags/);
    const second = await told(bot, "ada", "/plan diff 1 2");
    expect(second).toContain("From version 1 to 2");
    expect(second).not.toContain("rewritten");
    const made = await told(bot, "ada", "/plan diff 1 1");
    expect(made).toContain("Version 1 is the first");
    expect(made).not.toContain("Nothing is different");
    expect(await told(bot, "ada", "/plan diff 1 3 9")).toContain("There is no version 9. The newest is 3.");
  });

  it("can be restored in whole or in part, as a new version that says so", async () => {
    const bot = await started();
    const first = (await bot.plan(1)).content;
    await bot.say("ada", '/plan edit 1 name:"Shop 2" window:none');
    await bot.say("ada", "/plan edit 1.2 -- Two");
    await bot.say("ada", "/plan restore 1 1 window");
    expect((await bot.plan(1)).content).toMatchObject({ name: "Shop 2", window: first.window });
    await bot.say("ada", "/plan restore 1.2 1");
    expect((await bot.plan(1)).content.items).toEqual(first.items);
    await bot.say("ada", "/plan restore 1 1");
    expect((await bot.plan(1)).content).toEqual(first);
    expect(await told(bot, "ada", "/plan log 1")).toContain("version 1 again");
    expect(await bot.core.plans.versions((await bot.plan(1)).id)).toHaveLength(6);
  });

  it("are restored by those who may edit, and by nobody else", async () => {
    const bot = await started();
    await bot.say("ada", '/plan edit 1 name:"Shop 2"');
    expect(await told(bot, "bo", "/plan restore 1 1")).toContain('"tone":"bad"');
    expect((await bot.plan(1)).content.name).toBe("Shop 2");
  });
});

describe("templates", () => {
  it("are filled in when they are used, changed, and deleted", async () => {
    const bot = await started();
    await bot.say("ada", '/plan template save 1 "hotfix"');
    const text =
      'name: "Hotfix {{version}}"\nitems: [{ name: Build, run: "command:build", with: { branch: "v{{version}}" } }]';
    await bot.say("ada", `/plan template edit "hotfix"\n${text}`);
    expect(await told(bot, "bo", "/plan template list")).toContain("version=…");
    expect(await told(bot, "ada", '/plan template use "hotfix"')).toContain("The template needs: version");
    expect(await told(bot, "ada", '/plan template use "hotfix" version=2.4.1 colour=red')).toContain("colour");
    await bot.say("ada", '/plan template use "hotfix" version=2.4.1');
    expect((await bot.plan(2)).content).toMatchObject({
      name: "Hotfix 2.4.1",
      items: [{ work: { with: { branch: "v2.4.1" } } }],
    });
    expect(await told(bot, "bo", '/plan template delete "hotfix"')).toContain("Only Ada");
    expect(await told(bot, "ada", '/plan template edit "hotfix"')).toContain("{{version}}");
    await bot.say("ada", '/plan template delete "hotfix"');
    expect(await told(bot, "ada", '/plan template use "hotfix" version=1')).toContain("no template called");
  });

  it("and copies begin without the times that are over, and say so", async () => {
    const bot = await started();
    const times = "window: 2026-11-24T20:00Z/22:00\nschedule: 2026-11-24T20:30Z";
    await bot.say("ada", `/plan template save 1 "timed"`);
    await bot.say("ada", `/plan template edit "timed"\nname: Timed\n${times}\nitems: [{ name: Tell }]`);
    await bot.say("ada", '/plan edit 1 schedule:"2026-11-24 20:30Z"');
    const early = await told(bot, "ada", "/plan copy 1");
    expect(early).not.toContain("left out");
    expect((await bot.plan(2)).content).toMatchObject({ window: (await bot.plan(1)).content.window });
    bot.clock.advance(Date.parse("2026-11-25T08:00Z") - bot.clock.now());
    for (const command of ["/plan copy 1", '/plan template use "timed"']) {
      expect(await told(bot, "ada", command)).toContain("Times that are over were left out.");
    }
    for (const index of [3, 4]) {
      const { content } = await bot.plan(index);
      expect(content).not.toHaveProperty("window");
      expect(content).not.toHaveProperty("schedule");
    }
    await bot.say("ada", "/plan lang zh");
    expect(await told(bot, "ada", '/plan template use "timed" window:"2026-11-26 20:00-22:00"')).toContain(
      "已经过去的时间没有复制",
    );
    expect((await bot.plan(5)).content).toHaveProperty("window");
    expect((await bot.plan(5)).content).not.toHaveProperty("schedule");
  });
});
