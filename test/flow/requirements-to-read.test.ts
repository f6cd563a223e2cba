/**
 * When trackers are asked: only for a command that could be taken, and once for each.
 */
import { expect, test, vi } from "vitest";
import type { Envelope } from "../../src/flow/envelope.ts";
import { startBot } from "../support/bot.ts";
import { content } from "../support/cast.ts";

/** Ada's draft with a requirement, and which words trackers were asked for since. */
async function withRequirement() {
  const bot = await startBot();
  await bot.say("ada", "/plan new\nname: First\nrequirements: [SHOP-1]\nitems:\n  - { name: Tell, text: tell }");
  const { id: plan } = await bot.plan(1);
  const read = vi.spyOn(bot.core.requirements, "read");
  return { door: bot.core.door, plan, asked: () => read.mock.calls.map(([words]) => words) };
}
const ada = { kind: "person", id: "ada" } as const;

test("trackers are asked before planning is finished, and not once the plan is closed", async () => {
  const { door, plan, asked } = await withRequirement();
  await door.submit({ actor: ada, request: { plan, command: { type: "refresh" } } });
  expect(asked()).toEqual([["SHOP-1"]]);
  await door.submit({ actor: ada, request: { plan, command: { type: "cancel", reason: "no" } } });
  for (const type of ["refresh", "finish", "submit"] as const) {
    const outcome = await door.submit({ actor: ada, request: { plan, command: { type } } });
    expect(outcome).toMatchObject({ taken: false, refusal: { code: "wrong-status" } });
  }
  expect(asked()).toEqual([["SHOP-1"]]);
});

test("nobody without the right makes gonogo ask a tracker", async () => {
  const { door, plan, asked } = await withRequirement();
  const mallory = { kind: "person", id: "mallory" } as const;
  const requests: readonly Envelope["request"][] = [
    { plan, command: { type: "refresh" } },
    { plan, command: { type: "submit" } },
    { command: { type: "create", manager: "mallory", content: content({ requirements: ["SHOP-2"] }) } },
  ];
  for (const request of requests) {
    const outcome = await door.submit({ actor: mallory, request });
    expect(outcome).toMatchObject({ taken: false, refusal: { code: "not-allowed" } });
  }
  expect(asked()).toEqual([]);
});

test("a command that was answered is answered again without asking a tracker", async () => {
  const { door, plan, asked } = await withRequirement();
  const refresh = { key: "k1", actor: ada, request: { plan, command: { type: "refresh" } } } as const;
  const first = await door.submit(refresh);
  expect(await door.submit(refresh)).toEqual(first);
  expect(asked()).toEqual([["SHOP-1"]]);
});
