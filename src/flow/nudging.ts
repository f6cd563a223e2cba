/**
 * The one timer of a plan for what happens to it because time goes on: set with every change, and again when it fires.
 */
import { loadPlan } from "../store/plans.ts";
import type { Store } from "../store/store.ts";
import type { World } from "./effects.ts";
import { nudgeEffects } from "./effects.ts";
import { planOf } from "./plan-row.ts";
import { queueEffect } from "./queue-effects.ts";

/** What is due and did not happen, because somebody can't be told now after all, is looked at again no sooner than this (ms). */
const PAUSE = 60_000;

/** Sets the timer anew after it fired: hours, absences and delegations may have changed without a word to the plan. */
export async function nudgeAgain(store: Store, planId: string, world: World, now: number): Promise<void> {
  await store.write(async (tx) => {
    const row = await loadPlan(tx, planId);
    if (!row) return;
    const plan = planOf(row);
    for (const effect of nudgeEffects(plan, world, now)) {
      const later = effect.effect === "set-timer" && effect.dueAt <= now ? { ...effect, dueAt: now + PAUSE } : effect;
      await queueEffect(tx, plan, later);
    }
  });
}

/** Has plans looked at now, for example because somebody left or came back. */
export async function nudgeNow(store: Store, plans: readonly string[], now: number): Promise<void> {
  if (plans.length === 0) return;
  await store.write(async (tx) => {
    for (const id of plans) {
      const row = await loadPlan(tx, id);
      if (row) await queueEffect(tx, planOf(row), { effect: "set-timer", timer: "nudge", dueAt: now });
    }
  });
}
