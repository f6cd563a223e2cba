/**
 * What endpoints are to be told, written down in the transaction of what happened: body, id and order are fixed there.
 */
import type { HookDesk, ToldHook } from "../flow/hook-desk.ts";
import { enqueue } from "../flow/outbox.ts";
import { announce } from "../store/announce.ts";
import { findDelivery, insertDelivery, reopenDelivery } from "../store/deliveries.ts";
import { hurryLane, reopenOutboxRow } from "../store/outbox-rows.ts";
import type { Tx } from "../store/store.ts";

export interface DeskNeeds {
  /** What the endpoint is told: the body of the request. */
  readonly bodyOf: (tx: Tx, told: ToldHook) => Promise<string>;
  readonly hash: (text: string) => string;
}

/** What the outbox carries of a delivery. */
export interface DeliverJob {
  readonly delivery: string;
}

export function createHookDesk({ bodyOf, hash }: DeskNeeds): HookDesk {
  return {
    deliver: async (tx, told) => {
      const { endpoint, checkpoint, attempt, seq, plan } = told;
      const id = `msg_${hash(`${plan.id}/${seq}/${endpoint}`).slice(0, 32)}`;
      const now = plan.changedAt;
      await insertDelivery(tx, {
        id,
        plan_id: plan.id,
        endpoint,
        checkpoint,
        check_attempt: attempt,
        seq,
        body: await bodyOf(tx, told),
        state: "waiting",
        attempts: 0,
        earlier: 0,
        created_at: now,
        next_at: now,
        settled_at: null,
      });
      // Whoever asks once more wants what waits for its next attempt to go out now, and this behind it.
      if (attempt > 1) await hurryLane(tx, laneOf(endpoint, plan.id), now);
      await queue(tx, { id, endpoint, plan: plan.id }, now);
    },
    sendAgain: async (tx, id, now) => {
      const delivery = await findDelivery(tx, id);
      if (!delivery) return;
      const { endpoint, plan_id: plan } = delivery;
      await reopenDelivery(tx, id, now);
      // Whoever asks has reason to believe that the endpoint listens again, so that what waits behind it may go out as well.
      await hurryLane(tx, laneOf(endpoint, plan), now);
      await announce(tx, "outbox");
      if (delivery.state === "waiting" || (await reopenOutboxRow(tx, "deliver", id, now))) return;
      await queue(tx, { id, endpoint, plan }, now);
    },
  };
}

interface Queued {
  readonly id: string;
  readonly endpoint: string;
  readonly plan: string;
}

async function queue(tx: Tx, { id, endpoint, plan }: Queued, now: number): Promise<void> {
  const payload: DeliverJob = { delivery: id };
  await enqueue(tx, { kind: "deliver", lane: laneOf(endpoint, plan), key: id, planId: plan, payload, dueAt: now }, now);
}

/** One endpoint hears of one plan in order; its trouble delays no other endpoint, and no other plan. */
function laneOf(endpoint: string, plan: string): string {
  return `hook:${endpoint}|${plan}`;
}
