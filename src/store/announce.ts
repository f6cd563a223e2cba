/**
 * Saying, inside a transaction, that there will be new work once it is committed.
 */
import type { Tx, Work } from "./store.ts";

type Say = (kind: Work) => Promise<void>;
const sayers = new WeakMap<Tx, Say>();

/** How announcements of this transaction travel; the store says so as it opens one. */
export function carryAnnouncements(tx: Tx, say: Say): void {
  sayers.set(tx, say);
}

/** Heard by every `onWork` of every process after the commit, and by nobody if there is none. */
export async function announce(tx: Tx, kind: Work): Promise<void> {
  await sayers.get(tx)?.(kind);
}
