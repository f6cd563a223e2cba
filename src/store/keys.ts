/**
 * Idempotency keys: what was answered when something arrived for the first time.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { KeysTable } from "./tables.ts";

export type KeyRow = Selectable<KeysTable>;

export async function findKey(reader: Reader, key: string): Promise<KeyRow | undefined> {
  return reader.selectFrom("keys").selectAll().where("key", "=", key).executeTakeFirst();
}

/** Fails if somebody was faster; the store then runs the work again, which finds the key. */
export async function insertKey(tx: Tx, row: KeyRow): Promise<void> {
  await tx.insertInto("keys").values(row).execute();
}

/** Forgets keys from before; answers how many. */
export async function forgetKeys(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom("keys").where("at", "<", before).executeTakeFirst();
  return Number(numDeletedRows);
}
