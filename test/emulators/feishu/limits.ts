/**
 * The rate limits the platform documents, counted over a sliding window, so that no second and no minute, wherever it
 * begins, holds more than is allowed.
 */
import { tooMany } from "./api-error.ts";

export interface Rule {
  readonly most: number;
  /** Milliseconds. */
  readonly window: number;
  readonly code: number;
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** Most APIs: 50 a second and 1,000 a minute for an app. */
export const APP_RULES: readonly Rule[] = [
  { most: 50, window: SECOND, code: 99991400 },
  { most: 1_000, window: MINUTE, code: 99991400 },
];
export const APPROVAL_RULES: readonly Rule[] = [{ most: 100, window: MINUTE, code: 99991400 }];
/** The same chat, the same person, the same message: 5 a second. */
export const FIVE_RULES: readonly Rule[] = [{ most: 5, window: SECOND, code: 230020 }];

export interface Limits {
  /** Off: what is too much is only noted. */
  enforce: boolean;
  /** What was asked too often, as `key: count in its window`. */
  readonly exceeded: readonly string[];
  /** Counts one call under a key; throws the documented error when it is one too many. */
  count(key: string, rules: readonly Rule[]): void;
  /** The most calls that any window of this many milliseconds held. */
  peak(prefix: string, window: number): number;
}

export function createLimits(now: () => number): Limits {
  const calls = new Map<string, number[]>();
  const exceeded: string[] = [];
  const limits: Limits = {
    enforce: true,
    exceeded,
    count(key, rules) {
      const times = calls.get(key) ?? [];
      calls.set(key, times);
      const at = now();
      times.push(at);
      for (const { most, window, code } of rules) {
        const count = times.filter((time) => time > at - window).length;
        if (count <= most) continue;
        exceeded.push(`${key}: ${count} in ${window} ms`);
        if (!limits.enforce) continue;
        times.pop();
        throw tooMany(code, Math.max(1, Math.ceil(window / SECOND)));
      }
    },
    peak(prefix, window) {
      const keys = [...calls].filter(([key]) => key.startsWith(prefix));
      return Math.max(0, ...keys.map(([, times]) => busiest(times, window)));
    },
  };
  return limits;
}

function busiest(times: readonly number[], window: number): number {
  return Math.max(0, ...times.map((end) => times.filter((time) => time > end - window && time <= end).length));
}
