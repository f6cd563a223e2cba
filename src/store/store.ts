/**
 * The database as the rest of gonogo sees it: reads whenever, writes one transaction at a time.
 */
import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

export type Reader = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** What somebody may wait for. */
export type Work = "outbox" | "timers" | "console";

export interface Store extends AsyncDisposable {
  readonly dialect: "sqlite" | "postgres";
  /** Sees what is committed; has a connection of its own. */
  readonly read: Reader;
  /**
   * Runs `work` in a transaction and answers when it is durable. Inside, await nothing but `tx`.
   * `work` may run again after a conflict, so it must have no effect beyond `tx`.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Calls back, soon after a commit of any process, when there may be new work of this kind. Answers how to stop. */
  onWork(kind: Work, wake: () => void): () => void;
  /** Says, inside a transaction, that there is new work; heard after the commit. */
  announce(tx: Tx, kind: Work): Promise<void>;
  /** Runs `work` with a connection that no write uses meanwhile and that may open its own transactions: migrations. */
  maintain<T>(work: (db: Reader) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
