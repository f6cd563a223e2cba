/**
 * Hooks: what external systems were told, how each attempt went, what they answered; and what workflows were made of.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await createDeliveries(db);
  await createAnswers(db);
  await db.schema
    .createTable("endpoint_states")
    .addColumn("endpoint", "text", (column) => column.primaryKey())
    .addColumn("disabled_at", "bigint", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("definitions")
    .addColumn("digest", "text", (column) => column.primaryKey())
    .addColumn("definition", "text", (column) => column.notNull())
    .addColumn("about", "text")
    .addColumn("seen_at", "bigint", (column) => column.notNull())
    .execute();
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("deliveries")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("plan_id", "text", (column) => column.notNull())
    .addColumn("endpoint", "text", (column) => column.notNull())
    .addColumn("checkpoint", "text", (column) => column.notNull())
    .addColumn("check_attempt", "integer", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("earlier", "integer", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("next_at", "bigint")
    .addColumn("settled_at", "bigint")
    .execute();
  await db.schema.createIndex("deliveries_by_plan").on("deliveries").columns(["plan_id", "seq"]).execute();
  await db.schema.createIndex("deliveries_by_time").on("deliveries").columns(["created_at", "id"]).execute();
  await db.schema
    .createTable("delivery_attempts")
    .addColumn("delivery_id", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("latency", "integer", (column) => column.notNull())
    .addColumn("url", "text", (column) => column.notNull())
    .addColumn("status", "integer")
    .addColumn("head", "text")
    .addColumn("problem", "text")
    .addColumn("next_at", "bigint")
    .addPrimaryKeyConstraint("delivery_attempts_key", ["delivery_id", "number"])
    .execute();
}

async function createAnswers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("callbacks")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("plan_id", "text")
    .addColumn("endpoint", "text")
    .addColumn("checkpoint", "text")
    .addColumn("result", "text")
    .addColumn("text", "text")
    .addColumn("outcome", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("callbacks_by_plan").on("callbacks").columns(["plan_id", "at"]).execute();
  await db.schema.createIndex("callbacks_by_time").on("callbacks").columns(["at", "id"]).execute();
}
