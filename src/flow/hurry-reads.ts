/**
 * Looking at runs and approvals before their time, because whoever has them said that there is something to see.
 */
import { announce } from "../store/announce.ts";
import type { OutboxRow } from "../store/outbox-rows.ts";
import { hurryLane, openRowsOf } from "../store/outbox-rows.ts";
import type { Store } from "../store/store.ts";

interface Reads {
  /** The engine or the desk. */
  readonly port: string;
  readonly kind: "read-run" | "read-round";
  /** Its own names of what has news. */
  readonly refs: readonly string[];
}

/** Makes the next look at these due now; answers how many there are. */
export async function hurryReads(store: Store, { port, kind, refs }: Reads, now: number): Promise<number> {
  if (refs.length === 0) return 0;
  const rows = (await openRowsOf(store.read, port, kind)).filter((row) => refs.includes(refOf(row)));
  if (rows.length === 0) return 0;
  await store.write(async (tx) => {
    for (const { lane } of rows) await hurryLane(tx, lane, now);
    await announce(tx, "outbox");
  });
  return rows.length;
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
function refOf(row: OutboxRow): string {
  return JSON.parse(row.payload).ref;
}
