/**
 * Opens the database that a URL names.
 */
import type { Store } from "./store.ts";

/**
 * `sqlite:./gonogo.db`, `sqlite:/var/lib/gonogo.db`, `sqlite::memory:` or `postgres://…`. The tables are there after `migrate`.
 * Each driver is loaded only when it is used.
 */
export async function openStore(url: string): Promise<Store> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import("./postgres-store.ts");
    return openPostgres(url);
  }
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (path === undefined) {
    throw new Error("DATABASE_URL must begin with sqlite: and a path, or be a postgres:// address");
  }
  const { openSqlite } = await import("./sqlite-store.ts");
  return openSqlite(path);
}
