/**
 * One durable commit for many pieces of work: whoever asks while a transaction is open rides along with it.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type Database from "better-sqlite3";
import { carryAnnouncements } from "./announce.ts";
import { CONFLICT_ATTEMPTS, LostRace } from "./lost-race.ts";
import { whileBusy } from "./sqlite-busy.ts";
import type { Reader, Tx, Work } from "./store.ts";

/** Bounds how long the first of a batch waits for the last, and the work done again when a batch breaks. */
const BATCH = 64;

interface Job {
  /** Does the work; answers what to call when it is durable. */
  readonly run: (tx: Tx) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
  readonly announced: Set<Work>;
  /** How often it was run. */
  runs: number;
}

interface Done {
  readonly job: Job;
  readonly resolve: () => void;
}

export interface GroupCommit {
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Settles when everything asked so far is done. */
  idle(): Promise<void>;
}

/** A writer over a connection that nobody else writes with. `committed` hears what a commit announced. */
export function groupCommit(
  connection: Database.Database,
  db: Reader,
  committed: (kinds: ReadonlySet<Work>) => void,
): GroupCommit {
  const queue: Job[] = [];
  let current: Job | undefined;
  let running: Promise<void> | undefined;

  const savepoint = (sql: "savepoint job" | "release job" | "rollback to job") => connection.prepare(sql);
  const save = savepoint("savepoint job");
  const release = savepoint("release job");

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      // A commit holds up the whole process. Whatever arrived meanwhile gets its turn first, and rides along.
      await nextTurn();
      await batch();
    }
    running = undefined;
  }

  async function batch(): Promise<void> {
    const begun = await begin();
    if (begun === undefined) return;
    const done: Done[] = [];
    for (let taken = 0; taken < BATCH; taken += 1) {
      const job = queue.shift();
      if (job === undefined) break;
      const resolve = await runAlone(job, begun);
      if (resolve !== undefined) done.push({ job, resolve });
      // Some failures (a full disk) end the whole transaction: the others begin again without the one that failed.
      if (!connection.inTransaction) {
        queue.unshift(...done.map((each) => each.job));
        return void (await begun
          .rollback()
          .execute()
          .catch(() => undefined));
      }
    }
    await commit(begun, done);
  }

  async function begin() {
    try {
      const tx = await whileBusy(() => db.startTransaction().execute());
      carryAnnouncements(tx, async (kind) => void current?.announced.add(kind));
      return tx;
    } catch (error) {
      for (const job of queue.splice(0, BATCH)) job.reject(error);
      return undefined;
    }
  }

  /** A failing job takes back its own statements and nobody else's. */
  async function runAlone(job: Job, tx: Tx): Promise<(() => void) | undefined> {
    current = job;
    job.runs += 1;
    try {
      save.run();
      const resolve = await job.run(tx);
      release.run();
      return resolve;
    } catch (error) {
      undo();
      if (error instanceof LostRace && job.runs < CONFLICT_ATTEMPTS) queue.push(job);
      else job.reject(error);
      return undefined;
    } finally {
      current = undefined;
    }
  }

  function undo(): void {
    if (!connection.inTransaction) return;
    try {
      connection.exec("rollback to job; release job");
    } catch {
      // Only the whole transaction can be taken back now; the batch sees that it is gone.
      if (connection.inTransaction) connection.exec("rollback");
    }
  }

  async function commit(tx: Awaited<ReturnType<typeof begin>>, done: readonly Done[]): Promise<void> {
    if (tx === undefined) return;
    try {
      await whileBusy(() => tx.commit().execute());
    } catch (error) {
      await tx
        .rollback()
        .execute()
        .catch(() => undefined);
      for (const { job } of done) job.reject(error);
      return;
    }
    for (const { resolve } of done) resolve();
    committed(new Set(done.flatMap(({ job }) => [...job.announced])));
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        const run = async (tx: Tx) => {
          const value = await work(tx);
          return () => resolve(value);
        };
        queue.push({ run, reject, announced: new Set(), runs: 0 });
        running ??= drain();
      }),
    idle: async () => {
      while (running !== undefined) await running;
    },
  };
}
