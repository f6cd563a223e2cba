/**
 * The delivery log as every surface shows it: what endpoints were told, each attempt, and what they answered.
 */
import type { Callback, Delivery, DeliveryAttempt, PlanDeliveries } from "../chat/deliveries.ts";
import type { PlanCommand } from "../flow/envelope.ts";
import { isCheckpoint } from "../plan/content.ts";
import type { CallbackRow } from "../store/callbacks.ts";
import { callbacksOfPlan } from "../store/callbacks.ts";
import type { DeliveryAttemptRow, DeliveryHead, DeliveryQuery } from "../store/deliveries.ts";
import { attemptsOf, deliveriesOfPlan, findDelivery, listDeliveries } from "../store/deliveries.ts";
import type { Reader } from "../store/store.ts";

const MOST_DELIVERIES = 100;
const MOST_CALLBACKS = 50;

export async function planDeliveries(reader: Reader, plan: string): Promise<PlanDeliveries> {
  const heads = await deliveriesOfPlan(reader, plan, MOST_DELIVERIES);
  const callbacks = await callbacksOfPlan(reader, plan, MOST_CALLBACKS);
  return { deliveries: await withAttempts(reader, heads), callbacks: callbacks.map(callbackOf) };
}

/** Deliveries of all plans, the latest first. */
export async function allDeliveries(reader: Reader, query: DeliveryQuery): Promise<readonly Delivery[]> {
  return withAttempts(reader, await listDeliveries(reader, query));
}

/** One delivery with what is sent. */
export async function oneDelivery(
  reader: Reader,
  id: string,
): Promise<(Delivery & { readonly body: string }) | undefined> {
  const row = await findDelivery(reader, id);
  if (!row) return undefined;
  const [delivery] = await withAttempts(reader, [row]);
  return delivery && { ...delivery, body: row.body };
}

/** What sends a delivery again, whichever surface asks; nothing when there is no such delivery. */
export async function sendAgainOf(
  reader: Reader,
  id: string,
): Promise<{ readonly plan: string; readonly command: PlanCommand } | undefined> {
  const row = await findDelivery(reader, id);
  if (!row || !isCheckpoint(row.checkpoint)) return undefined;
  const { plan_id: plan, endpoint, checkpoint } = row;
  return { plan, command: { type: "send-again", delivery: id, endpoint, checkpoint } };
}

async function withAttempts(reader: Reader, heads: readonly DeliveryHead[]): Promise<readonly Delivery[]> {
  const rows = await attemptsOf(
    reader,
    heads.map(({ id }) => id),
  );
  const attempts = Map.groupBy(rows, (row) => row.delivery_id);
  return heads.flatMap((head) => {
    const { id, endpoint, checkpoint, state } = head;
    if (!isCheckpoint(checkpoint)) return [];
    return [
      {
        id,
        plan: head.plan_id,
        endpoint,
        checkpoint,
        check: head.check_attempt,
        state,
        at: head.created_at,
        next: head.next_at ?? undefined,
        settled: head.settled_at ?? undefined,
        attempts: (attempts.get(id) ?? []).map(attemptOf),
      },
    ];
  });
}

function attemptOf({ number, at, latency, url, status, problem, next_at, head }: DeliveryAttemptRow): DeliveryAttempt {
  return {
    number,
    at,
    latency,
    url,
    status: status ?? undefined,
    problem: problem ?? undefined,
    next: next_at ?? undefined,
    head: head ?? undefined,
  };
}

function callbackOf({ at, endpoint, checkpoint, result, text, outcome }: CallbackRow): Callback {
  return {
    at,
    endpoint: endpoint ?? undefined,
    checkpoint: checkpoint ?? undefined,
    result: result ?? undefined,
    text: text ?? undefined,
    outcome,
  };
}
