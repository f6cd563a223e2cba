/**
 * The console's messages: what a chat platform would keep for us.
 */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { announce } from "./announce.ts";
import type { Reader, Tx } from "./store.ts";
import type { ConsoleMessagesTable } from "./tables.ts";

export type ConsoleMessageRow = Selectable<ConsoleMessagesTable>;

export interface NewConsoleMessage {
  readonly key: string;
  readonly place: string;
  readonly thread?: number | undefined;
  /** A directory name; the bot when absent. */
  readonly author?: string | undefined;
  readonly onlyFor?: string | undefined;
  readonly body: string;
  readonly now: number;
}

/** Adds a message once per key; a repeat changes nothing. Answers the message that has the key. */
export async function addConsoleMessage(tx: Tx, message: NewConsoleMessage): Promise<ConsoleMessageRow> {
  const { key, place, thread = null, author = null, onlyFor = null, body, now } = message;
  const known = await tx.selectFrom("console_messages").selectAll().where("key", "=", key).executeTakeFirst();
  if (known !== undefined) return known;
  await announce(tx, "console");
  return tx
    .insertInto("console_messages")
    .values({ key, place, thread, author, only_for: onlyFor, body, created_at: now, changed_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Gives a message another body; answers false when there is no such message. */
export async function editConsoleMessage(tx: Tx, id: number, body: string, now: number): Promise<boolean> {
  await announce(tx, "console");
  const { numUpdatedRows } = await tx
    .updateTable("console_messages")
    .set({ body, changed_at: now })
    .where("id", "=", id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findConsoleMessage(reader: Reader, id: number): Promise<ConsoleMessageRow | undefined> {
  return reader.selectFrom("console_messages").selectAll().where("id", "=", id).executeTakeFirst();
}

export interface ConsolePage {
  readonly limit: number;
  /** Only messages with a smaller id. */
  readonly before?: number | undefined;
}

/** The newest messages of a place that this person may see, oldest of them first; threads are not among them. */
export async function listConsoleMessages(
  reader: Reader,
  place: string,
  person: string,
  { limit, before }: ConsolePage,
): Promise<readonly ConsoleMessageRow[]> {
  let select = visibleTo(reader, person).where("place", "=", place).where("thread", "is", null);
  if (before !== undefined) select = select.where("id", "<", before);
  return (await select.orderBy("id", "desc").limit(limit).execute()).reverse();
}

/** The newest notes of a message's thread, in order. */
export async function listConsoleThread(
  reader: Reader,
  thread: number,
  person: string,
  limit: number,
): Promise<readonly ConsoleMessageRow[]> {
  const newest = await visibleTo(reader, person)
    .where("thread", "=", thread)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return newest.reverse();
}

export interface ConsoleThread {
  readonly count: number;
  readonly last: ConsoleMessageRow;
}

/** The threads of these messages, as far as this person may see them; those without any note are left out. */
export async function consoleThreads(
  reader: Reader,
  messages: readonly number[],
  person: string,
): Promise<ReadonlyMap<number, ConsoleThread>> {
  if (messages.length === 0) return new Map();
  const counts = await reader
    .selectFrom("console_messages")
    .select((select) => ["thread", select.fn.countAll<number>().as("count"), select.fn.max("id").as("last")])
    .where("thread", "in", messages)
    .where((where) => where.or([where("only_for", "is", null), where("only_for", "=", person)]))
    .groupBy("thread")
    .execute();
  const last = await lastOf(
    reader,
    counts.map((row) => row.last),
  );
  return new Map(
    counts.flatMap(({ thread, count, last: id }) => {
      const message = last.get(id);
      return thread === null || message === undefined ? [] : [[thread, { count, last: message }] as const];
    }),
  );
}

async function lastOf(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, ConsoleMessageRow>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.selectFrom("console_messages").selectAll().where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * What was written or edited at or after this time, everywhere, private messages too, in the order of the change. A commit
 * may come a moment after its time: who follows asks again for the last moments.
 */
export async function consoleChangesSince(
  reader: Reader,
  since: number,
  limit: number,
): Promise<readonly ConsoleMessageRow[]> {
  return reader
    .selectFrom("console_messages")
    .selectAll()
    .where("changed_at", ">=", since)
    .orderBy("changed_at")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Remembers the last message that a person has seen in a place; it never goes back. */
export async function markConsoleSeen(tx: Tx, person: string, place: string, message: number): Promise<void> {
  await tx
    .insertInto("console_seen")
    .values({ person, place, message })
    .onConflict((conflict) =>
      conflict.columns(["person", "place"]).doUpdateSet({ message }).where("console_seen.message", "<", message),
    )
    .execute();
}

/** Messages by others, outside threads, that this person has not seen, by place; places without any are left out. */
export async function unreadConsoleMessages(
  reader: Reader,
  person: string,
  places: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (places.length === 0) return new Map();
  const rows = await reader
    .selectFrom("console_messages as message")
    .leftJoin("console_seen as seen", (join) =>
      join.onRef("seen.place", "=", "message.place").on("seen.person", "=", person),
    )
    .select((select) => ["message.place", select.fn.countAll<number>().as("unread")])
    .where("message.place", "in", places)
    .where("message.thread", "is", null)
    .where((where) => where.or([where("only_for", "is", null), where("only_for", "=", person)]))
    .where((where) => where.or([where("author", "is", null), where("author", "!=", person)]))
    .where(sql<boolean>`message.id > coalesce(seen.message, 0)`)
    .groupBy("message.place")
    .execute();
  return new Map(rows.map(({ place, unread }) => [place, unread]));
}

function visibleTo(reader: Reader, person: string) {
  return reader
    .selectFrom("console_messages")
    .selectAll()
    .where((where) => where.or([where("only_for", "is", null), where("only_for", "=", person)]));
}
