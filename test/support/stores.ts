/**
 * Runs the same tests on every database that gonogo knows.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, onTestFinished } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { freshPostgres } from "./postgres.ts";

export interface Stores {
  readonly dialect: Store["dialect"];
  /** The URL of an empty database. */
  url(): Promise<string>;
  /** Opens this database, or a fresh one, with its tables; closed when the test is over. */
  open(url?: string): Promise<Store>;
}

/** Describes the same behaviour once per database. */
export function describeEachStore(name: string, tests: (stores: Stores) => void): void {
  describe(`${name} (SQLite)`, () => tests(storesAt("sqlite", freshSqlite)));
  describe(`${name} (PostgreSQL)`, () => tests(storesAt("postgres", freshPostgres)));
}

function storesAt(dialect: Store["dialect"], url: () => Promise<string>): Stores {
  return {
    dialect,
    url,
    open: async (known) => {
      const store = await openStore(known ?? (await url()));
      onTestFinished(() => store.close());
      await migrate(store);
      return store;
    },
  };
}

async function freshSqlite(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, "gonogo.db")}`;
}
