/**
 * Notices from Zadig: which chats hear them, what came in, what the cards show, and what people answered.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("subscriptions")
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("filter", "text", (column) => column.notNull())
    .addColumn("project", "text")
    .addColumn("words", "text")
    .addColumn("events", "text", (column) => column.notNull())
    .addColumn("by_person", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("subscriptions_key", ["place", "source", "filter"])
    .execute();
  await createNotices(db);
  await db.schema
    .createTable("zadig_answers")
    .addColumn("gate", "text", (column) => column.primaryKey())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("plan", "text", (column) => column.notNull())
    .addColumn("checkpoint", "text", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("verdict", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("words", "text")
    .addColumn("waiting", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("settled_at", "bigint")
    .execute();
}

async function createNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("zadig_hooks")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("uuid", "text", (column) => column.unique())
    .addColumn("digest", "text", (column) => column.notNull().unique())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("notice", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("zadig_hooks_by_time").on("zadig_hooks").column("at").execute();
  await db.schema
    .createTable("zadig_notices")
    .addColumn("subject", "text", (column) => column.primaryKey())
    .addColumn("notice", "text")
    .addColumn("gate", "text")
    .addColumn("opening", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("zadig_notices_by_time").on("zadig_notices").column("changed_at").execute();
  await db.schema.createIndex("zadig_notices_by_gate").on("zadig_notices").column("gate").execute();
  await db.schema
    .createTable("zadig_cards")
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("ref", "text")
    .addColumn("shown", "text")
    .addColumn("as_of", "bigint", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("zadig_cards_key", ["subject", "place"])
    .execute();
}
