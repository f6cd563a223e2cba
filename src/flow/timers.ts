/**
 * Something to do at a time: set and cleared with the change that wants it.
 */
import { announce } from "../store/announce.ts";
import type { Tx } from "../store/store.ts";
import { putTimer, removeTimer } from "../store/timer-rows.ts";

export interface NewTimer {
  /** Names the timer: setting it again replaces it. */
  readonly key: string;
  readonly planId?: string | undefined;
  readonly kind: string;
  readonly dueAt: number;
  /** Anything that JSON can hold. */
  readonly payload?: unknown;
}

/** Sets a timer, in place of the one of the same key. */
export async function setTimer(tx: Tx, timer: NewTimer): Promise<void> {
  const { key, planId = null, kind, dueAt, payload = null } = timer;
  await putTimer(tx, { key, plan_id: planId, kind, due_at: dueAt, payload: JSON.stringify(payload) });
  await announce(tx, "timers");
}

/** Calls a timer off; one that isn't set stays so. */
export async function clearTimer(tx: Tx, key: string): Promise<void> {
  await removeTimer(tx, key);
}
