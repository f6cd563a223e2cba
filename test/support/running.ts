/**
 * A plan whose one item an engine runs, from the first word to the end of the run.
 */
import { expect, vi } from "vitest";
import type { Bot } from "./bot.ts";

/** Makes plan 1 with one item that runs this, and brings it to its execution. */
export async function executing(bot: Bot, run: string): Promise<void> {
  await bot.say("ada", "/plan new Release");
  await bot.say("ada", `/plan add 1 run ${run}`);
  await bot.say("ada", "/plan finish 1");
  await bot.say("ada", "/plan start 1");
  expect((await bot.plan(1)).status).toBe("executing");
}

/** Waits, moving the clock on, until the item is as it should be. */
export async function becomes(bot: Bot, state: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await bot.settle(30_000);
      expect((await bot.plan(1)).items.i1?.state).toBe(state);
    },
    { timeout: 20_000, interval: 10 },
  );
}

/** All that stands in the chat. */
export function shown({ platform }: Bot): string {
  return JSON.stringify([...platform.messages.values()]);
}
