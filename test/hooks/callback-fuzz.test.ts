import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanEvent } from "../../src/plan/event.ts";
import { evolve, found } from "../../src/plan/evolve.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { contextOf, WORLD } from "../support/cast.ts";
import { Dice } from "../support/dice.ts";
import { checkEvent } from "../support/laws.ts";

const TOKEN = "the-token-of-every-callback";
const SECRETS = { board: "the-secret-of-the-board", guards: "the-secret-of-the-guards" };
const YAML = `sample: on
hooks:
  - { name: board, secret: "env:BOARD", gates: true }
  - { name: guards, secret: "env:GUARDS", gates: [finish_planning, all_job_done] }
  - { name: watcher, secret: "env:WATCHER" }
`;
const ENV = { CALLBACK_TOKEN: TOKEN, BOARD: SECRETS.board, GUARDS: SECRETS.guards, WATCHER: "the-secret-of-a-watcher" };
const CHECKPOINTS = ["finish_planning", "start_execute", "all_job_done"] as const;
const PLANS = 12;
const CALLBACKS = 10_000;
/** Sent at the same time, so that they race. */
const AT_ONCE = 20;
const STATUSES = [200, 400, 401, 404, 409, 413, 422];

const WORTH_MEETING = [
  "check-asked",
  "check-progressed",
  "check-agreed",
  "check-passed",
  "check-failed",
  "check-overridden",
  "replanned",
  "succeeded",
] as const;

interface Sent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: string;
}

/** What people do meanwhile, so that plans come by every gate again and again. */
const STEPS = ["finish", "start", "recheck", "replan", "done", "override", "edit"] as const;

async function step(bot: Bot, index: number, dice: Dice): Promise<void> {
  const commands = {
    finish: `finish ${index}`,
    start: `start ${index}`,
    recheck: `recheck ${index}`,
    replan: `replan ${index}`,
    done: `done ${index}.1 told`,
    override: `override ${index} in a hurry`,
    edit: `edit ${index} tags:t${dice.below(1_000)}`,
  } as const;
  const what = dice.pick(STEPS);
  bot.clock.advance(60_000);
  await bot.say(what === "override" ? "eve" : "ada", `/plan ${commands[what]}`);
}

/** A callback as somebody might send it: right, stale, of a wrong place, half broken, or noise. */
function callback(plan: Plan, codes: readonly string[], dice: Dice): Sent {
  const right = {
    release_plan_id: dice.chance(4) ? "68b7ec363306e52e21b2dbe6" : plan.id,
    instance_code: dice.chance(25) ? dice.pick([...codes, "", "0123456789abcdef"]) : plan.instanceCode,
    hook_event: dice.pick(CHECKPOINTS),
    result: dice.pick(["success", "success", "failed", "executing"]),
    failed_reason: dice.pick(["", "not registered", "\u202e反\u0000", "x".repeat(5_000)]),
    description: dice.pick([undefined, "half way", "\u0007", "进行中 🚦"]),
  };
  const text = JSON.stringify(right);
  const body = dice.chance(80) ? text : broken(text, dice);
  const credential = dice.pick([
    { authorization: `Bearer ${TOKEN}` },
    { "x-zadig-token": SECRETS.board },
    { "x-zadig-token": SECRETS.guards },
    { "x-zadig-token": "guess" },
  ]);
  return {
    body,
    headers: credential,
    query: dice.pick(["", "?endpoint=board", "?endpoint=guards", "?endpoint=__proto__"]),
  };
}

function broken(text: string, dice: Dice): string {
  const at = dice.below(text.length);
  const values = [
    text.slice(0, at),
    text.slice(0, at) + dice.pick(["null", '"', "{", "\u0000", "1e999", "[]"]) + text.slice(at),
    text.replace(/"[^"]*"(?=[,}])/, dice.pick(["null", "7", "[]", "{}", "true"])),
    `[${text}]`,
    '{"__proto__":{"result":"success"}}',
    ...fc.sample(fc.json(), { numRuns: 1, seed: dice.below(1_000_000) }),
  ];
  return dice.pick(values);
}

/** Folds a log, holding every event against the laws of the domain. */
function replayed(events: readonly PlanEvent[]): Plan | undefined {
  let plan: Plan | undefined;
  for (const event of events) {
    if (event.type === "created") plan = found(event);
    else if (plan) {
      const after = evolve(plan, event);
      checkEvent({ before: plan, event, after, context: { ...contextOf(WORLD, event.by), now: event.at } });
      plan = after;
    }
  }
  return plan;
}

test("ten thousand callbacks of any kind change no plan against the rules, and none is an error of ours", async () => {
  const bot = await startBot({ yaml: YAML, env: ENV });
  const dice = new Dice(52);
  const codes: string[] = [];
  for (let index = 1; index <= PLANS; index += 1) {
    await bot.say("ada", `/plan new "Release ${index}"`);
    await bot.say("ada", `/plan add ${index} text "Announce" -- Tell everybody.`);
  }
  const met = new Map<number, number>();
  for (let sent = 0; sent < CALLBACKS; sent += AT_ONCE) {
    for (let turn = 0; turn < 3; turn += 1) await step(bot, 1 + dice.below(PLANS), dice);
    const plan = await bot.plan(1 + dice.below(PLANS));
    codes.push(plan.instanceCode);
    const calls = Array.from({ length: AT_ONCE }, () => callback(plan, codes.slice(-30), dice));
    const answers = await Promise.all(
      calls.map(async ({ body, headers, query }) => {
        const response = await bot.request(`/api/callback/release_plan${query}`, { method: "POST", headers, body });
        return { status: response.status, said: await response.text() };
      }),
    );
    for (const { status, said } of answers) {
      met.set(status, (met.get(status) ?? 0) + 1);
      if (status !== 200) expect(said).not.toContain(plan.instanceCode);
    }
  }
  expect([...met.keys()].filter((status) => !STATUSES.includes(status))).toEqual([]);
  expect([...met.keys()].toSorted()).toEqual([200, 400, 401, 404, 409, 422]);
  const happened = new Set<string>();
  for (let index = 1; index <= PLANS; index += 1) {
    const plan = await bot.plan(index);
    const events = await everyEvent(bot, plan.id);
    expect(replayed(events)).toEqual(plan);
    for (const { type } of events) happened.add(type);
  }
  // Otherwise nothing of interest was tried.
  expect([...happened]).toEqual(expect.arrayContaining([...WORTH_MEETING]));
}, 240_000);

async function everyEvent(bot: Bot, plan: string): Promise<readonly PlanEvent[]> {
  const events: PlanEvent[] = [];
  let before: number | undefined;
  for (let more = true; more; ) {
    const page = await bot.core.plans.log(plan, before);
    events.push(...page.entries.map(({ event }) => event));
    before = page.entries.at(-1)?.seq;
    more = page.more;
  }
  return events.toReversed();
}
