/**
 * Looking at runs before their time, because their engine said that there is something to see.
 */
import { announce } from "../store/announce.ts";
import type { OutboxRow } from "../store/outbox-rows.ts";
import { hurryLane, openRowsOf } from "../store/outbox-rows.ts";
import type { Store } from "../store/store.ts";
import type { ReadJob } from "./run-work.ts";

/** Makes the next look at these runs of an engine due now; answers how many there are. */
export async function hurryReads(store: Store, engine: string, refs: readonly string[], now: number): Promise<number> {
  if (refs.length === 0) return 0;
  const rows = (await openRowsOf(store.read, engine, "read-run")).filter((row) => refs.includes(jobOf(row).ref));
  if (rows.length === 0) return 0;
  await store.write(async (tx) => {
    for (const { lane } of rows) await hurryLane(tx, lane, now);
    await announce(tx, "outbox");
  });
  return rows.length;
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
function jobOf(row: OutboxRow): ReadJob {
  return JSON.parse(row.payload);
}
