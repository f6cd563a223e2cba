/**
 * The few places where the two databases want different words.
 */
import { PostgresAdapter } from "kysely";
import type { Reader } from "./store.ts";

/** True when this connection speaks to PostgreSQL; SQLite otherwise. */
export function isPostgres(db: Pick<Reader, "getExecutor">): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
