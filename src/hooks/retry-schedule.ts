/**
 * When a delivery that failed is tried again: soon at first, and over three days in all.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pause after each attempt (ms): 75 h 42 min 35 s in all, so that a receiver that was down for a weekend gets it. */
const PAUSES: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  14 * HOUR,
  22 * HOUR,
  24 * HOUR,
];

/** Spreads deliveries that failed together. */
const JITTER = 0.2;
/** As much as it takes to spread them; a fifth of a day each time would make the three days two or four. */
const MOST_JITTER = 20 * MINUTE;

/** How many attempts a delivery gets. */
export const MOST_ATTEMPTS = PAUSES.length + 1;

/**
 * How long to wait after so many attempts (ms, counted from 1), or undefined when it is time to give up.
 * A longer `retryAfter` (ms), which the receiver asked for, wins.
 */
export function pauseAfter(attempt: number, random: () => number, retryAfter = 0): number | undefined {
  const pause = PAUSES[attempt - 1];
  if (pause === undefined) return undefined;
  const spread = Math.min(pause * JITTER, MOST_JITTER);
  return Math.max(Math.round(pause + spread * (2 * random() - 1)), retryAfter);
}
