/**
 * Something to do at a time, as rows. A claim leaves `due_at` as it is: the time is part of the timer's idempotency key.
 */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { isPostgres } from "./dialect.ts";
import type { Reader, Tx } from "./store.ts";
import type { TimersTable } from "./tables.ts";

export type TimerRow = Selectable<TimersTable>;

/** Sets a timer; one of the same key is replaced, also while somebody is at it. */
export async function putTimer(
  tx: Tx,
  row: Pick<TimerRow, "key" | "plan_id" | "kind" | "due_at" | "payload">,
): Promise<void> {
  const { key, ...rest } = row;
  const fresh = { ...rest, lease: null, leased_until: null };
  await tx
    .insertInto("timers")
    .values({ key, ...fresh })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(fresh))
    .execute();
}

export async function removeTimer(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom("timers").where("key", "=", key).execute();
}

/** True when a claim now would find something. */
export async function anyTimerDue(reader: Reader, now: number, kinds: readonly string[]): Promise<boolean> {
  if (kinds.length === 0) return false;
  const row = await free(reader, now, kinds).select("key").limit(1).executeTakeFirst();
  return row !== undefined;
}

/** When to look next: the next timer's time, or when one that is held or has failed may be claimed again. */
export async function nextTimerDue(reader: Reader, now: number): Promise<number | undefined> {
  const coming = await reader
    .selectFrom("timers")
    .select((select) => select.fn.min("due_at").as("at"))
    .where("due_at", ">", now)
    .executeTakeFirst();
  const again = await reader
    .selectFrom("timers")
    .select((select) => select.fn.min("leased_until").as("at"))
    .where("due_at", "<=", now)
    .where("leased_until", ">", now)
    .executeTakeFirst();
  const times = [coming?.at, again?.at].filter((at) => at !== undefined && at !== null);
  return times.length > 0 ? Math.min(...times) : undefined;
}

export interface TimerClaim {
  readonly now: number;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly lease: string;
  readonly until: number;
}

/** Takes due timers for the holder of the lease, the longest due first. */
export async function claimTimers(
  tx: Tx,
  { now, kinds, limit, lease, until }: TimerClaim,
): Promise<readonly TimerRow[]> {
  if (kinds.length === 0) return [];
  const others = isPostgres(tx) ? sql`for update skip locked` : sql``;
  const { rows } = await sql<TimerRow>`
    with due as (
      select key from timers
      where due_at <= ${now} and (leased_until is null or leased_until <= ${now}) and kind in (${sql.join(kinds)})
      order by due_at limit ${limit} ${others}
    )
    update timers set lease = ${lease}, leased_until = ${until}
    where key in (select key from due)
    returning *
  `.execute(tx);
  return rows.toSorted((one, other) => one.due_at - other.due_at);
}

/** Ends a timer that was handled. One that was set anew meanwhile stays. */
export async function finishTimer(tx: Tx, { key, lease }: { key: string; lease: string }): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("timers")
    .where("key", "=", key)
    .where("lease", "=", lease)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Lets go of a timer, or holds it for longer; it may be claimed again from `at` on. */
export async function holdTimer(
  tx: Tx,
  { key, lease }: { key: string; lease: string },
  { until, keep }: { until: number; keep: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("timers")
    .set({ leased_until: until, lease: keep ? lease : null })
    .where("key", "=", key)
    .where("lease", "=", lease)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function free(reader: Reader, now: number, kinds: readonly string[]) {
  return reader
    .selectFrom("timers")
    .where("due_at", "<=", now)
    .where((where) => where.or([where("leased_until", "is", null), where("leased_until", "<=", now)]))
    .where("kind", "in", kinds);
}
