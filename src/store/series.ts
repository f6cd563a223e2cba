/**
 * Plans that recur, as rows. `next_at` is the watermark: whoever has made the plan of that time moves it on.
 */
import { nextNumber } from "./counters.ts";
import type { Reader, Tx } from "./store.ts";
import type { SeriesTable } from "./tables.ts";

const NUMBERS = "series";

/** Keeps a series; answers its number. */
export async function addSeries(tx: Tx, series: Omit<SeriesTable, "number" | "ended_at">): Promise<number> {
  const number = await nextNumber(tx, NUMBERS);
  await tx
    .insertInto("series")
    .values({ ...series, number, ended_at: null })
    .execute();
  return number;
}

/** Those that have not ended. */
export async function listSeries(reader: Reader): Promise<readonly SeriesTable[]> {
  return reader.selectFrom("series").selectAll().where("ended_at", "is", null).orderBy("number").execute();
}

export async function findSeries(reader: Reader, number: number): Promise<SeriesTable | undefined> {
  const found = reader.selectFrom("series").selectAll().where("number", "=", number).where("ended_at", "is", null);
  return found.executeTakeFirst();
}

/** Moves the next time on; false when somebody else has, or it was paused or ended meanwhile. */
export async function moveSeries(
  tx: Tx,
  number: number,
  { from, to }: { readonly from: number | null; readonly to: number | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("series")
    .set({ next_at: to })
    .where("number", "=", number)
    .where("ended_at", "is", null)
    .where((where) => (from === null ? where("next_at", "is", null) : where("next_at", "=", from)))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endSeries(tx: Tx, number: number, at: number): Promise<void> {
  await tx
    .updateTable("series")
    .set({ ended_at: at, next_at: null })
    .where("number", "=", number)
    .where("ended_at", "is", null)
    .execute();
}
