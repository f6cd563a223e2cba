/**
 * How fast messages may come into one channel: one a second, with a short burst. Counted always, enforced when asked.
 */

/** Messages that may come within the time of two: the network does not keep their distance. */
const BURST = 3;
const WINDOW = 2;

export class ChannelPace {
  readonly #posts = new Map<string, number[]>();
  readonly #now: () => number;
  /** Milliseconds between two messages of a channel. */
  spacing: number;
  /** What was posted too fast, whether it was refused or not. */
  tooFast = 0;

  constructor(now: () => number, spacing: number) {
    this.#now = now;
    this.spacing = spacing;
  }

  /** Whether one more may be posted now. */
  take(channel: string): boolean {
    const at = this.#now();
    const recent = (this.#posts.get(channel) ?? []).filter((time) => at - time < this.spacing * WINDOW);
    const fits = recent.length < BURST;
    if (!fits) this.tooFast++;
    this.#posts.set(channel, [...recent, at]);
    return fits;
  }
}
