/**
 * Bringing cards to the truth, whatever went wrong with sending them.
 */
import type { Place } from "../chat/ports.ts";
import type { Plan } from "../plan/plan.ts";
import { cardsOf, plansShownTo, plansWithStaleCards } from "../store/cards.ts";
import { loadPlan } from "../store/plans.ts";
import type { Store } from "../store/store.ts";
import { cardText, placeOf, wantedCards } from "./card-names.ts";
import type { World } from "./effects.ts";
import { lookEffects, nudgeEffects } from "./effects.ts";
import { sha256 } from "./gather-context.ts";
import { planOf } from "./plan-row.ts";
import { queueEffect } from "./queue-effects.ts";

/** Plans looked at in one go, so that a long outage is caught up in steps. */
const BATCH = 200;

/** Queues every card of a plan that can still change; those that show the truth are not sent again. */
export async function refreshCards(store: Store, planId: string, world: World, now: number): Promise<void> {
  await store.write(async (tx) => {
    const row = await loadPlan(tx, planId);
    if (!row) return;
    const plan = planOf(row);
    const sent = (await cardsOf(tx, planId)).filter(({ closed }) => closed === 0);
    const wanted = wantedCards(plan, world.rules, world.book);
    const names = new Map([...sent, ...wanted].map(({ card, place }) => [`${card} ${place}`, { card, place }]));
    const cards = [...names.values()].flatMap(({ card, place }) => {
      const known = placeOf(place);
      return known ? [{ effect: "card", card, place: known } as const] : [];
    });
    const asNow = { ...plan, changedAt: now };
    for (const effect of [...cards, ...lookEffects(plan, world, now), ...nudgeEffects(plan, world, now)])
      await queueEffect(tx, asNow, effect);
  });
}

/** Shows somebody a plan's card at a place, and keeps it true from then on. The same key shows it once. */
export async function showCard(store: Store, plan: Plan, place: Place, key: string, now: number): Promise<void> {
  const card = cardText({ kind: "shown", key: sha256(key).slice(0, 16) });
  await store.write((tx) => queueEffect(tx, { ...plan, changedAt: now }, { effect: "card", card, place }));
}

/** Refreshes what these accounts read by themselves, for example after their person chose another language. */
export async function refreshAccounts(
  store: Store,
  accounts: readonly { readonly platform: string; readonly account: string }[],
  world: World,
  now: number,
): Promise<void> {
  for (const account of accounts) {
    for (const plan of await plansShownTo(store.read, account)) await refreshCards(store, plan, world, now);
  }
}

/** Refreshes the plans of which some card shows an older version; answers how many. */
export async function reconcileCards(store: Store, world: World, now: number): Promise<number> {
  const plans = await plansWithStaleCards(store.read, BATCH);
  for (const plan of plans) await refreshCards(store, plan, world, now);
  return plans.length;
}
