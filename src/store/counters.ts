/**
 * Numbers that are given once, without gaps: who is not committed gives his back.
 */
import type { Tx } from "./store.ts";

/** The next number of this name, from 1. Others who want one wait for the end of the transaction. */
export async function nextNumber(tx: Tx, name: string): Promise<number> {
  const { value } = await tx
    .insertInto("counters")
    .values({ name, value: 1 })
    .onConflict((conflict) => conflict.column("name").doUpdateSet((set) => ({ value: set("counters.value", "+", 1) })))
    .returning("value")
    .executeTakeFirstOrThrow();
  return value;
}

/** The next plan's short number. */
export function nextIndex(tx: Tx): Promise<number> {
  return nextNumber(tx, "plan");
}
