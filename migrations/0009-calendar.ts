/**
 * The release calendar: freezes begun by command, the last good copy of each feed, and people's links to the calendar.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("freezes")
    .addColumn("number", "bigint", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("from_at", "bigint", (column) => column.notNull())
    .addColumn("until_at", "bigint", (column) => column.notNull())
    .addColumn("repeat", "text")
    .addColumn("zone", "text", (column) => column.notNull())
    .addColumn("tags", "text", (column) => column.notNull())
    .addColumn("environments", "text", (column) => column.notNull())
    .addColumn("by_person", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("ended_by", "text")
    .addColumn("ended_at", "bigint")
    .execute();
  await db.schema
    .createTable("calendar_feeds")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("etag", "text")
    .addColumn("modified", "text")
    .addColumn("body", "text")
    .addColumn("read_at", "bigint")
    .addColumn("tried_at", "bigint", (column) => column.notNull())
    .addColumn("problem", "text")
    .execute();
  await db.schema
    .createTable("calendar_links")
    .addColumn("digest", "text", (column) => column.primaryKey())
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
}
