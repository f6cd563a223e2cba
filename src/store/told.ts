/**
 * How much people were told: messages counted by person and day, and what was held back when they had been told enough.
 */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { HeldNoticesTable } from "./tables.ts";

export type HeldNotice = Selectable<HeldNoticesTable>;

/** Counts one more message; answers false, and counts nothing, when the person has had `most` on that day. */
export async function countTold(tx: Tx, person: string, day: string, most: number): Promise<boolean> {
  if (most <= 0) return false;
  const row = await tx
    .insertInto("told")
    .values({ person, day, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["person", "day"])
        .doUpdateSet({ count: sql<number>`told.count + 1` })
        .where("told.count", "<", most),
    )
    .returning("count")
    .executeTakeFirst();
  return row !== undefined;
}

/** Who has had `most` messages, as `person day`, on that day or later. */
export async function toldEnough(reader: Reader, since: string, most: number): Promise<ReadonlySet<string>> {
  const rows = await reader
    .selectFrom("told")
    .select(["person", "day"])
    .where("day", ">=", since)
    .where("count", ">=", most)
    .execute();
  return new Set(rows.map(({ person, day }) => `${person} ${day}`));
}

/** Keeps what the person could not be told on that day. */
export async function holdNotice(tx: Tx, notice: HeldNotice): Promise<void> {
  await tx
    .insertInto("held_notices")
    .values(notice)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What the person could not be told on that day, in the order of plans and their logs. */
export async function heldNotices(reader: Reader, person: string, day: string): Promise<readonly HeldNotice[]> {
  return reader
    .selectFrom("held_notices")
    .selectAll()
    .where("person", "=", person)
    .where("day", "=", day)
    .orderBy("plan_id")
    .orderBy("seq")
    .execute();
}

/** Forgets counts and held notices of days before. */
export async function forgetTold(tx: Tx, before: string): Promise<void> {
  await tx.deleteFrom("told").where("day", "<", before).execute();
  await tx.deleteFrom("held_notices").where("day", "<", before).execute();
}
