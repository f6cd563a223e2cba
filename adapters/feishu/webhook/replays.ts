/**
 * Which requests were taken already: a signed request is good for once.
 */

/** Longer than a request may be old (ms). */
const REMEMBERED = 11 * 60_000;
const MOST = 100_000;

export class Replays {
  readonly #seen = new Map<string, number>();

  has(signature: string): boolean {
    return this.#seen.has(signature);
  }

  add(signature: string, now: number): void {
    this.#seen.set(signature, now);
    for (const [each, at] of this.#seen) {
      if (at > now - REMEMBERED && this.#seen.size <= MOST) break;
      this.#seen.delete(each);
    }
  }

  /** A request that could not be handled may come again as it is. */
  forget(signature: string): void {
    this.#seen.delete(signature);
  }
}
