/**
 * What the Feishu adapter must remember: definitions of approvals, direct chats, forms, and pages of long cards.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("feishu_memory")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("feishu_memory_by_time").on("feishu_memory").column("at").execute();
}
