/**
 * What is to be sent, as rows: put in with the change that wants it, claimed under a lease, settled once.
 *
 * `due_at` says when a row may be claimed: first, again after a failure, or because its lease has run out. A row is never
 * claimed while an earlier one of its lane is not settled.
 */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { isPostgres } from "./dialect.ts";
import type { Reader, Tx } from "./store.ts";
import type { OutboxTable } from "./tables.ts";

export type OutboxRow = Selectable<OutboxTable>;
export type NewOutboxRow = Pick<
  OutboxRow,
  "kind" | "port" | "lane" | "collapse" | "key" | "plan_id" | "payload" | "due_at" | "created_at"
>;

/** Adds a row, or gives its content to one of the same collapse key that nobody has claimed; the sooner time holds. */
export async function insertOutboxRow(tx: Tx, row: NewOutboxRow): Promise<void> {
  const { kind, key, payload } = row;
  await tx
    .insertInto("outbox")
    .values({ ...row, state: "due", attempts: 0 })
    .onConflict((conflict) =>
      conflict.column("collapse").doUpdateSet((set) => ({
        kind,
        key,
        payload,
        due_at: set
          .case()
          .when("outbox.due_at", "<", set.ref("excluded.due_at"))
          .then(set.ref("outbox.due_at"))
          .else(set.ref("excluded.due_at"))
          .end(),
      })),
    )
    .execute();
}

/** The ports that have a row whose time has come, claimable or waiting for its lane. A few index look-ups. */
export async function duePorts(reader: Reader, now: number): Promise<readonly string[]> {
  const { rows } = await sql<{ port: string }>`
    with recursive ports(port) as (
      select min(port) from outbox where settled_at is null
      union all
      select (select min(next.port) from outbox next where next.settled_at is null and next.port > ports.port)
      from ports where ports.port is not null
    )
    select port from ports
    where port is not null
      and exists (select 1 from outbox due where due.settled_at is null and due.port = ports.port and due.due_at <= ${now})
  `.execute(reader);
  return rows.map((row) => row.port);
}

/** When the next row's time comes; rows whose time has come are not among them. */
export async function nextOutboxDue(reader: Reader, now: number): Promise<number | undefined> {
  const row = await reader
    .selectFrom("outbox")
    .select("due_at")
    .where("settled_at", "is", null)
    .where("due_at", ">", now)
    .orderBy("due_at")
    .limit(1)
    .executeTakeFirst();
  return row?.due_at;
}

export interface Claim {
  readonly port: string;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly now: number;
  readonly lease: string;
  readonly until: number;
}

/**
 * Takes due heads of lanes for the holder of the lease; a row that was sent again may come before one already going out,
 * and waits for it. Each claim counts as an attempt, also if its holder vanishes.
 */
export async function claimOutboxRows(tx: Tx, claim: Claim): Promise<readonly OutboxRow[]> {
  const { port, kinds, limit, now, lease, until } = claim;
  if (kinds.length === 0) return [];
  const others = isPostgres(tx) ? sql`for update skip locked` : sql``;
  const { rows } = await sql<OutboxRow>`
    with heads as (
      select head.id from outbox head
      where head.settled_at is null and head.port = ${port} and head.due_at <= ${now} and head.kind in (${sql.join(kinds)})
        and not exists (
          select 1 from outbox other
          where other.settled_at is null and other.lane = head.lane and other.id <> head.id
            and (other.id < head.id or (other.state = 'leased' and other.due_at > ${now}))
        )
      order by head.due_at, head.id limit ${limit} ${others}
    )
    update outbox
    set state = 'leased', lease = ${lease}, leased_until = ${until}, due_at = ${until}, attempts = attempts + 1, collapse = null
    where id in (select id from heads)
    returning *
  `.execute(tx);
  return rows.toSorted((one, other) => one.id - other.id);
}

/** A row that somebody holds. Whoever no longer holds it changes nothing. */
export interface Held {
  readonly id: number;
  readonly lease: string;
}

/** Ends a row as done, or as dead with the error that ended it. Answers false when the lease was lost. */
export async function settleOutboxRow(
  tx: Tx,
  held: Held,
  end: { readonly state: "done" | "dead"; readonly at: number; readonly error?: string | undefined },
): Promise<boolean> {
  return changeHeld(tx, held, {
    state: end.state,
    settled_at: end.at,
    lease: null,
    leased_until: null,
    error: end.error ?? null,
  });
}

/** Gives a row back for another attempt. What waits behind it need not be looked at before. */
export async function retryOutboxRow(
  tx: Tx,
  held: Held & { readonly lane: string },
  { dueAt, error }: { readonly dueAt: number; readonly error: string },
): Promise<boolean> {
  const change = { state: "due", due_at: dueAt, lease: null, leased_until: null, error } as const;
  if (!(await changeHeld(tx, held, change))) return false;
  await tx
    .updateTable("outbox")
    .set({ due_at: dueAt })
    .where("lane", "=", held.lane)
    .where("settled_at", "is", null)
    .where("due_at", "<", dueAt)
    .where("id", ">", held.id)
    .execute();
  return true;
}

/** Holds on for longer. */
export async function renewOutboxLease(tx: Tx, held: Held, until: number): Promise<boolean> {
  return changeHeld(tx, held, { leased_until: until, due_at: until });
}

async function changeHeld(tx: Tx, { id, lease }: Held, change: Partial<OutboxRow>): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set(change)
    .where("id", "=", id)
    .where("lease", "=", lease)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Makes a dead row due again, with all its attempts before it. Answers its row, or nothing when none is dead. */
export async function reviveOutboxRow(tx: Tx, id: number, now: number): Promise<OutboxRow | undefined> {
  return tx
    .updateTable("outbox")
    .set({ state: "due", settled_at: null, due_at: now, attempts: 0 })
    .where("id", "=", id)
    .where("state", "=", "dead")
    .returningAll()
    .executeTakeFirst();
}

/** Rows that were given up, the latest first. */
export async function deadOutboxRows(reader: Reader, limit: number): Promise<readonly OutboxRow[]> {
  return reader
    .selectFrom("outbox")
    .selectAll()
    .where("state", "=", "dead")
    .orderBy("settled_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Rows that are not sent yet, the oldest first. */
export async function openOutboxRows(reader: Reader, limit: number): Promise<readonly OutboxRow[]> {
  return reader.selectFrom("outbox").selectAll().where("settled_at", "is", null).orderBy("id").limit(limit).execute();
}

/** All that a plan has had to send and that is still kept, in order. */
export async function outboxOfPlan(reader: Reader, planId: string): Promise<readonly OutboxRow[]> {
  return reader.selectFrom("outbox").selectAll().where("plan_id", "=", planId).orderBy("id").execute();
}

export interface OutboxCounts {
  readonly due: number;
  readonly leased: number;
  readonly dead: number;
  /** When the oldest row that is not settled came in. */
  readonly oldest: number | undefined;
}

/** How much there is to send, and how long it has waited. */
export async function countOutbox(reader: Reader): Promise<OutboxCounts> {
  const live = await reader
    .selectFrom("outbox")
    .select((select) => ["state", select.fn.countAll<number>().as("count"), select.fn.min("created_at").as("oldest")])
    .where("settled_at", "is", null)
    .groupBy("state")
    .execute();
  const { dead } = await reader
    .selectFrom("outbox")
    .select((select) => select.fn.countAll<number>().as("dead"))
    .where("state", "=", "dead")
    .executeTakeFirstOrThrow();
  const count = (state: string) => live.find((row) => row.state === state)?.count ?? 0;
  const times = live.map((row) => row.oldest);
  return {
    due: count("due"),
    leased: count("leased"),
    dead,
    oldest: times.length > 0 ? Math.min(...times) : undefined,
  };
}

/** Forgets rows that were done before; dead ones stay until somebody has seen to them. */
export async function forgetSentRows(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom("outbox")
    .where("state", "=", "done")
    .where("settled_at", "<", before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Makes a settled row due again in its old place, so that what came after it still does. False when it is forgotten. */
export async function reopenOutboxRow(tx: Tx, kind: string, key: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set({ state: "due", settled_at: null, due_at: now, attempts: 0 })
    .where("kind", "=", kind)
    .where("key", "=", key)
    .where("settled_at", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends as done what nobody has claimed of a lane: what it asks for was done without it. */
export async function settleUnclaimed(tx: Tx, lane: string, now: number): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ state: "done", settled_at: now })
    .where("lane", "=", lane)
    .where("settled_at", "is", null)
    .where("state", "=", "due")
    .execute();
}

/** Makes everything of a lane that waits for its time due now. */
export async function hurryLane(tx: Tx, lane: string, now: number): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ due_at: now })
    .where("lane", "=", lane)
    .where("state", "=", "due")
    .where("due_at", ">", now)
    .execute();
}

/** Rows of a kind that one port has not been sent yet. */
export async function openRowsOf(reader: Reader, port: string, kind: string): Promise<readonly OutboxRow[]> {
  return reader
    .selectFrom("outbox")
    .selectAll()
    .where("settled_at", "is", null)
    .where("port", "=", port)
    .where("kind", "=", kind)
    .execute();
}
