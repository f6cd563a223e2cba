/**
 * People and time: what each was told on a day, who is away, mail, and second factors.
 */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("told")
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("count", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("told_key", ["person", "day"])
    .execute();
  await db.schema.createIndex("told_by_day").on("told").column("day").execute();
  await db.schema
    .createTable("held_notices")
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("plan_id", "text", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("held_notices_key", ["person", "day", "plan_id", "seq"])
    .execute();
  await db.schema
    .createTable("absences")
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("until", "bigint")
    .addPrimaryKeyConstraint("absences_key", ["person", "source"])
    .execute();
  await createMail(db);
  await db.schema
    .createTable("factors")
    .addColumn("person", "text", (column) => column.primaryKey())
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("confirmed_at", "bigint")
    .addColumn("last_step", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("proven_at", "bigint")
    .addColumn("failures", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("first_failure_at", "bigint")
    .execute();
}

async function createMail(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mails")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("mails_by_time").on("mails").column("at").execute();
  await db.schema
    .createTable("mail_refusals")
    .addColumn("email", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("decision_links")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("used_at", "bigint")
    .execute();
  await db.schema.createIndex("decision_links_by_time").on("decision_links").column("expires_at").execute();
}
