/**
 * Who has a form open on which part of a plan.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("editing")
    .addColumn("plan_id", "text", (column) => column.notNull())
    .addColumn("section", "text", (column) => column.notNull())
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("editing_key", ["plan_id", "section", "person"])
    .execute();
  await db.schema.createIndex("editing_by_end").on("editing").column("until").execute();
}
