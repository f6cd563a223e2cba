/**
 * Sends what is in the outbox: claims due rows under a lease, calls their handlers, settles them.
 *
 * Rows of one lane go out one at a time and in order, lanes in parallel; no port takes more than its share of calls, so that
 * one that is slow or dead delays nobody else. A crash between a call and its settlement repeats the call with its key.
 */
import type { OutboxRow } from "../store/outbox-rows.ts";
import { claimOutboxRows, duePorts, nextOutboxDue } from "../store/outbox-rows.ts";
import type { Store } from "../store/store.ts";
import type { OutboxCall } from "./outbox-call.ts";
import { letGo, runCall } from "./outbox-call.ts";
import type { OutboxHandler, OutboxLimits } from "./outbox-handler.ts";
import type { Scheduler } from "./scheduler.ts";
import { systemScheduler } from "./scheduler.ts";
import { WorkLoop } from "./work-loop.ts";

export interface OutboxWorkerNeeds {
  readonly store: Store;
  /** By kind of row. Rows of other kinds are left to workers that know them. */
  readonly handlers: Readonly<Record<string, OutboxHandler>>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly random: () => number;
  readonly scheduler?: Scheduler | undefined;
  /** Hears of failures of the worker itself, and of each failed attempt. */
  readonly onError?: ((error: unknown, row?: OutboxRow) => void) | undefined;
  readonly limits?: Partial<OutboxLimits> | undefined;
}

const LIMITS: OutboxLimits = {
  calls: 256,
  callsPerPort: 16,
  timeout: 30_000,
  attempts: 12,
  lease: 60_000,
  look: 5_000,
  backoff: { first: 1_000, most: 300_000 },
};

export interface OutboxWorker {
  start(): void;
  /** Aborts calls that last longer than `patience` (ms) and lets go of their rows. */
  stop(patience?: number): Promise<void>;
  /** Settles when nothing is due and no call is under way. */
  idle(): Promise<void>;
}

const PATIENCE = 5_000;

/** A worker; any number of them, in any number of processes, share the work. */
export function createOutboxWorker(needs: OutboxWorkerNeeds): OutboxWorker {
  return new Worker(needs);
}

class Worker implements OutboxWorker {
  readonly #needs: OutboxWorkerNeeds;
  readonly #limits: OutboxLimits;
  readonly #scheduler: Scheduler;
  readonly #calls = new Map<OutboxRow, OutboxCall>();
  readonly #loop: WorkLoop;

  constructor(needs: OutboxWorkerNeeds) {
    const { store, now } = needs;
    this.#needs = needs;
    this.#limits = { ...LIMITS, ...needs.limits };
    this.#scheduler = needs.scheduler ?? systemScheduler;
    this.#loop = new WorkLoop({
      begin: (looked) => this.#claim(looked),
      nextDue: (since) => nextOutboxDue(store.read, since),
      onWork: (wake) => store.onWork("outbox", wake),
      busy: () => this.#calls.size > 0,
      now,
      scheduler: this.#scheduler,
      atLeastEvery: this.#limits.look,
      report: (error) => this.#report(error),
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(patience = PATIENCE): Promise<void> {
    const callOff = this.#scheduler.after(patience, () => {
      for (const call of this.#calls.values()) call.abort();
    });
    await this.#loop.stop(() => Promise.all([...this.#calls.values()].map((call) => call.settled)));
    callOff();
  }

  idle(): Promise<void> {
    return this.#loop.idle();
  }

  /** Claims for each port what it has room for, those with the fewest calls first. */
  async #claim(looked: number): Promise<void> {
    const { store, now, newId, handlers } = this.#needs;
    const ports = await duePorts(store.read, looked);
    const wants = this.#shares(ports);
    if (wants.length === 0) return;
    const lease = newId();
    const rows = await store.write(async (tx) => {
      const at = now();
      const claim = { kinds: Object.keys(handlers), now: at, lease, until: at + this.#limits.lease };
      const claimed: OutboxRow[] = [];
      for (const want of wants) claimed.push(...(await claimOutboxRows(tx, { ...claim, ...want })));
      return claimed;
    });
    for (const row of rows) this.#run(row);
  }

  #shares(ports: readonly string[]): readonly { readonly port: string; readonly limit: number }[] {
    const busy = Map.groupBy(this.#calls.keys(), (row) => row.port);
    const under = (port: string) => busy.get(port)?.length ?? 0;
    let room = this.#limits.calls - this.#calls.size;
    return ports
      .toSorted((one, other) => under(one) - under(other))
      .flatMap((port) => {
        const limit = Math.min(room, this.#limits.callsPerPort - under(port));
        if (limit <= 0) return [];
        room -= limit;
        return [{ port, limit }];
      });
  }

  #run(row: OutboxRow): void {
    const handler = this.#needs.handlers[row.kind];
    if (handler === undefined) return;
    const call = this.#begin(row, handler);
    this.#calls.set(row, call);
    void call.settled.then(() => {
      this.#calls.delete(row);
      this.#loop.look();
    });
  }

  #begin(row: OutboxRow, handler: OutboxHandler): OutboxCall {
    const report = (error: unknown) => this.#report(error, row);
    const needs = { ...this.#needs, limits: this.#limits, scheduler: this.#scheduler, report };
    // It was claimed while the worker was being stopped.
    return this.#loop.stopped ? letGo(row, needs) : runCall(row, handler, needs);
  }

  #report(error: unknown, row?: OutboxRow): void {
    this.#needs.onError?.(error, row);
  }
}
