/**
 * Drafts made of plain language, until their authors make plans of them or drop them.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("drafts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("author", "text", (column) => column.notNull())
    .addColumn("sketch", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("tries", "bigint", (column) => column.notNull())
    .addColumn("plan_id", "text")
    .addColumn("until", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("drafts_until").on("drafts").column("until").execute();
}
