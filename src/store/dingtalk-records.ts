/**
 * What the DingTalk adapter remembers, as rows of a kind and a name.
 */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { LostRace } from "./lost-race.ts";
import type { Reader, Tx } from "./store.ts";
import type { DingtalkRecordsTable } from "./tables.ts";

export type DingtalkRecordRow = Selectable<DingtalkRecordsTable>;

export async function findDingtalkRecord(
  reader: Reader,
  kind: string,
  id: string,
): Promise<DingtalkRecordRow | undefined> {
  return reader
    .selectFrom("dingtalk_records")
    .selectAll()
    .where("kind", "=", kind)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** What a record becomes. `dueAt` (ms) is when something about it is to be done; without it nothing is. */
export interface DingtalkChange {
  readonly body: string;
  readonly dueAt?: number | undefined;
}

/** Changes one record as it is at that moment: `change` gets what is there and its due time, and may run again when somebody was faster. */
export async function changeDingtalkRecord(
  tx: Tx,
  { kind, id, now }: { readonly kind: string; readonly id: string; readonly now: number },
  change: (before: string | undefined, dueAt: number | undefined) => DingtalkChange | "keep" | "remove",
): Promise<void> {
  const row = await findDingtalkRecord(tx, kind, id);
  const changed = change(row?.body, row?.due_at ?? undefined);
  if (changed === "keep") return;
  if (changed === "remove") {
    await tx.deleteFrom("dingtalk_records").where("kind", "=", kind).where("id", "=", id).execute();
    return;
  }
  const { body, dueAt: due_at = null } = changed;
  if (row === undefined) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto("dingtalk_records")
      .values({ kind, id, body, version: 1, due_at, changed_at: now })
      .onConflict((conflict) => conflict.columns(["kind", "id"]).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) throw new LostRace();
    return;
  }
  const { numUpdatedRows } = await tx
    .updateTable("dingtalk_records")
    .set({ body, due_at, version: row.version + 1, changed_at: now })
    .where("kind", "=", kind)
    .where("id", "=", id)
    .where("version", "=", row.version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LostRace();
}

/** The records of a kind that something is to be done about by that time, the longest due first. */
export async function dueDingtalkRecords(
  reader: Reader,
  kind: string,
  by: number,
  limit: number,
): Promise<readonly DingtalkRecordRow[]> {
  return reader
    .selectFrom("dingtalk_records")
    .selectAll()
    .where("kind", "=", kind)
    .where("due_at", "<=", by)
    .orderBy("due_at")
    .limit(limit)
    .execute();
}

/** The records of a kind whose name begins so, in the order of their names. */
export async function listDingtalkRecords(
  reader: Reader,
  kind: string,
  prefix: string,
): Promise<readonly DingtalkRecordRow[]> {
  return (
    reader
      .selectFrom("dingtalk_records")
      .selectAll()
      .where("kind", "=", kind)
      // Not by comparing: some of PostgreSQL's collations have an order of their own.
      .where(sql`substr(id, 1, ${sql.lit([...prefix].length)})`, "=", prefix)
      .orderBy("id")
      .execute()
  );
}

/** Forgets the records of a kind that have not changed since. */
export async function forgetDingtalkRecords(tx: Tx, kind: string, before: number): Promise<void> {
  await tx.deleteFrom("dingtalk_records").where("kind", "=", kind).where("changed_at", "<", before).execute();
}
