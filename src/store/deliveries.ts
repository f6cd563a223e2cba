/**
 * The delivery log: what hook endpoints are told, and how each attempt went.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { DeliveriesTable, DeliveryAttemptsTable } from "./tables.ts";

export type DeliveryRow = Selectable<DeliveriesTable>;
export type DeliveryAttemptRow = Selectable<DeliveryAttemptsTable>;
/** A delivery without what is sent. */
export type DeliveryHead = Omit<DeliveryRow, "body">;

const HEAD = [
  "id",
  "plan_id",
  "endpoint",
  "checkpoint",
  "check_attempt",
  "seq",
  "state",
  "attempts",
  "earlier",
  "created_at",
  "next_at",
  "settled_at",
] as const;

/** Adds a delivery; one that is there already stays as it is. */
export async function insertDelivery(tx: Tx, row: DeliveryRow): Promise<void> {
  await tx
    .insertInto("deliveries")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

export async function findDelivery(reader: Reader, id: string): Promise<DeliveryRow | undefined> {
  return reader.selectFrom("deliveries").selectAll().where("id", "=", id).executeTakeFirst();
}

export interface AttemptEnd {
  readonly state: DeliveryRow["state"];
  readonly attempt: DeliveryAttemptRow;
}

/** Writes down an attempt and what became of the delivery by it. */
export async function recordAttempt(tx: Tx, { state, attempt }: AttemptEnd): Promise<void> {
  const { delivery_id: id, number, at, latency, next_at } = attempt;
  await tx
    .insertInto("delivery_attempts")
    .values(attempt)
    .onConflict((conflict) => conflict.columns(["delivery_id", "number"]).doUpdateSet(attempt))
    .execute();
  await tx
    .updateTable("deliveries")
    .set({ state, attempts: number, next_at, settled_at: state === "waiting" ? null : at + latency })
    .where("id", "=", id)
    .execute();
}

/** Makes a delivery wait for another attempt now, the first of a new series. */
export async function reopenDelivery(tx: Tx, id: string, now: number): Promise<void> {
  await tx
    .updateTable("deliveries")
    .set((set) => ({ state: "waiting" as const, settled_at: null, next_at: now, earlier: set.ref("attempts") }))
    .where("id", "=", id)
    .execute();
}

/** A plan's deliveries, the latest first. */
export async function deliveriesOfPlan(
  reader: Reader,
  planId: string,
  limit: number,
): Promise<readonly DeliveryHead[]> {
  return reader
    .selectFrom("deliveries")
    .select(HEAD)
    .where("plan_id", "=", planId)
    .orderBy("seq", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

export interface DeliveryQuery {
  readonly state?: DeliveryRow["state"] | undefined;
  readonly endpoint?: string | undefined;
  /** Created before this (ms). */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Deliveries of all plans, the latest first. */
export async function listDeliveries(reader: Reader, query: DeliveryQuery): Promise<readonly DeliveryHead[]> {
  const { state, endpoint, before, limit } = query;
  let select = reader.selectFrom("deliveries").select(HEAD);
  if (state !== undefined) select = select.where("state", "=", state);
  if (endpoint !== undefined) select = select.where("endpoint", "=", endpoint);
  if (before !== undefined) select = select.where("created_at", "<", before);
  return select.orderBy("created_at", "desc").orderBy("id").limit(limit).execute();
}

/** The attempts at these deliveries, in order. */
export async function attemptsOf(reader: Reader, ids: readonly string[]): Promise<readonly DeliveryAttemptRow[]> {
  if (ids.length === 0) return [];
  return reader
    .selectFrom("delivery_attempts")
    .selectAll()
    .where("delivery_id", "in", ids)
    .orderBy("delivery_id")
    .orderBy("number")
    .execute();
}

/** How many deliveries there are in each state. */
export async function countDeliveries(reader: Reader): Promise<ReadonlyMap<DeliveryRow["state"], number>> {
  const rows = await reader
    .selectFrom("deliveries")
    .select((select) => ["state", select.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** Forgets deliveries that were settled before, with their attempts; answers how many. */
export async function forgetDeliveries(tx: Tx, before: number): Promise<number> {
  const old = tx.selectFrom("deliveries").select("id").where("settled_at", "<", before);
  await tx.deleteFrom("delivery_attempts").where("delivery_id", "in", old).execute();
  const { numDeletedRows } = await tx.deleteFrom("deliveries").where("settled_at", "<", before).executeTakeFirst();
  return Number(numDeletedRows);
}
