/**
 * Arrivals in memory, with the promises of the real ones: once per key, in order within a lane, again after a failure.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Arrivals, ChatAdapter } from "../../../src/chat/ports.ts";

const TRIES = 50;
const BETWEEN_TRIES = 20;

export function quickArrivals(adapter: Pick<ChatAdapter, "hear">): Arrivals {
  const seen = new Set<string>();
  const lanes = new Map<string, Promise<void>>();

  async function hear(payload: unknown): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        // As the store would give it back.
        return await adapter.hear(JSON.parse(JSON.stringify(payload)));
      } catch {
        await pause(BETWEEN_TRIES);
      }
    }
  }

  return {
    keep: async ({ key, lane, payload }) => {
      if (seen.has(key)) return false;
      seen.add(key);
      const before = lanes.get(lane) ?? Promise.resolve();
      lanes.set(
        lane,
        before.then(() => hear(payload)),
      );
      return true;
    },
    hold: async ({ key }) => {
      const again = seen.has(key);
      seen.add(key);
      return { again, done: async () => undefined };
    },
  };
}
