import { Webhook } from "standardwebhooks";
import { describe, expect, onTestFinished, test } from "vitest";
import { planDeliveries } from "../../src/hooks/delivery-log.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { startHookReceiver } from "../emulators/hook-receiver.ts";
import type { Bot } from "../support/bot.ts";
import { START, startBot } from "../support/bot.ts";

const TOKEN = "the-token-of-every-callback";
const BOARD = "the secret of the board";
const GUARD = "the secret of the guards";

const TWO = `
  - { name: board, secret: "env:BOARD", gates: true }
  - { name: guards, secret: "env:GUARD", gates: [start_execute] }
`;

interface Gated {
  readonly bot: Bot;
  readonly plan: () => Promise<Plan>;
}

/** A plan that waits at its first gate. */
async function gated(hooks = TWO, gates = ""): Promise<Gated> {
  const yaml = `sample: on\nhooks:${hooks}${gates}`;
  const bot = await startBot({ yaml, env: { CALLBACK_TOKEN: TOKEN, BOARD, GUARD } });
  await bot.say("ada", "/plan new Release");
  await bot.say("ada", '/plan add 1 text "Announce" -- Tell everybody.');
  await bot.say("ada", "/plan finish 1");
  return { bot, plan: () => bot.plan(1) };
}

type Body = Readonly<Record<string, unknown>>;

async function answer(
  { bot, plan }: Gated,
  body: Body = {},
  headers: Readonly<Record<string, string>> = {},
  query = "",
) {
  const { id, instanceCode } = await plan();
  const sent = {
    release_plan_id: id,
    instance_code: instanceCode,
    hook_event: "finish_planning",
    result: "success",
    ...body,
  };
  const response = await bot.request(`/api/callback/release_plan${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(sent),
  });
  const said: Body = JSON.parse(await response.text());
  return { status: response.status, said };
}

const AS_BOARD = { authorization: "", "x-zadig-token": BOARD };
const AS_GUARD = { authorization: "", "x-zadig-token": GUARD };

describe("a callback", () => {
  test("that says go lets the plan on, and answers with its id", async () => {
    const world = await gated();
    expect(await answer(world)).toEqual({ status: 200, said: { id: (await world.plan()).id } });
    expect((await world.plan()).status).toBe("finish_planning");
  });

  test("that says no-go stops the plan there, with its reason", async () => {
    const world = await gated();
    await answer(world, { result: "failed", failed_reason: "The change is not registered." });
    const { status, checks } = await world.plan();
    expect(status).toBe("wait_for_finish_planning_external_check_failed");
    expect(checks.finish_planning?.reason).toBe("The change is not registered.");
  });

  test("that tells progress shows it on the card", async () => {
    const world = await gated();
    await answer(world, { result: "executing", description: "3 of 5 checks" });
    await world.bot.settle();
    expect(JSON.stringify([...world.bot.platform.messages.values()])).toContain("3 of 5 checks");
    expect((await world.plan()).status).toBe("wait_for_finish_planning_external_check");
  });

  test("that is repeated gets the same answer and changes nothing", async () => {
    const world = await gated();
    const first = await answer(world);
    const after = await world.plan();
    expect(await answer(world)).toEqual(first);
    expect(await world.plan()).toEqual(after);
  });

  test("with the code of another edit is refused, and is not told the right one", async () => {
    const world = await gated();
    const { status, said } = await answer(world, { instance_code: "0123456789abcdef" });
    expect([status, said.code]).toEqual([409, "stale-instance"]);
    expect(JSON.stringify(said)).not.toContain((await world.plan()).instanceCode);
  });

  test("after a replan carries a code that is over", async () => {
    const world = await gated();
    const { instanceCode } = await world.plan();
    await world.bot.say("ada", "/plan replan 1");
    expect(await answer(world, { instance_code: instanceCode })).toMatchObject({ status: 409 });
  });

  test("contradicting what was said before is refused", async () => {
    const world = await gated();
    await answer(world);
    const { status, said } = await answer(world, { result: "failed", failed_reason: "after all" });
    expect([status, said.code]).toEqual([409, "no-such-check"]);
  });

  test("for a checkpoint that the plan has not reached is refused", async () => {
    const { status, said } = await answer(await gated(), { hook_event: "all_job_done" });
    expect([status, said.code]).toEqual([409, "no-such-check"]);
  });

  test("for no plan of ours is a 404", async () => {
    const { status, said } = await answer(await gated(), { release_plan_id: "68b7ec363306e52e21b2dbe6" });
    expect([status, said.code]).toEqual([404, "no-such-plan"]);
  });

  test.each([
    [{ result: "maybe" }, "result"],
    [{ hook_event: "submit_approval" }, "hook_event"],
    [{ instance_code: 7 }, "instance_code"],
    [{ release_plan_id: undefined }, "release_plan_id"],
  ])("with a mistake names the field: %j", async (body, field) => {
    const { status, said } = await answer(await gated(), body);
    expect([status, said.code]).toEqual([422, "invalid-callback"]);
    expect(said.detail).toMatch(new RegExp(`^${field}:`));
  });

  test("is kept with what became of it, also when it was refused", async () => {
    const world = await gated();
    await answer(world, { instance_code: "old" });
    await answer(world);
    await answer(world);
    const { callbacks } = await planDeliveries(world.bot.core.store.read, (await world.plan()).id);
    expect(callbacks.map(({ outcome }) => outcome).toSorted()).toEqual(["repeat", "stale-instance", "taken"]);
  });

  test("answers under the address that Zadig's own callback has", async () => {
    const world = await gated();
    const { id: release_plan_id, instanceCode: instance_code } = await world.plan();
    const response = await world.bot.request("/api/aslan/release_plan/v1/hook/callback", {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ release_plan_id, instance_code, hook_event: "finish_planning", result: "success" }),
    });
    expect(response.status).toBe(200);
  });
});

describe("who answers", () => {
  test.each([
    ["nobody's token", { authorization: "Bearer of bad news" }],
    ["nothing", { authorization: "" }],
    ["another secret", { authorization: "", "x-zadig-token": "guess" }],
    [
      "a signature of nobody",
      { authorization: "", "webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v1,x" },
    ],
  ])("is not told by %s", async (_, headers) => {
    const world = await gated();
    const { status, said } = await answer(world, {}, headers);
    expect([status, said.code]).toEqual([401, "not-known"]);
    expect((await world.plan()).status).toBe("wait_for_finish_planning_external_check");
  });

  test("is told by a Standard Webhooks signature", async () => {
    const world = await gated();
    const { id, instanceCode } = await world.plan();
    const body = JSON.stringify({
      release_plan_id: id,
      instance_code: instanceCode,
      hook_event: "finish_planning",
      result: "success",
    });
    const at = new Date(START);
    const signature = new Webhook(Buffer.from(BOARD).toString("base64")).sign("msg_1", at, body);
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(at.getTime() / 1000),
      "webhook-signature": signature,
    };
    const sent = (text: string) =>
      world.bot.request("/api/callback/release_plan", { method: "POST", headers, body: text });
    expect((await sent(`${body} `)).status).toBe(401);
    expect((await sent(body)).status).toBe(200);
  });

  test("counts once for each id of Standard Webhooks, also when the gate asks again meanwhile", async () => {
    const world = await gated();
    const no = { result: "failed", failed_reason: "not registered" };
    const id = { ...AS_BOARD, "webhook-id": "msg_7" };
    expect(await answer(world, no, id)).toMatchObject({ status: 200 });
    await world.bot.say("ada", "/plan recheck 1");
    expect(await answer(world, no, id)).toMatchObject({ status: 200 });
    expect((await world.plan()).status).toBe("wait_for_finish_planning_external_check");
    expect(await answer(world, no, { ...AS_BOARD, "webhook-id": "msg_8" })).toMatchObject({ status: 200 });
    expect((await world.plan()).status).toBe("wait_for_finish_planning_external_check_failed");
  });

  test("may send again what came too early, under the same id", async () => {
    const world = await gated();
    const early = { hook_event: "start_execute" };
    const id = { ...AS_BOARD, "webhook-id": "msg_9" };
    expect(await answer(world, early, id)).toMatchObject({ status: 409 });
    await answer(world, {}, AS_BOARD);
    await world.bot.say("ada", "/plan start 1");
    expect(await answer(world, early, id)).toMatchObject({ status: 200 });
    const parties = (await world.plan()).checks.start_execute?.parties;
    expect(parties?.board?.answer).toBeDefined();
  });

  test("must be somebody whom the gate asks", async () => {
    const { status, said } = await answer(await gated(), {}, AS_GUARD);
    expect([status, said.code]).toEqual([409, "not-asked"]);
  });

  test("must be said when a token is good for several that are asked", async () => {
    const world = await gated();
    await answer(world);
    await world.bot.say("ada", "/plan start 1");
    const start = { hook_event: "start_execute" };
    expect(await answer(world, start)).toMatchObject({ status: 422, said: { code: "ambiguous-endpoint" } });
    const { callbacks } = await planDeliveries(world.bot.core.store.read, (await world.plan()).id);
    expect(callbacks.map(({ outcome }) => outcome)).toContain("ambiguous");
    expect(await answer(world, start, {}, "?endpoint=board")).toMatchObject({ status: 200 });
    expect((await world.plan()).status).toBe("wait_for_execute_external_check");
    expect(await answer(world, start)).toMatchObject({ status: 200 });
    expect((await world.plan()).status).toBe("executing");
  });
});

describe("several endpoints at one gate", () => {
  async function atSecondGate(): Promise<Gated> {
    const world = await gated();
    await answer(world, {}, AS_BOARD);
    await world.bot.say("ada", "/plan start 1");
    return world;
  }
  const start = { hook_event: "start_execute" };

  test("must each say go", async () => {
    const world = await atSecondGate();
    await answer(world, start, AS_GUARD);
    expect((await world.plan()).status).toBe("wait_for_execute_external_check");
    await answer(world, start, AS_BOARD);
    expect((await world.plan()).status).toBe("executing");
  });

  test("are stopped by the first no-go", async () => {
    const world = await atSecondGate();
    await answer(world, start, AS_GUARD);
    await answer(world, { ...start, result: "failed" }, AS_BOARD);
    expect((await world.plan()).status).toBe("wait_for_execute_external_check_failed");
    expect(await answer(world, start, AS_GUARD)).toMatchObject({ status: 200 });
    expect((await world.plan()).status).toBe("wait_for_execute_external_check_failed");
  });
});

describe("a gate's time limit", () => {
  const limits = (policy: string) => `\ngates:\n  finish_planning: { limit: 1h, policy: ${policy}, remind: 20m }\n`;
  const later = async (policy: string) => {
    const world = await gated(TWO, limits(policy));
    await world.bot.settle(61 * 60_000);
    return world;
  };

  test("taken for a no-go fails the check", async () => {
    expect((await (await later("fail")).plan()).status).toBe("wait_for_finish_planning_external_check_failed");
  });

  test("taken for a go lets the plan on", async () => {
    expect((await (await later("pass")).plan()).status).toBe("finish_planning");
  });

  test("asks people, and still takes the answer when it comes", async () => {
    const world = await later("ask");
    expect((await world.plan()).checks.finish_planning?.overdueAt).toBeGreaterThan(START);
    const told = world.bot.platform.calls.filter(({ call, place }) => call === "tell" && place.includes("ada"));
    expect(told.length).toBeGreaterThan(0);
    await answer(world);
    expect((await world.plan()).status).toBe("finish_planning");
  });

  test("is spoken of at its pace until somebody answers", async () => {
    const world = await gated(TWO, limits("ask"));
    await world.bot.settle(50 * 60_000);
    const { id } = await world.plan();
    const { entries } = await world.bot.core.plans.log(id);
    expect(entries.filter(({ event }) => event.type === "check-reminded")).toHaveLength(2);
  });
});

test("checking again asks once more under another id, with the same code", async () => {
  let now = () => START;
  const receiver = await startHookReceiver({ secret: BOARD, now: () => now() });
  onTestFinished(() => receiver.close());
  const world = await gated(
    `\n  - { name: board, url: "${receiver.url}", secret: "env:BOARD", gates: true, allow: [localhost, 127.0.0.1] }\n`,
  );
  now = world.bot.clock.now;
  await world.bot.settle();
  await answer(world, { result: "failed", failed_reason: "no" });
  await world.bot.say("ada", "/plan recheck 1");
  await world.bot.settle();
  expect(receiver.accepted.map(({ event }) => event)).toEqual(["finish_planning", "finish_planning"]);
  await answer(world);
  expect((await world.plan()).status).toBe("finish_planning");
});
