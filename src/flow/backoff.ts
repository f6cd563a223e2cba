/**
 * How long to wait before the next attempt.
 */

export interface Backoff {
  /** The most that the first wait takes (ms); it doubles with each attempt. */
  readonly first: number;
  /** The most that any wait takes (ms). */
  readonly most: number;
}

/**
 * Full jitter: anything between nothing and the doubling bound, so that many rows that failed together do not come back
 * together. A time that the other side asked for is kept, and spread beyond.
 */
export function pauseBefore(
  attempt: number,
  { first, most }: Backoff,
  random: () => number,
  retryAfter: number | undefined,
): number {
  const bound = Math.min(most, first * 2 ** Math.min(attempt - 1, 30));
  const jittered = Math.ceil(random() * bound);
  return retryAfter === undefined ? jittered : retryAfter + Math.min(jittered, first);
}
