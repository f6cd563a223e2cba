/**
 * Everything up to and including the console: plans with their log, what is to be sent and done, people, sign-ins.
 */
import type { CreateTableBuilder, Kysely } from "kysely";
import { PostgresAdapter, sql } from "kysely";

type Db = Kysely<unknown>;

/** Creates the tables and the indexes that every list and claim relies on. */
export async function up(db: Db): Promise<void> {
  await createPlans(db);
  await createLog(db);
  await createOutbox(db);
  await createTimers(db);
  await createPeople(db);
  await createSignIns(db);
  await createConsole(db);
}

async function createPlans(db: Db): Promise<void> {
  await db.schema
    .createTable("plans")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("index", "bigint", (column) => column.notNull().unique())
    .addColumn("key", "text", (column) => column.unique())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("manager", "text", (column) => column.notNull())
    .addColumn("words", "text", (column) => column.notNull())
    .addColumn("closes_at", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("head", "text", (column) => column.notNull())
    .addColumn("snapshot", "text", (column) => column.notNull())
    .execute();
  // A search reads the words of all plans: here without their snapshots. PostgreSQL keeps long texts apart anyway.
  if (!isPostgres(db)) await db.schema.createIndex("plans_words").on("plans").columns(["index", "words"]).execute();
  await db.schema.createIndex("plans_by_status").on("plans").columns(["status", "index"]).execute();
  await db.schema
    .createTable("plan_people")
    .addColumn("plan_id", "text", (column) => column.notNull().references("plans.id"))
    .addColumn("plan_index", "bigint", (column) => column.notNull())
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("part", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("plan_people_key", ["plan_id", "person", "part"])
    .execute();
  await db.schema
    .createIndex("plan_people_by_person")
    .on("plan_people")
    .columns(["person", "part", "plan_index"])
    .execute();
  await db.schema
    .createTable("cards")
    .addColumn("plan_id", "text", (column) => column.notNull().references("plans.id"))
    .addColumn("card", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("ref", "text")
    .addColumn("shown", "text")
    .addColumn("closed", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("cards_key", ["plan_id", "card", "place"])
    .execute();
  await db.schema
    .createTable("templates")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("draft", "text", (column) => column.notNull())
    .addColumn("by_person", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
}

async function createLog(db: Db): Promise<void> {
  await db.schema
    .createTable("log")
    .addColumn("plan_id", "text", (column) => column.notNull().references("plans.id"))
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("event", "text", (column) => column.notNull())
    .addColumn("previous", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("log_key", ["plan_id", "seq"])
    .execute();
  await db.schema
    .createTable("keys")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("keys_by_age").on("keys").column("at").execute();
  await db.schema
    .createTable("counters")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "bigint", (column) => column.notNull())
    .execute();
}

async function createOutbox(db: Db): Promise<void> {
  await withId(db, db.schema.createTable("outbox"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("port", "text", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("collapse", "text", (column) => column.unique())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("plan_id", "text")
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("lease", "text")
    .addColumn("leased_until", "bigint")
    .addColumn("error", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("settled_at", "bigint")
    .execute();
  // Rows that are still to go out are few, whatever the table has seen: the indexes of the claim hold those alone.
  const live = sql<boolean>`settled_at is null`;
  await db.schema.createIndex("outbox_due").on("outbox").columns(["port", "due_at", "id"]).where(live).execute();
  await db.schema.createIndex("outbox_next").on("outbox").column("due_at").where(live).execute();
  await db.schema.createIndex("outbox_lane").on("outbox").columns(["lane", "id"]).where(live).execute();
  await db.schema.createIndex("outbox_settled").on("outbox").columns(["state", "settled_at"]).execute();
  await db.schema.createIndex("outbox_by_plan").on("outbox").columns(["plan_id", "id"]).execute();
}

async function createTimers(db: Db): Promise<void> {
  await db.schema
    .createTable("timers")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("plan_id", "text")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("lease", "text")
    .addColumn("leased_until", "bigint")
    .execute();
  await db.schema.createIndex("timers_due").on("timers").column("due_at").execute();
  await db.schema.createIndex("timers_by_plan").on("timers").column("plan_id").execute();
}

async function createPeople(db: Db): Promise<void> {
  await db.schema
    .createTable("people")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("email", "text")
    .addColumn("lang", "text")
    .addColumn("zone", "text")
    .addColumn("roles", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema.createIndex("people_by_email").on("people").column("email").execute();
  await db.schema
    .createTable("accounts")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("person", "text", (column) => column.notNull().references("people.id"))
    .addPrimaryKeyConstraint("accounts_key", ["platform", "account"])
    .execute();
  await db.schema.createIndex("accounts_by_person").on("accounts").column("person").execute();
  await db.schema
    .createTable("group_members")
    .addColumn("group", "text", (column) => column.notNull())
    .addColumn("person", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("group_members_key", ["group", "person"])
    .execute();
  await db.schema
    .createTable("delegations")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("from_person", "text", (column) => column.notNull())
    .addColumn("to_person", "text", (column) => column.notNull())
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("delegations_by_end").on("delegations").column("until").execute();
}

async function createSignIns(db: Db): Promise<void> {
  await db.schema
    .createTable("login_links")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("used_at", "bigint")
    .execute();
  await db.schema
    .createTable("sessions")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  await db.schema.createIndex("sessions_by_person").on("sessions").column("person").execute();
}

async function createConsole(db: Db): Promise<void> {
  await withId(db, db.schema.createTable("console_messages"))
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("thread", "bigint")
    .addColumn("author", "text")
    .addColumn("only_for", "text")
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("console_by_place").on("console_messages").columns(["place", "id"]).execute();
  await db.schema.createIndex("console_by_thread").on("console_messages").columns(["thread", "id"]).execute();
  await db.schema.createIndex("console_by_change").on("console_messages").columns(["changed_at", "id"]).execute();
  await db.schema
    .createTable("console_seen")
    .addColumn("person", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("message", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("console_seen_key", ["person", "place"])
    .execute();
}

/** An id that the database gives, always growing and never used twice. */
function withId(db: Db, table: CreateTableBuilder<string, never>): CreateTableBuilder<string, "id"> {
  return isPostgres(db)
    ? table.addColumn("id", "bigint", (column) => column.generatedAlwaysAsIdentity().primaryKey())
    : table.addColumn("id", "integer", (column) => column.primaryKey().autoIncrement());
}

function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
