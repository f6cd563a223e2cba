/**
 * Not more than so many at once: DingTalk takes twenty calls a second of each API, and twenty webhook messages a minute.
 */
import type { Scheduler } from "../../src/flow/scheduler.ts";

export interface PaceNeeds {
  readonly now: () => number;
  readonly scheduler: Scheduler;
}

export interface Pace {
  /** Answers when it is one's turn, in the order of asking. */
  turn(): Promise<void>;
  /** Takes a turn if there is one now. */
  tryTurn(): boolean;
}

/** `most` within any `span` (ms). */
export function createPace({ now, scheduler }: PaceNeeds, most: number, span: number): Pace {
  const taken: number[] = [];
  const waiting: (() => void)[] = [];
  let armed = false;

  function tryTurn(): boolean {
    while ((taken[0] ?? Number.POSITIVE_INFINITY) <= now() - span) taken.shift();
    if (taken.length >= most) return false;
    taken.push(now());
    return true;
  }

  function serve(): void {
    armed = false;
    while (waiting.length > 0 && tryTurn()) waiting.shift()?.();
    arm();
  }

  function arm(): void {
    if (armed || waiting.length === 0) return;
    armed = true;
    scheduler.after((taken[0] ?? now()) + span - now(), serve);
  }

  return {
    turn: () => {
      if (waiting.length === 0 && tryTurn()) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        arm();
      });
    },
    tryTurn: () => waiting.length === 0 && tryTurn(),
  };
}
