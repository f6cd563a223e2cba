/**
 * Hears what other transactions announce, on a connection of its own that comes back by itself.
 */
import type { Client } from "pg";
import type { Work } from "./store.ts";
import type { Wakes } from "./wakes.ts";
import { ALL_WORK } from "./wakes.ts";

export const CHANNEL = "gonogo_work";
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

export interface Listener {
  stop(): Promise<void>;
}

/** Starts to listen; `connect` makes a new, unconnected client each time it is needed. */
export async function listen(connect: () => Client, wakes: Wakes): Promise<Listener> {
  let stopped = false;
  let client: Client | undefined;
  let again: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE;

  const lost = (which: Client) => {
    if (stopped || client !== which) return;
    client = undefined;
    which.end().catch(() => undefined);
    again = setTimeout(() => void open(), pause).unref();
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  const open = async () => {
    const next = connect();
    client = next;
    next.on("error", () => lost(next));
    next.on("end", () => lost(next));
    next.on("notification", ({ payload }) => wakes.wake(kindsOf(payload)));
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      pause = FIRST_PAUSE;
      // Whatever was said while nobody listened.
      wakes.wake(ALL_WORK);
    } catch {
      lost(next);
    }
  };

  await open();
  return {
    async stop() {
      stopped = true;
      clearTimeout(again);
      await client?.end().catch(() => undefined);
    },
  };
}

function kindsOf(payload: string | undefined): readonly Work[] {
  return ALL_WORK.filter((kind) => kind === payload);
}
