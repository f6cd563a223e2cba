/**
 * Who wants to hear of new work in this process.
 */
import type { Work } from "./store.ts";

export interface Wakes {
  /** Answers how to stop hearing. */
  listen(kind: Work, wake: () => void): () => void;
  wake(kinds: Iterable<Work>): void;
  /** True when nobody listens. */
  idle(): boolean;
}

export const ALL_WORK: readonly Work[] = ["outbox", "timers", "console"];

/** A register of listeners by kind of work. */
export function createWakes(): Wakes {
  const listeners = new Map<Work, Set<() => void>>();
  return {
    listen(kind, wake) {
      const own = () => wake();
      const all = listeners.get(kind) ?? new Set();
      listeners.set(kind, all.add(own));
      return () => void all.delete(own);
    },
    wake(kinds) {
      for (const kind of kinds) for (const wake of listeners.get(kind) ?? []) wake();
    },
    idle: () => [...listeners.values()].every((all) => all.size === 0),
  };
}
