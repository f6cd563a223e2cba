/**
 * The console's messages: what a chat platform would keep for us.
 */
import { type Selectable, sql } from "kysely";
import { announce } from "./announce.ts";
import { nextNumber } from "./counters.ts";
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

/** Adds a message once per key; a repeat changes nothing and answers with the first one's id. */
export async function addConsoleMessage(tx: Tx, message: NewConsoleMessage): Promise<number> {
  const { key, place, thread = null, author = null, onlyFor = null, body, now } = message;
  // The number is taken first: whoever has it has the console to himself until the commit, a repeat of the key included.
  const change = await nextChange(tx);
  const known = await tx.selectFrom("console_messages").select("id").where("key", "=", key).executeTakeFirst();
  if (known !== undefined) return known.id;
  const { id } = await tx
    .insertInto("console_messages")
    .values({ key, place, thread, author, only_for: onlyFor, body, created_at: now, changed_at: now, change })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Gives a message another body; answers false when there is no such message. */
export async function editConsoleMessage(tx: Tx, id: number, body: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("console_messages")
    .set({ body, changed_at: now, change: await nextChange(tx) })
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

/** What stands in a message's thread, in order. */
export async function listConsoleThread(
  reader: Reader,
  thread: number,
  person: string,
): Promise<readonly ConsoleMessageRow[]> {
  return visibleTo(reader, person).where("thread", "=", thread).orderBy("id").execute();
}

/** How many notes each of these messages has in its thread. */
export async function countConsoleThreads(
  reader: Reader,
  threads: readonly number[],
  person: string,
): Promise<ReadonlyMap<number, number>> {
  if (threads.length === 0) return new Map();
  const rows = await reader
    .selectFrom("console_messages")
    .select((select) => ["thread", select.fn.countAll<number>().as("notes")])
    .where("thread", "in", threads)
    .where((where) => where.or([where("only_for", "is", null), where("only_for", "=", person)]))
    .groupBy("thread")
    .execute();
  return new Map(rows.flatMap(({ thread, notes }) => (thread === null ? [] : [[thread, notes] as const])));
}

/** What was added or changed after `change`, in these places, visible to this person; in the order it happened. */
export async function consoleChangesSince(
  reader: Reader,
  query: { change: number; places: readonly string[]; person: string; limit: number },
): Promise<readonly ConsoleMessageRow[]> {
  if (query.places.length === 0) return [];
  return visibleTo(reader, query.person)
    .where("change", ">", query.change)
    .where("place", "in", query.places)
    .orderBy("change")
    .limit(query.limit)
    .execute();
}

/** The number of the last change: where a reader starts that has just read everything. */
export async function lastConsoleChange(reader: Reader): Promise<number> {
  const row = await reader.selectFrom("counters").select("value").where("name", "=", CHANGES).executeTakeFirst();
  return row?.value ?? 0;
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

const CHANGES = "console-change";

async function nextChange(tx: Tx): Promise<number> {
  await announce(tx, "console");
  return nextNumber(tx, CHANGES);
}

function visibleTo(reader: Reader, person: string) {
  return reader
    .selectFrom("console_messages")
    .selectAll()
    .where((where) => where.or([where("only_for", "is", null), where("only_for", "=", person)]));
}
