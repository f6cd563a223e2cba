/**
 * Plans that recur: templates used again and again.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("series")
    .addColumn("number", "bigint", (column) => column.primaryKey())
    .addColumn("template", "text", (column) => column.notNull())
    .addColumn("repeat", "text", (column) => column.notNull())
    .addColumn("from_at", "bigint", (column) => column.notNull())
    .addColumn("zone", "text", (column) => column.notNull())
    .addColumn("given", "text", (column) => column.notNull())
    .addColumn("next_at", "bigint")
    .addColumn("by_actor", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
}
