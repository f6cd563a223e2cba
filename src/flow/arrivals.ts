/**
 * What platforms deliver: kept before it is acknowledged, and handled once, by whoever kept it or by whoever finds it later.
 */
import type { Arrival, Arrivals } from "../chat/ports.ts";
import { findKey, insertKey } from "../store/keys.ts";
import { settleUnclaimed } from "../store/outbox-rows.ts";
import type { Store } from "../store/store.ts";
import { enqueue } from "./outbox.ts";

/** How long whoever holds an arrival has for it (ms): longer than any platform waits for an answer. */
export const HOLD = 15_000;

/** What a row of the kind `hear` carries. */
export interface HearJob {
  readonly platform: string;
  readonly payload: unknown;
}

interface ArrivalsNeeds {
  readonly store: Store;
  readonly platform: string;
  readonly now: () => number;
}

export function createArrivals({ store, platform, now }: ArrivalsNeeds): Arrivals {
  const laneOf = (name: string) => `${platform}-heard|${name}`;
  /** Answers whether it came for the first time. */
  const take = ({ key: name, payload }: Arrival, lane: string, dueAt: number) =>
    store.write(async (tx) => {
      const key = `heard:${platform}:${name}`;
      if (await findKey(tx, key)) return false;
      await insertKey(tx, { key, at: now(), outcome: "" });
      const job: HearJob = { platform, payload };
      await enqueue(tx, { kind: "hear", lane, key, payload: job, dueAt }, now());
      return true;
    });
  return {
    keep: (arrival) => take(arrival, laneOf(arrival.lane), now()),
    hold: async (arrival) => {
      // In a lane of its own: what is due later must not keep others waiting.
      const lane = laneOf(`held:${arrival.key}`);
      const fresh = await take(arrival, lane, now() + HOLD);
      return { again: !fresh, done: () => store.write((tx) => settleUnclaimed(tx, lane, now())) };
    },
  };
}
