/**
 * What chats asked to hear from other systems.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { SubscriptionsTable } from "./tables.ts";

export type SubscriptionRow = Selectable<SubscriptionsTable>;

/** Keeps a subscription; the same chat with the same filter has one, and the newest says what it hears. */
export async function saveSubscription(tx: Tx, row: SubscriptionRow): Promise<void> {
  const { events, by_person, at } = row;
  await tx
    .insertInto("subscriptions")
    .values(row)
    .onConflict((conflict) => conflict.columns(["place", "source", "filter"]).doUpdateSet({ events, by_person, at }))
    .execute();
}

/** Ends all that a chat hears from a source; answers how many subscriptions that were. */
export async function endSubscriptions(tx: Tx, place: string, source: SubscriptionRow["source"]): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom("subscriptions")
    .where("place", "=", place)
    .where("source", "=", source)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What one chat hears, the oldest first. */
export async function subscriptionsAt(reader: Reader, place: string): Promise<readonly SubscriptionRow[]> {
  return reader
    .selectFrom("subscriptions")
    .selectAll()
    .where("place", "=", place)
    .orderBy("at")
    .orderBy("filter")
    .execute();
}

/** Every chat's subscriptions to a source. */
export async function subscriptionsTo(
  reader: Reader,
  source: SubscriptionRow["source"],
): Promise<readonly SubscriptionRow[]> {
  return reader.selectFrom("subscriptions").selectAll().where("source", "=", source).orderBy("place").execute();
}
