/**
 * The store in PostgreSQL, for several replicas.
 */
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { announce, carryAnnouncements } from "./announce.ts";
import { CHANNEL, listen } from "./postgres-listener.ts";
import { rerunOnConflict } from "./postgres-retry.ts";
import type { Store, Tx, Work } from "./store.ts";
import type { Tables } from "./tables.ts";
import { createWakes } from "./wakes.ts";

const CONNECTIONS = 10;
const BIGINT = 20;

/**
 * Opens a pool. Transactions are read committed: whoever writes a plan locks its row first or loses by its version, and
 * an idempotency key is a unique row, so nothing needs more, and a busy counter makes nobody start over.
 */
export async function openPostgres(url: string): Promise<Store> {
  const options: pg.ClientConfig = { connectionString: url, types: { getTypeParser } };
  const pool = new pg.Pool({ ...options, max: CONNECTIONS });
  // A broken idle connection is replaced by the pool; a broken busy one fails its query.
  pool.on("error", () => undefined);
  const read = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const wakes = createWakes();
  await sql`select 1`.execute(read).catch(async (error: unknown) => {
    await read.destroy();
    throw error;
  });
  const listener = await listen(() => new pg.Client(options), wakes);
  let closing: Promise<void> | undefined;

  const close = async () => {
    await listener.stop();
    await read.destroy();
  };
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };

  return {
    dialect: "postgres",
    read,
    write: (work) => {
      if (closing !== undefined) return Promise.reject(new Error("the store is closed"));
      const once = () =>
        read
          .transaction()
          .setIsolationLevel("read committed")
          .execute((tx) => {
            carryAnnouncements(tx, notifyOnce(tx));
            return work(tx);
          });
      return rerunOnConflict(once, Math.random);
    },
    onWork: (kind, wake) => wakes.listen(kind, wake),
    announce,
    maintain: (work) => work(read),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

function notifyOnce(tx: Tx): (kind: Work) => Promise<void> {
  const said = new Set<Work>();
  return async (kind) => {
    if (said.has(kind)) return;
    said.add(kind);
    await sql`select pg_notify(${CHANNEL}, ${kind})`.execute(tx);
  };
}

/** Times, counts and ids are numbers everywhere; one too large to be exact is an error rather than another number. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`the database holds a number that is too large: ${text}`);
}

const getTypeParser: pg.CustomTypesConfig["getTypeParser"] = (id: number, format?: "text" | "binary") =>
  id === BIGINT && format !== "binary" ? parseBigint : pg.types.getTypeParser(id, format);
