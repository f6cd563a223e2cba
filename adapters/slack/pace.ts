/**
 * How fast messages go out: one a second into one channel, as Slack asks for, and nothing where Slack said to wait. What
 * would have to wait long is told to come back, so that no channel holds up another.
 */
import { ChatError } from "../../src/chat/ports.ts";
import type { Scheduler } from "../../src/flow/scheduler.ts";

export interface PaceNeeds {
  readonly now: () => number;
  readonly scheduler: Scheduler;
  /** Between two messages of one channel (ms). */
  readonly spacing: number;
}

/** Longer than this nobody waits in line (ms). */
const PATIENCE = 3_000;
/** Channels that were quiet for long are forgotten. */
const MOST_CHANNELS = 5_000;

export class Pace {
  readonly #needs: PaceNeeds;
  /** When the next message may go into a channel. */
  readonly #free = new Map<string, number>();
  /** The last turn that somebody was told to come back for: each comes back to one of their own. */
  readonly #promised = new Map<string, number>();
  readonly #held = new Map<string, number>();

  constructor(needs: PaceNeeds) {
    this.#needs = needs;
  }

  /** Settles when a message may go into the channel; a `busy` error says when to come back. */
  async turn(channel: string): Promise<void> {
    const { now, scheduler, spacing } = this.#needs;
    this.check(channel);
    const at = Math.max(now(), this.#free.get(channel) ?? 0);
    const wait = at - now();
    if (wait > PATIENCE) throw new ChatError("busy", `${channel} has messages waiting`, this.#promise(channel, at));
    this.#free.set(channel, at + spacing);
    this.#forget();
    if (wait > 0) await new Promise<void>((resolve) => void scheduler.after(wait, resolve));
  }

  /** How long until a turn that nobody else was promised. */
  #promise(channel: string, free: number): number {
    const { now, spacing } = this.#needs;
    const at = Math.max(free, (this.#promised.get(channel) ?? 0) + spacing);
    this.#promised.set(channel, at);
    return at - now();
  }

  /** Slack said to wait with this: a channel, or a method where it is about none. */
  hold(what: string, milliseconds: number): void {
    this.#held.set(what, this.#needs.now() + milliseconds);
  }

  /** Throws `busy` while it is held. */
  check(what: string): void {
    const left = (this.#held.get(what) ?? 0) - this.#needs.now();
    if (left > 0) throw new ChatError("busy", `Slack asked to wait with ${what}`, left);
    this.#held.delete(what);
  }

  #forget(): void {
    if (this.#free.size <= MOST_CHANNELS) return;
    const past = this.#needs.now();
    for (const turns of [this.#free, this.#promised]) {
      for (const [channel, at] of turns) if (at < past) turns.delete(channel);
    }
  }
}
