/**
 * Does what timers are set for: never early, once for each time, by whichever process sees it first.
 */
import type { Store } from "../store/store.ts";
import type { TimerRow } from "../store/timer-rows.ts";
import { anyTimerDue, claimTimers, finishTimer, holdTimer, nextTimerDue } from "../store/timer-rows.ts";
import type { Scheduler } from "./scheduler.ts";
import { systemScheduler } from "./scheduler.ts";
import { WorkLoop } from "./work-loop.ts";

export interface Firing {
  /** The same however often this firing is attempted: what it leads to takes effect once. */
  readonly key: string;
  readonly timer: TimerRow;
  readonly signal: AbortSignal;
}

export interface TimerLoopNeeds {
  /** By kind of timer. Timers of other kinds are left to loops that know them. */
  readonly handlers: Readonly<Record<string, (firing: Firing) => Promise<void>>>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly scheduler?: Scheduler | undefined;
  readonly onError?: ((error: unknown, timer?: TimerRow) => void) | undefined;
  readonly limits?: Partial<TimerLimits> | undefined;
}

export interface TimerLimits {
  /** Timers handled at the same time. */
  readonly atOnce: number;
  /** How long a claim holds without being renewed (ms). */
  readonly lease: number;
  /** How long after a failure it is tried again (ms). */
  readonly again: number;
  /** The longest the loop goes without looking (ms), for what no wake announced and for clocks that were set. */
  readonly look: number;
}

const LIMITS: TimerLimits = { atOnce: 32, lease: 30_000, again: 5_000, look: 15_000 };

export interface TimerLoop {
  start(): void;
  /** Waits for the handlers under way; what is not done by then is done by the next who looks. */
  stop(): Promise<void>;
  /** Settles when nothing is due and no handler is at work. */
  idle(): Promise<void>;
}

/** A loop; any number of them, in any number of processes, share the timers. */
export function createTimerLoop(store: Store, needs: TimerLoopNeeds): TimerLoop {
  return new Loop(store, needs);
}

class Loop implements TimerLoop {
  readonly #store: Store;
  readonly #needs: TimerLoopNeeds;
  readonly #limits: TimerLimits;
  readonly #scheduler: Scheduler;
  readonly #kinds: readonly string[];
  readonly #firing = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  readonly #loop: WorkLoop;

  constructor(store: Store, needs: TimerLoopNeeds) {
    this.#store = store;
    this.#needs = needs;
    this.#limits = { ...LIMITS, ...needs.limits };
    this.#scheduler = needs.scheduler ?? systemScheduler;
    this.#kinds = Object.keys(needs.handlers);
    this.#loop = new WorkLoop({
      begin: (looked) => this.#fireDue(looked),
      nextDue: (since) => nextTimerDue(store.read, since),
      onWork: (wake) => store.onWork("timers", wake),
      busy: () => this.#firing.size > 0,
      now: needs.now,
      scheduler: this.#scheduler,
      atLeastEvery: this.#limits.look,
      report: (error) => this.#report(error),
    });
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#loop.stop(() => Promise.all(this.#firing));
  }

  idle(): Promise<void> {
    return this.#loop.idle();
  }

  /** With nothing due it reads one row of an index and writes none. */
  async #fireDue(looked: number): Promise<void> {
    const { now, newId } = this.#needs;
    const limit = this.#limits.atOnce - this.#firing.size;
    if (limit <= 0 || !(await anyTimerDue(this.#store.read, looked, this.#kinds))) return;
    const lease = newId();
    const due = await this.#store.write((tx) => {
      const at = now();
      return claimTimers(tx, { now: at, kinds: this.#kinds, limit, lease, until: at + this.#limits.lease });
    });
    for (const timer of due) this.#begin(timer, lease);
  }

  #begin(timer: TimerRow, lease: string): void {
    const firing = this.#fire(timer, { key: timer.key, lease }).catch((error) => this.#report(error, timer));
    this.#firing.add(firing);
    void firing.then(() => {
      this.#firing.delete(firing);
      this.#loop.look();
    });
  }

  async #fire(timer: TimerRow, held: Held): Promise<void> {
    const stopKeeping = this.#keepLease(held);
    try {
      const key = `timer:${timer.key}:${timer.due_at}`;
      await this.#needs.handlers[timer.kind]?.({ key, timer, signal: this.#abort.signal });
    } catch (error) {
      this.#report(error, timer);
      const until = this.#needs.now() + this.#limits.again;
      await this.#store.write((tx) => holdTimer(tx, held, { until, keep: false }));
      return;
    } finally {
      stopKeeping();
    }
    await this.#store.write((tx) => finishTimer(tx, held));
  }

  #keepLease(held: Held): () => void {
    let over = false;
    let callOff: () => void = () => undefined;
    const renew = async () => {
      const until = this.#needs.now() + this.#limits.lease;
      await this.#store.write((tx) => holdTimer(tx, held, { until, keep: true })).catch((error) => this.#report(error));
      if (!over) wait();
    };
    const wait = () => {
      callOff = this.#scheduler.after(this.#limits.lease / 3, () => void renew());
    };
    wait();
    return () => {
      over = true;
      callOff();
    };
  }

  #report(error: unknown, timer?: TimerRow): void {
    this.#needs.onError?.(error, timer);
  }
}

interface Held {
  readonly key: string;
  readonly lease: string;
}
