/**
 * Sending what endpoints are told: one attempt at a time, each written down, for three days.
 */
import type { PlanCommand } from "../flow/envelope.ts";
import type { OutboxHandler } from "../flow/outbox-handler.ts";
import { SendError } from "../flow/send-error.ts";
import { isCheckpoint } from "../plan/content.ts";
import type { HookReport } from "../plan/event.ts";
import type { DeliveryAttemptRow, DeliveryRow } from "../store/deliveries.ts";
import { findDelivery, recordAttempt } from "../store/deliveries.ts";
import { disableEndpoint, findDisabled } from "../store/endpoint-states.ts";
import type { OutboxRow } from "../store/outbox-rows.ts";
import type { Store } from "../store/store.ts";
import type { DeliverJob } from "./desk.ts";
import { pauseAfter } from "./retry-schedule.ts";
import type { DeliverySender, Sent } from "./send-delivery.ts";
import { unsent } from "./send-delivery.ts";

export interface DeliverNeeds {
  readonly store: Store;
  readonly sender: DeliverySender;
  /** Sends what became of it through the door, once per key. */
  readonly report: (plan: string, command: PlanCommand, key: string) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
}

/** The longest that a receiver may take, and what is written down after it (ms). */
const LONGEST_CALL = 75_000;

/** The outbox's handler of deliveries. Their own schedule, not the outbox's, says when they are given up. */
export function deliverHandler(needs: DeliverNeeds): OutboxHandler {
  return {
    timeout: LONGEST_CALL,
    attempts: 1_000,
    send: async (row, { signal }) => {
      const delivery = await findDelivery(needs.store.read, jobOf(row).delivery);
      if (!delivery) return;
      // Its process went away after the answer and before the row was settled.
      if (delivery.state !== "waiting") return tell(needs, delivery, { report: delivery.state }, delivery.attempts);
      await attempt(needs, delivery, signal);
    },
  };
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
function jobOf(row: OutboxRow): DeliverJob {
  return JSON.parse(row.payload);
}

async function attempt(needs: DeliverNeeds, delivery: DeliveryRow, signal: AbortSignal): Promise<void> {
  const at = needs.now();
  signal.throwIfAborted();
  const number = delivery.attempts + 1;
  const sent = await sendTo(needs, delivery, signal);
  const series = number - delivery.earlier;
  const end = endOf(needs, sent, series, at);
  await needs.store.write(async (tx) => {
    if (end.disables) await disableEndpoint(tx, { endpoint: delivery.endpoint, disabled_at: at, reason: "410" });
    await recordAttempt(tx, { state: end.state, attempt: attemptRow(delivery, number, at, sent, end.next) });
  });
  const problem = end.problem;
  if (end.state !== "waiting") return tell(needs, delivery, { report: end.state, problem }, number);
  // People hear of the first failure and of the last; those in between are in the delivery log.
  if (series === 1) await tell(needs, delivery, { report: "failing", problem, next: end.next }, number);
  throw new SendError(problem ?? "not accepted", {
    again: true,
    retryAfter: Math.max(0, (end.next ?? at) - needs.now()),
  });
}

async function sendTo({ store, sender }: DeliverNeeds, delivery: DeliveryRow, signal: AbortSignal): Promise<Sent> {
  const disabled = await findDisabled(store.read, delivery.endpoint);
  return disabled ? unsent("the endpoint asked to be left alone (410)") : sender.send(delivery, signal);
}

interface End {
  readonly state: DeliveryRow["state"];
  readonly problem?: string | undefined;
  readonly next?: number | undefined;
  readonly disables: boolean;
}

function endOf({ random, now }: DeliverNeeds, { verdict, problem }: Sent, series: number, at: number): End {
  switch (verdict.kind) {
    case "accepted":
      return { state: "accepted", disables: false };
    case "hopeless":
      return { state: "given-up", problem, disables: false };
    case "gone":
      return { state: "given-up", problem, disables: true };
    case "retry": {
      const pause = pauseAfter(series, random, verdict.retryAfter);
      if (pause === undefined) return { state: "given-up", problem, disables: false };
      const next = Math.max(now(), at) + pause;
      return { state: "waiting", problem, next, disables: false };
    }
  }
}

function attemptRow(
  { id }: DeliveryRow,
  number: number,
  at: number,
  { status, head, url, latency, problem }: Sent,
  next: number | undefined,
): DeliveryAttemptRow {
  return {
    delivery_id: id,
    number,
    at,
    latency: Math.round(latency),
    url,
    status: status ?? null,
    head: head === undefined ? null : JSON.stringify(head),
    problem: problem ?? null,
    next_at: next ?? null,
  };
}

interface Told {
  readonly report: HookReport;
  readonly problem?: string | undefined;
  readonly next?: number | undefined;
}

async function tell({ report }: DeliverNeeds, delivery: DeliveryRow, told: Told, attempt: number): Promise<void> {
  const { id, plan_id: plan, endpoint, checkpoint } = delivery;
  if (!isCheckpoint(checkpoint)) return;
  const command = { type: "report-hook", delivery: id, endpoint, checkpoint, attempt, ...told } as const;
  await report(plan, command, `hook:${id}:${attempt}:${told.report}`);
}
