/**
 * An engine that cannot be asked any more: its runs do not look as if they went on.
 */
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import { readLog } from "../../src/store/log.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";

const PLAN = "/plan new\nname: Release\nitems:\n  - { name: Build, run: ci:build }";
/** More than all attempts take (ms). */
const LONG = 30 * 60_000;

function silent(): never {
  throw new EngineError("the engine does not answer", { sure: false, again: true });
}

/** Builds, and does only what `can` says. */
function engine(can: Partial<Engine>): Engine {
  return {
    name: "ci",
    list: async () => [{ workflow: "build", title: "Build", parameters: [], definition: {} }],
    describe: async () => ({ workflow: "build", title: "Build", parameters: [], definition: {} }),
    start: async () => "77",
    find: async () => silent(),
    read: async () => ({ state: "running", progress: {} }),
    cancel: async () => silent(),
    stop: async () => undefined,
    ...can,
  };
}

async function running(can: Partial<Engine>): Promise<Bot> {
  const bot = await startBot({ engine: engine(can) });
  for (const words of [PLAN, "/plan finish 1", "/plan start 1", "/plan run 1.1"]) await bot.say("ada", words);
  await bot.settle();
  return bot;
}

describe("a run", () => {
  test("whose start was not answered, and which cannot be looked for, is a person's to decide", async () => {
    const starts: string[] = [];
    const bot = await running({
      start: async ({ key }) => {
        starts.push(key);
        return silent();
      },
    });
    expect((await bot.plan(1)).items.i1).toMatchObject({ state: "running" });
    await bot.settle(LONG);
    expect((await bot.plan(1)).items.i1).toMatchObject({
      state: "failed",
      unclear: true,
      reason: "the engine does not answer",
    });
    expect(starts).toHaveLength(1);
    expect(bot.platform.calls).toContainEqual({ call: "tell", place: "ada" });
  });

  test("that its engine has no more is a person's to decide after some hours, and not before", async () => {
    const bot = await running({
      read: async () => {
        throw new EngineError("no such run", { sure: true, again: false });
      },
    });
    await bot.settle(LONG);
    expect((await bot.plan(1)).items.i1).toMatchObject({ state: "running" });
    await bot.settle(5 * LONG);
    expect((await bot.plan(1)).items.i1).toMatchObject({ state: "failed", unclear: true, reason: "no such run" });
  });

  test("that is silent for hours goes on to be asked about", async () => {
    let down = true;
    const bot = await running({ read: async () => (down ? silent() : { state: "passed", progress: {} }) });
    await bot.settle(6 * LONG);
    expect((await bot.plan(1)).items.i1).toMatchObject({ state: "running" });
    down = false;
    await bot.settle(LONG);
    expect((await bot.plan(1)).status).toBe("success");
  });

  test("that could not be stopped is told as such by a cancelled plan, and nothing waits for it any more", async () => {
    const bot = await running({ start: async () => "77" });
    await bot.say("ada", "/plan cancel 1 no need");
    await bot.settle(LONG);
    const plan = await bot.plan(1);
    expect(plan.stopped).toMatchObject([{ outcome: "not-stopped", reason: "the engine does not answer" }]);
    const types = (await readLog(bot.core.store.read, plan.id)).map(({ event }) => JSON.parse(event).type);
    expect(types).toContain("run-not-stopped");
  });
});
