/**
 * Looking for work: at once when it is announced, at the time when more becomes due, and now and then for what nobody
 * announced. Never two looks at a time, and no wake is lost during one.
 */
import type { Scheduler } from "./scheduler.ts";

export interface Looking {
  /** Begins what is due as of `now`. What it begins goes on by itself. */
  begin(now: number): Promise<void>;
  /** When the next work is due that was not so at `since`. */
  nextDue(since: number): Promise<number | undefined>;
  /** Answers how to stop listening. */
  onWork(wake: () => void): () => void;
  /** True while something that was begun is not over. */
  busy(): boolean;
  readonly now: () => number;
  readonly scheduler: Scheduler;
  /** The longest time between two looks (ms). */
  readonly atLeastEvery: number;
  readonly report: (error: unknown) => void;
}

export class WorkLoop {
  readonly #looking: Looking;
  readonly #waiting: (() => void)[] = [];
  #state: "new" | "running" | "stopped" = "new";
  #round: Promise<void> | undefined;
  #again = false;
  /** As of when the last look saw what is due. */
  #looked = 0;
  #callOff: () => void = () => undefined;
  #deaf: () => void = () => undefined;

  constructor(looking: Looking) {
    this.#looking = looking;
  }

  get stopped(): boolean {
    return this.#state === "stopped";
  }

  start(): void {
    if (this.#state !== "new") return;
    this.#state = "running";
    this.#deaf = this.#looking.onWork(() => this.look());
    this.look();
  }

  /** Begins nothing more; settles when the look under way is over, and what it began when `ended` does. */
  async stop(ended: () => Promise<unknown>): Promise<void> {
    this.#state = "stopped";
    this.#deaf();
    this.#callOff();
    await this.#round;
    await ended();
    this.#tellIdle();
  }

  async idle(): Promise<void> {
    if (this.stopped || this.#isIdle()) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Looks now, or once more when it is looking already. */
  look(): void {
    if (this.#state !== "running") return;
    this.#again = true;
    this.#round ??= this.#rounds();
  }

  async #rounds(): Promise<void> {
    this.#callOff();
    while (this.#again && this.#state === "running") {
      this.#again = false;
      this.#looked = this.#looking.now();
      await this.#looking.begin(this.#looked).catch(this.#looking.report);
    }
    const pause = this.#state === "running" ? await this.#pause() : undefined;
    this.#round = undefined;
    if (this.#again) return this.look();
    if (pause !== undefined) this.#callOff = this.#looking.scheduler.after(pause, () => this.look());
    if (this.#isIdle()) this.#tellIdle();
  }

  async #pause(): Promise<number> {
    const { nextDue, now, atLeastEvery, report } = this.#looking;
    try {
      // What came due since the look counts as the future, or nobody would look at it.
      const next = await nextDue(this.#looked);
      return next === undefined ? atLeastEvery : Math.min(Math.max(next - now(), 1), atLeastEvery);
    } catch (error) {
      report(error);
      return atLeastEvery;
    }
  }

  #isIdle(): boolean {
    return this.#round === undefined && !this.#looking.busy();
  }

  #tellIdle(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
