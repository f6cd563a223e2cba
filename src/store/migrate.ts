/**
 * Brings a database to the shape that this version of gonogo works with.
 */
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Migration, MigrationResultSet } from "kysely/migration";
import { Migrator } from "kysely/migration";
import { MIGRATIONS } from "../../migrations/all.ts";
import { isPostgres } from "./dialect.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** The database was written by a later gonogo, whose tables this one doesn't know. */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
  constructor(unknown: readonly string[]) {
    super(
      `The database was made by a newer gonogo (it has ${unknown.join(", ")}). Run that version, or restore a backup from before it.`,
    );
  }
}

/** Runs what is missing, in one transaction; answers with the names of what ran. Two processes may do so at once. */
export async function migrate(
  store: Store,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<readonly string[]> {
  return store.maintain(async (db) => {
    const unknown = (await executed(db)).filter((name) => !Object.hasOwn(migrations, name));
    if (unknown.length > 0) throw new NewerDatabase(unknown);
    return namesOf(await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest());
  });
}

/** What has run in this database, whichever version did it. */
async function executed(db: Kysely<Tables>): Promise<readonly string[]> {
  const table = isPostgres(db)
    ? sql<{
        name: string;
      }>`select tablename as name from pg_tables where tablename = 'kysely_migration' and schemaname = current_schema()`
    : sql<{ name: string }>`select name from sqlite_master where type = 'table' and name = 'kysely_migration'`;
  if ((await table.execute(db)).rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

function namesOf({ error, results }: MigrationResultSet): readonly string[] {
  if (error !== undefined) throw error;
  return (results ?? []).filter((result) => result.status === "Success").map((result) => result.migrationName);
}
