/**
 * A clock that stands still until a test moves it, and what waits for it.
 */
import type { Scheduler } from "../../src/flow/scheduler.ts";

export interface HandClock extends Scheduler {
  readonly now: () => number;
  /** Moves on and calls, in order, what is due on the way. */
  advance(milliseconds: number): void;
  /** When the next call is due. */
  next(): number | undefined;
}

/** Begins at a time whose digits are easy to read. */
export function handClock(start = 1_000_000): HandClock {
  let time = start;
  const calls = new Map<symbol, { readonly at: number; readonly run: () => void }>();
  const first = () => [...calls].toSorted(([, one], [, other]) => one.at - other.at)[0];
  return {
    now: () => time,
    after(milliseconds, run) {
      const id = Symbol(milliseconds);
      calls.set(id, { at: time + Math.max(0, milliseconds), run });
      return () => void calls.delete(id);
    },
    advance(milliseconds) {
      const until = time + milliseconds;
      for (let due = first(); due !== undefined && due[1].at <= until; due = first()) {
        const [id, { at, run }] = due;
        calls.delete(id);
        time = Math.max(time, at);
        run();
      }
      time = until;
    },
    next: () => first()?.[1].at,
  };
}
