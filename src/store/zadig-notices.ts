/**
 * What Zadig told, the cards that show it, and what people answered.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { ZadigAnswersTable, ZadigCardsTable, ZadigHooksTable, ZadigNoticesTable } from "./tables.ts";

export type ZadigHookRow = Selectable<ZadigHooksTable>;
export type ZadigNoticeRow = Selectable<ZadigNoticesTable>;
export type ZadigCardRow = Selectable<ZadigCardsTable>;
export type ZadigAnswerRow = Selectable<ZadigAnswersTable>;

/** Keeps what was sent; undefined when it is new, else the id of what said the same before. */
export async function addZadigHook(tx: Tx, row: ZadigHookRow): Promise<string | undefined> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("zadig_hooks")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return undefined;
  const known = await tx
    .selectFrom("zadig_hooks")
    .select("id")
    .where((where) => where.or([where("digest", "=", row.digest), where("uuid", "=", row.uuid)]))
    .orderBy("at")
    .executeTakeFirst();
  return known?.id ?? row.id;
}

/** Forgets what was sent before; answers how much. */
export async function forgetZadigHooks(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom("zadig_hooks").where("at", "<", before).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Takes hold of a subject until the transaction ends, so that no other changes it meanwhile. */
export async function holdZadigNotice(tx: Tx, subject: string, at: number): Promise<ZadigNoticeRow> {
  return tx
    .insertInto("zadig_notices")
    .values({ subject, notice: null, gate: null, opening: 0, changed_at: at })
    .onConflict((conflict) =>
      conflict.column("subject").doUpdateSet((set) => ({
        // Always later than before, so that a card can tell which of two changes of one millisecond it shows.
        changed_at: set
          .case()
          .when("zadig_notices.changed_at", "<", at)
          .then(at)
          .else(set("zadig_notices.changed_at", "+", 1))
          .end(),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function updateZadigNotice(
  tx: Tx,
  { subject, notice, gate, opening }: Omit<ZadigNoticeRow, "changed_at">,
): Promise<void> {
  await tx.updateTable("zadig_notices").set({ notice, gate, opening }).where("subject", "=", subject).execute();
}

export async function findZadigNotice(reader: Reader, subject: string): Promise<ZadigNoticeRow | undefined> {
  return reader.selectFrom("zadig_notices").selectAll().where("subject", "=", subject).executeTakeFirst();
}

/** The subject that waits at this gate now. */
export async function noticeAtGate(reader: Reader, gate: string): Promise<ZadigNoticeRow | undefined> {
  return reader.selectFrom("zadig_notices").selectAll().where("gate", "=", gate).executeTakeFirst();
}

/** The chats that have, or will have, a card about a subject. */
export async function zadigCardsOf(reader: Reader, subject: string): Promise<readonly ZadigCardRow[]> {
  return reader.selectFrom("zadig_cards").selectAll().where("subject", "=", subject).orderBy("place").execute();
}

export async function findZadigCard(reader: Reader, subject: string, place: string): Promise<ZadigCardRow | undefined> {
  return reader
    .selectFrom("zadig_cards")
    .selectAll()
    .where("subject", "=", subject)
    .where("place", "=", place)
    .executeTakeFirst();
}

/** Remembers that a chat wants a card; one that is known stays as it is. */
export async function addZadigCard(tx: Tx, subject: string, place: string): Promise<void> {
  await tx
    .insertInto("zadig_cards")
    .values({ subject, place, ref: null, shown: null, as_of: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function updateZadigCard(
  tx: Tx,
  { subject, place, ...change }: Pick<ZadigCardRow, "subject" | "place"> & Partial<ZadigCardRow>,
): Promise<void> {
  await tx.updateTable("zadig_cards").set(change).where("subject", "=", subject).where("place", "=", place).execute();
}

/** Cards on these platforms that show less than is known of their subject. */
export async function staleZadigCards(
  reader: Reader,
  platforms: readonly string[],
  limit: number,
): Promise<readonly Pick<ZadigCardRow, "subject" | "place">[]> {
  if (platforms.length === 0) return [];
  return reader
    .selectFrom("zadig_cards")
    .innerJoin("zadig_notices", "zadig_notices.subject", "zadig_cards.subject")
    .select(["zadig_cards.subject", "zadig_cards.place"])
    .whereRef("zadig_cards.as_of", "<", "zadig_notices.changed_at")
    .where((where) =>
      where.or(
        // Places of a platform begin with its name and a colon, after which the next character is a semicolon.
        platforms.map((platform) =>
          where.and([where("place", ">=", `${platform}:`), where("place", "<", `${platform};`)]),
        ),
      ),
    )
    .orderBy("zadig_notices.changed_at", "desc")
    .limit(limit)
    .execute();
}

/** Subjects that wait for an answer, as far as was heard since then; the newest first. */
export async function waitingZadigNotices(
  reader: Reader,
  since: number,
  limit: number,
): Promise<readonly ZadigNoticeRow[]> {
  return reader
    .selectFrom("zadig_notices")
    .selectAll("zadig_notices")
    .leftJoin("zadig_answers", "zadig_answers.gate", "zadig_notices.gate")
    .where("zadig_notices.gate", "is not", null)
    .where("zadig_notices.changed_at", ">=", since)
    .where((where) =>
      where.or([where("zadig_answers.state", "is", null), where("zadig_answers.state", "<>", "answered")]),
    )
    .orderBy("zadig_notices.changed_at", "desc")
    .limit(limit)
    .execute();
}

/** Forgets subjects of which nothing was heard since then, with their cards. */
export async function forgetZadigNotices(tx: Tx, before: number): Promise<void> {
  const old = tx.selectFrom("zadig_notices").select("subject").where("changed_at", "<", before);
  await tx.deleteFrom("zadig_cards").where("subject", "in", old).execute();
  await tx.deleteFrom("zadig_notices").where("changed_at", "<", before).execute();
}

/** The answer that was given at a gate, whatever became of it. */
export async function findZadigAnswer(reader: Reader, gate: string): Promise<ZadigAnswerRow | undefined> {
  return reader.selectFrom("zadig_answers").selectAll().where("gate", "=", gate).executeTakeFirst();
}

/** Writes an answer down; one that Zadig refused while it goes on waiting gives way to it. */
export async function saveZadigAnswer(tx: Tx, row: ZadigAnswerRow): Promise<void> {
  await tx
    .insertInto("zadig_answers")
    .values(row)
    .onConflict((conflict) => conflict.column("gate").doUpdateSet(row))
    .execute();
}

export type AnswerEnd = Pick<ZadigAnswerRow, "state" | "words" | "waiting" | "settled_at">;

export async function settleZadigAnswer(tx: Tx, gate: string, end: AnswerEnd): Promise<void> {
  await tx.updateTable("zadig_answers").set(end).where("gate", "=", gate).execute();
}
