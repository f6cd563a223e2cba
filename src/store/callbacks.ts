/**
 * Callbacks as they came in, whatever became of them.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { CallbacksTable } from "./tables.ts";

export type CallbackRow = Selectable<CallbacksTable>;

export async function insertCallback(tx: Tx, row: CallbackRow): Promise<void> {
  await tx.insertInto("callbacks").values(row).execute();
}

/** A plan's callbacks, the latest first. */
export async function callbacksOfPlan(reader: Reader, planId: string, limit: number): Promise<readonly CallbackRow[]> {
  return reader
    .selectFrom("callbacks")
    .selectAll()
    .where("plan_id", "=", planId)
    .orderBy("at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Forgets what came in before; answers how many. */
export async function forgetCallbacks(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom("callbacks").where("at", "<", before).executeTakeFirst();
  return Number(numDeletedRows);
}
