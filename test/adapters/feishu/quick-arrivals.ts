/**
 * Arrivals in memory, with the promises of the real ones: once per key, in order within a lane, again after a failure.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Arrivals, ChatAdapter } from "../../../src/chat/ports.ts";

const PAUSE = 20;
const MOST_TRIES = 50;

export function quickArrivals(adapter: Pick<ChatAdapter, "hear">): Arrivals {
  const seen = new Set<string>();
  const lanes = new Map<string, Promise<void>>();
  const hear = async (payload: unknown): Promise<void> => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      try {
        return await adapter.hear(JSON.parse(JSON.stringify(payload)));
      } catch {
        await sleep(PAUSE);
      }
    }
  };
  return {
    keep: async ({ key, lane, payload }) => {
      if (seen.has(key)) return false;
      seen.add(key);
      lanes.set(
        lane,
        (lanes.get(lane) ?? Promise.resolve()).then(() => hear(payload)),
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
