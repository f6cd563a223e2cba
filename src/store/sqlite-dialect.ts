/**
 * better-sqlite3 as Kysely drives it, with prepared statements kept and the write lock taken at the start.
 */
import type Database from "better-sqlite3";
import type { DatabaseConnection, Driver, SqliteDatabase } from "kysely";
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from "kysely";

/** More than the queries that gonogo has; lists of parameters of many lengths must not fill the memory. */
const KEPT_STATEMENTS = 500;

/** A dialect over one open connection. */
export function sqliteDialect(connection: Database.Database): SqliteDialect {
  return new LockingDialect({ database: keepingStatements(connection) });
}

class LockingDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;
  constructor({ database }: { database: SqliteDatabase }) {
    super({ database });
    this.#database = database;
  }
  override createDriver(): Driver {
    return new LockingDriver({ database: this.#database });
  }
  override createAdapter(): SqliteAdapter {
    return new LockingAdapter();
  }
}

/** A transaction that reads first and writes later can fail for good on a busy file; one that locks first only waits. */
class LockingDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

/** SQLite does take schema changes back, so a migration that breaks leaves nothing behind. */
class LockingAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Preparing costs more than running. Schema statements run once; keeping them would only push out the others. */
const WORTH_KEEPING = /^(select|insert|update|delete|with|begin|commit|rollback)\b/i;

function keepingStatements(connection: Database.Database): SqliteDatabase {
  const kept = new Map<string, Database.Statement>();
  const prepare = (sql: string) => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql);
    if (!WORTH_KEEPING.test(sql)) return statement;
    if (kept.size >= KEPT_STATEMENTS) kept.clear();
    kept.set(sql, statement);
    return statement;
  };
  return { prepare, close: () => connection.close() };
}
