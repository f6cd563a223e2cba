/**
 * Later: the one way in which loops wait, so that a test can move the clock by hand.
 */

export interface Scheduler {
  /** Calls `run` after so many milliseconds; answers how to call it off. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The largest wait that Node's timers can hold; whoever waits longer looks again in between. */
const LONGEST = 2_147_483_647;

export const systemScheduler: Scheduler = {
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.min(Math.max(milliseconds, 0), LONGEST));
    return () => clearTimeout(timer);
  },
};
