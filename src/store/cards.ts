/**
 * The cards that were sent, and what each shows.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { CardsTable } from "./tables.ts";

export type CardRow = Selectable<CardsTable>;
export type CardName = Pick<CardRow, "plan_id" | "card" | "place">;

export async function cardsOf(reader: Reader, planId: string): Promise<readonly CardRow[]> {
  return reader
    .selectFrom("cards")
    .selectAll()
    .where("plan_id", "=", planId)
    .orderBy("card")
    .orderBy("place")
    .execute();
}

export async function findCard(reader: Reader, { plan_id, card, place }: CardName): Promise<CardRow | undefined> {
  return reader
    .selectFrom("cards")
    .selectAll()
    .where("plan_id", "=", plan_id)
    .where("card", "=", card)
    .where("place", "=", place)
    .executeTakeFirst();
}

/** Remembers that a card is wanted; one that is known stays as it is. Answers whether it is new. */
export async function addCard(tx: Tx, name: CardName): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("cards")
    .values({ ...name, ref: null, shown: null, closed: 0, version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Changes what is known of a card. */
export async function updateCard(
  tx: Tx,
  { plan_id, card, place }: CardName,
  change: Partial<Pick<CardRow, "ref" | "shown" | "closed" | "version">>,
): Promise<void> {
  await tx
    .updateTable("cards")
    .set(change)
    .where("plan_id", "=", plan_id)
    .where("card", "=", card)
    .where("place", "=", place)
    .execute();
}

/** Plans with a card that shows an older version than the plan has: what a reconcile looks at. */
export async function plansWithStaleCards(reader: Reader, limit: number): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom("cards")
    .innerJoin("plans", "plans.id", "cards.plan_id")
    .select("cards.plan_id")
    .distinct()
    .where("cards.closed", "=", 0)
    .whereRef("cards.version", "<", "plans.version")
    .limit(limit)
    .execute();
  return rows.map((row) => row.plan_id);
}

/** Plans with a card that can still change and that this account alone reads. */
export async function plansShownTo(
  reader: Reader,
  { platform, account }: { readonly platform: string; readonly account: string },
): Promise<readonly string[]> {
  const mine = `${platform}:private:${account}:`;
  const rows = await reader
    .selectFrom("cards")
    .select("plan_id")
    .distinct()
    .where("closed", "=", 0)
    .where((where) =>
      where.or([
        where("place", "=", `${platform}:direct:${account}`),
        where.and([where("place", ">=", mine), where("place", "<", `${mine.slice(0, -1)};`)]),
      ]),
    )
    .execute();
  return rows.map((row) => row.plan_id);
}
