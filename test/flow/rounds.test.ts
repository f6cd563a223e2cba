import { describe, expect, test } from "vitest";
import type { ApprovalDesk, DeskRound, DeskState } from "../../src/flow/approval-desk.ts";
import { DeskError } from "../../src/flow/approval-desk.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";

const YAML = `
people:
  ada: { name: Ada, email: ada@example.com, roles: [admin], accounts: { feishu: ou_ada } }
  bo: { name: Bo, accounts: { feishu: ou_bo } }
  chen: { name: Chen, accounts: { feishu: ou_chen } }
  dana: { name: Dana }
`;
const ENV = { FEISHU_APP_ID: "cli_0123456789abcdef", FEISHU_APP_SECRET: "secret" };

/** A plan whose approval is asked in Feishu of these people. */
function plan(approvers: string, rule = "any"): string {
  return `/plan new
name: Release
approval:
  via: feishu
  levels: [{ name: QA, rule: ${rule}, approvers: [${approvers}] }]
items:
  - { name: Tell, text: Tell everybody., owner: chen }`;
}

/** What goes wrong with the next call, if anything. */
interface Trouble {
  before?: Error | undefined;
  after?: Error | undefined;
}

/** A desk that asks a round once per key, and says what the test lets it say. */
function testDesk() {
  const rounds = new Map<string, DeskRound>();
  const withdrawn: string[] = [];
  const trouble: Trouble = {};
  const known = { find: true };
  let state: DeskState = { outcome: "open", level: 0, votes: [] };
  const take = (when: keyof Trouble) => {
    const error = trouble[when];
    trouble[when] = undefined;
    if (error) throw error;
  };
  const desk: ApprovalDesk = {
    name: "feishu",
    open: async (round) => {
      take("before");
      rounds.set(round.key, round);
      take("after");
      return `ref:${round.key}`;
    },
    find: async (key) => {
      if (!known.find) return { found: "unknown", why: "nobody can tell" };
      return rounds.has(key) ? { found: "round", ref: `ref:${key}` } : { found: "none" };
    },
    read: async () => state,
    withdraw: async (ref, originator) => {
      take("before");
      withdrawn.push(`${ref} by ${originator}`);
      return "withdrawn";
    },
  };
  return {
    desk,
    trouble,
    withdrawn,
    known,
    asked: () => [...rounds.values()],
    says: (change: Partial<DeskState>) => {
      state = { ...state, ...change };
    },
  };
}

async function world() {
  const desk = testDesk();
  const bot = await startBot({ desks: [desk.desk], yaml: YAML, env: ENV });
  return { ...desk, bot };
}

async function submitted(bot: Bot, approvers = "bo, chen", rule = "any"): Promise<void> {
  await bot.say("ada", plan(approvers, rule));
  await bot.say("ada", "/plan submit 1");
  await bot.settle();
}

/** Longer than a desk is left alone (ms). */
const PATIENCE = 60_000;
const LOST = new DeskError("the answer was lost", { sure: false, again: true });
const REFUSED = new DeskError("no such definition", { sure: true, again: false });
const voted = { level: 0, account: "ou_bo", verdict: "approve", at: 1 } as const;

describe("a round", () => {
  test("is asked with accounts for people, and what an approver reads on a card", async () => {
    const { bot, asked } = await world();
    await submitted(bot);
    expect(asked()).toMatchObject([
      {
        originator: "ou_ada",
        levels: [{ name: "QA", rule: "any", approvers: ["ou_bo", "ou_chen"] }],
        copies: ["ou_chen"],
        lines: expect.arrayContaining([{ label: "What will be carried out", text: expect.stringContaining("Tell") }]),
      },
    ]);
  });

  test("that is approved there carries the plan on, in the names of those who decided", async () => {
    const { bot, says } = await world();
    await submitted(bot);
    says({ outcome: "approved", votes: [voted] });
    await bot.settle(PATIENCE);
    expect(await bot.plan(1)).toMatchObject({ status: "executing", round: { votes: [{ by: "bo" }] } });
  });

  test("is read at once when the platform says that it has news", async () => {
    const { bot, says } = await world();
    await submitted(bot);
    says({ outcome: "rejected", votes: [{ ...voted, verdict: "reject", comment: "Not today." }] });
    const { id, round } = await bot.plan(1);
    await bot.inbox.approvalChanged("feishu", `ref:${id}-${round?.number}`);
    await bot.settle();
    expect((await bot.plan(1)).status).toBe("denied");
  });

  test("is asked once although the answer to asking was lost", async () => {
    const { bot, trouble, asked } = await world();
    trouble.after = LOST;
    await submitted(bot);
    await bot.settle(PATIENCE);
    expect([asked().length, (await bot.plan(1)).round?.desk?.ref]).toEqual([1, expect.stringContaining("ref:")]);
  });

  test("is not asked a second time when nobody can tell whether it was", async () => {
    const { bot, trouble, asked, known } = await world();
    trouble.after = LOST;
    known.find = false;
    await submitted(bot);
    await bot.settle(PATIENCE);
    expect([asked().length, (await bot.plan(1)).round?.desk?.problem]).toEqual([1, "nobody can tell"]);
  });

  test("that cannot be asked says why, and is asked again by a reminder", async () => {
    const { bot, trouble, asked } = await world();
    trouble.before = REFUSED;
    await submitted(bot);
    expect((await bot.plan(1)).round?.desk?.problem).toBe("no such definition");
    await bot.say("ada", "/plan remind 1");
    await bot.settle();
    expect([asked().length, (await bot.plan(1)).round?.desk?.problem]).toEqual([1, undefined]);
  });

  test.each([
    ["any", "dana", "Dana cannot be reached"],
    ["all", "bo, dana", "Dana cannot be reached"],
  ])("of %s approvers that nobody can reach there names them", async (rule, approvers, why) => {
    const { bot, asked } = await world();
    await submitted(bot, approvers, rule);
    expect([asked(), (await bot.plan(1)).round?.desk?.problem]).toEqual([[], expect.stringContaining(why)]);
  });

  test.each(["/plan replan 1", "/plan cancel 1 no need"])("is taken back by %s", async (command) => {
    const { bot, withdrawn } = await world();
    await submitted(bot);
    await bot.say("ada", command);
    await bot.settle();
    expect(withdrawn).toEqual([expect.stringMatching(/^ref:.* by ou_ada$/u)]);
  });

  test("that was being asked when nobody wanted it any more is taken back as well", async () => {
    const { bot, trouble, withdrawn } = await world();
    trouble.after = LOST;
    await submitted(bot);
    await bot.say("ada", "/plan replan 1");
    await bot.settle(PATIENCE);
    expect(withdrawn).toHaveLength(1);
  });

  test("that could not be taken back is told to the manager", async () => {
    const { bot, trouble } = await world();
    await submitted(bot);
    trouble.before = REFUSED;
    await bot.say("ada", "/plan cancel 1 no need");
    await bot.settle();
    const { entries } = await bot.core.plans.log((await bot.plan(1)).id);
    expect(entries.map(({ event }) => event.type)).toContain("desk-not-withdrawn");
  });

  test("asks nobody on cards", async () => {
    const { bot } = await world();
    await submitted(bot);
    expect([...bot.platform.messages.keys()].filter((key) => key.includes(":approval:"))).toEqual([]);
  });
});
