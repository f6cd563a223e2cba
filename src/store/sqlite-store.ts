/**
 * The store in one SQLite file, which several processes may share, or in memory.
 */
import Database from "better-sqlite3";
import { Kysely } from "kysely";
import { announce } from "./announce.ts";
import { groupCommit } from "./group-commit.ts";
import { whileBusy } from "./sqlite-busy.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import type { Wakes } from "./wakes.ts";
import { ALL_WORK, createWakes } from "./wakes.ts";

/** How soon another process's commit is noticed; asking costs microseconds. */
const LOOK_EVERY = 250;
/** What a read may wait, standing still, for the rare moment in which the log of a closing process is put away. */
const READ_PATIENCE = 1_000;

/** Opens or creates the file; `:memory:` is a database that ends with the store. */
export async function openSqlite(path: string): Promise<Store> {
  const writer = await openWriter(path);
  const writing = new Kysely<Tables>({ dialect: sqliteDialect(writer) });
  const read = path === ":memory:" ? writing : new Kysely<Tables>({ dialect: sqliteDialect(openReader(path)) });
  const wakes = createWakes();
  const writes = groupCommit(writer, writing, (kinds) => wakes.wake(kinds));
  const looking = watchOthers(writer, wakes);
  let closing: Promise<void> | undefined;

  const close = async () => {
    clearInterval(looking);
    await writes.idle();
    if (read !== writing) await read.destroy();
    await writing.destroy();
  };
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };

  return {
    dialect: "sqlite",
    read,
    write: (work) => {
      if (closing !== undefined) return Promise.reject(new Error("the store is closed"));
      return writes.write(work);
    },
    onWork: (kind, wake) => wakes.listen(kind, wake),
    announce,
    maintain: (work) => whileBusy(() => work(writing)),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

async function openWriter(path: string): Promise<Database.Database> {
  // Waiting for a lock would stop the whole process, so it is done outside SQLite.
  const connection = new Database(path, { timeout: 0 });
  await whileBusy(async () => connection.pragma("journal_mode = wal"));
  connection.pragma("synchronous = full");
  connection.pragma("foreign_keys = on");
  return connection;
}

function openReader(path: string): Database.Database {
  return new Database(path, { readonly: true, timeout: READ_PATIENCE });
}

/** The version of the data as this connection sees it changes only when somebody else commits. */
function watchOthers(connection: Database.Database, wakes: Wakes): NodeJS.Timeout {
  const look = () => connection.pragma("data_version", { simple: true });
  let seen = look();
  const timer = setInterval(() => {
    if (wakes.idle()) return;
    const now = look();
    if (now === seen) return;
    seen = now;
    wakes.wake(ALL_WORK);
  }, LOOK_EVERY);
  return timer.unref();
}
