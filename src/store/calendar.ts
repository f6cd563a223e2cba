/**
 * The part of the release calendar that the database keeps: freezes begun by command, the last good copy of each feed, and
 * whose links to the calendar are good. One count tells other processes that something changed.
 */
import { nextNumber } from "./counters.ts";
import type { Reader, Tx } from "./store.ts";
import type { CalendarFeedsTable, FreezesTable } from "./tables.ts";

const CHANGES = "calendar-changes";
const NUMBERS = "freeze";

export interface CalendarRows {
  readonly changes: number;
  /** Those that nobody has ended. */
  readonly freezes: readonly FreezesTable[];
  readonly feeds: readonly CalendarFeedsTable[];
}

/** How many changes the calendar has had. */
export async function countCalendarChanges(reader: Reader): Promise<number> {
  const row = await reader.selectFrom("counters").select("value").where("name", "=", CHANGES).executeTakeFirst();
  return row?.value ?? 0;
}

/** The count is read first: a change in between is then seen by the next look at it. */
export async function loadCalendar(reader: Reader): Promise<CalendarRows> {
  const changes = await countCalendarChanges(reader);
  const freezes = await reader
    .selectFrom("freezes")
    .selectAll()
    .where("ended_at", "is", null)
    .orderBy("number")
    .execute();
  const feeds = await reader.selectFrom("calendar_feeds").selectAll().orderBy("name").execute();
  return { changes, freezes, feeds };
}

/** Keeps a freeze; answers its number. */
export async function addFreeze(
  tx: Tx,
  freeze: Omit<FreezesTable, "number" | "ended_at" | "ended_by">,
): Promise<number> {
  const number = await nextNumber(tx, NUMBERS);
  await tx
    .insertInto("freezes")
    .values({ ...freeze, number, ended_at: null, ended_by: null })
    .execute();
  await nextNumber(tx, CHANGES);
  return number;
}

/** Ends a freeze; answers it, or nothing when no freeze of this number holds. */
export async function endFreeze(tx: Tx, number: number, by: string, at: number): Promise<FreezesTable | undefined> {
  const row = await tx
    .updateTable("freezes")
    .set({ ended_at: at, ended_by: by })
    .where("number", "=", number)
    .where("ended_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  if (row) await nextNumber(tx, CHANGES);
  return row;
}

export async function loadFeed(reader: Reader, name: string): Promise<CalendarFeedsTable | undefined> {
  return reader.selectFrom("calendar_feeds").selectAll().where("name", "=", name).executeTakeFirst();
}

/** Keeps what became of reading a feed; a changed body is a change of the calendar. */
export async function saveFeed(tx: Tx, feed: CalendarFeedsTable, changed: boolean): Promise<void> {
  const { name: _name, ...rest } = feed;
  await tx
    .insertInto("calendar_feeds")
    .values(feed)
    .onConflict((conflict) => conflict.column("name").doUpdateSet(rest))
    .execute();
  if (changed) await nextNumber(tx, CHANGES);
}

/** Gives a person a link of their own to the calendar; the one they had is good no longer. */
export async function replaceCalendarLink(tx: Tx, person: string, digest: string, at: number): Promise<void> {
  await tx.deleteFrom("calendar_links").where("person", "=", person).execute();
  await tx.insertInto("calendar_links").values({ digest, person, at }).execute();
}

/** Whose link it is. */
export async function calendarLinkOf(reader: Reader, digest: string): Promise<string | undefined> {
  const found = reader.selectFrom("calendar_links").select("person").where("digest", "=", digest);
  return (await found.executeTakeFirst())?.person;
}
