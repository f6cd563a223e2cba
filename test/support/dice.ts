/**
 * Chance that can be played again: each throw follows from a number that the property test's seed gives.
 */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 and below `sides` (mulberry32). */
  below(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  /** True in so many cases of a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(from: readonly T[]): T {
    const place = this.below(Math.max(1, from.length));
    for (const one of from.slice(place, place + 1)) return one;
    throw new Error("nothing to pick from");
  }

  /** One of these, each as often as its weight says. */
  weighted<T>(from: readonly (readonly [number, T])[]): T {
    return this.pick(from.flatMap(([weight, one]) => Array.from({ length: weight }, () => one)));
  }
}
