/**
 * What the DingTalk adapter has to remember: cards and what their buttons mean, dialogs, what was told, calls, approvals.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("dingtalk_records")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("due_at", "bigint")
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("dingtalk_records_key", ["kind", "id"])
    .execute();
  await db.schema
    .createIndex("dingtalk_records_due")
    .on("dingtalk_records")
    .columns(["kind", "due_at"])
    .where("due_at", "is not", null)
    .execute();
  await db.schema
    .createIndex("dingtalk_records_by_time")
    .on("dingtalk_records")
    .columns(["kind", "changed_at"])
    .execute();
}
