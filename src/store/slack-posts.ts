/**
 * What was posted to Slack, by key: Slack forgets that it was asked, so that it is remembered here.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { SlackPostsTable } from "./tables.ts";

export type SlackPostRow = Selectable<SlackPostsTable>;

export async function findSlackPost(reader: Reader, key: string): Promise<SlackPostRow | undefined> {
  return reader.selectFrom("slack_posts").selectAll().where("key", "=", key).executeTakeFirst();
}

/** Before Slack is asked; the first time stays. */
export async function beginSlackPost(tx: Tx, key: string, now: number): Promise<void> {
  await tx
    .insertInto("slack_posts")
    .values({ key, tried_at: now, ref: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function settleSlackPost(tx: Tx, key: string, ref: string): Promise<void> {
  await tx.updateTable("slack_posts").set({ ref }).where("key", "=", key).execute();
}

/** Forgets a try that came to nothing for sure; what was posted stays. */
export async function dropSlackPost(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom("slack_posts").where("key", "=", key).where("ref", "is", null).execute();
}

/** Forgets what nobody asks for again. */
export async function forgetSlackPosts(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom("slack_posts").where("tried_at", "<", before).execute();
}
