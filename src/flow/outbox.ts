/**
 * What is to be sent: stored together with the change that wants it, sent after the commit by the outbox worker.
 */
import { announce } from "../store/announce.ts";
import type { OutboxCounts, OutboxRow } from "../store/outbox-rows.ts";
import { countOutbox, deadOutboxRows, insertOutboxRow, reviveOutboxRow } from "../store/outbox-rows.ts";
import type { Reader, Tx } from "../store/store.ts";

export interface Outgoing {
  readonly kind: string;
  /** What goes out in order. Begins with who is called and `|`, for example `console|card:01J…`. */
  readonly lane: string;
  /** Of the rows with the same one that nobody has begun to send, only the newest content goes out. */
  readonly collapse?: string | undefined;
  /** Goes with every attempt at this call. */
  readonly key: string;
  readonly planId?: string | undefined;
  /** Anything that JSON can hold; the handler of the kind reads it. */
  readonly payload: unknown;
  /** Not before this. */
  readonly dueAt: number;
}

/** Stores something to send, and wakes the workers when it is committed. */
export async function enqueue(tx: Tx, outgoing: Outgoing, now: number): Promise<void> {
  const { kind, lane, collapse = null, key, planId = null, payload, dueAt } = outgoing;
  await insertOutboxRow(tx, {
    kind,
    port: portOf(lane),
    lane,
    collapse,
    key,
    plan_id: planId,
    payload: JSON.stringify(payload),
    due_at: dueAt,
    created_at: now,
  });
  await announce(tx, "outbox");
}

/** Makes a row that was given up due again, with its key and all its attempts. Answers false when it isn't dead. */
export async function sendAgain(tx: Tx, id: number, now: number): Promise<boolean> {
  const row = await reviveOutboxRow(tx, id, now);
  if (row === undefined) return false;
  await announce(tx, "outbox");
  return true;
}

/** What was given up, the latest first. */
export function listDead(reader: Reader, limit = 100): Promise<readonly OutboxRow[]> {
  return deadOutboxRows(reader, limit);
}

export function outboxStats(reader: Reader): Promise<OutboxCounts> {
  return countOutbox(reader);
}

function portOf(lane: string): string {
  const [port = lane] = lane.split("|", 1);
  return port;
}
