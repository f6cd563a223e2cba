/**
 * Drafts made of plain language.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { DraftsTable } from "./tables.ts";

export type DraftRow = Selectable<DraftsTable>;

/** Keeps a draft; one of this id that is there already stays as it is. What has run out is forgotten. */
export async function keepDraft(tx: Tx, row: DraftRow, now: number): Promise<void> {
  await tx.deleteFrom("drafts").where("until", "<=", now).execute();
  await tx
    .insertInto("drafts")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** Undefined for one of somebody else, and for one that has run out. */
export async function findDraft(
  reader: Reader,
  id: string,
  author: string,
  now: number,
): Promise<DraftRow | undefined> {
  return reader
    .selectFrom("drafts")
    .selectAll()
    .where("id", "=", id)
    .where("author", "=", author)
    .where("until", ">", now)
    .executeTakeFirst();
}

/** A draft that was made a plan stays that. */
export async function endDraft(tx: Tx, id: string, state: "made" | "dropped", plan: string | null): Promise<void> {
  await tx
    .updateTable("drafts")
    .set({ state, plan_id: plan })
    .where("id", "=", id)
    .where("state", "!=", "made")
    .execute();
}

/** The next attempt asks another question; of two that were refused together it is the same one. */
export async function tryDraftAgain(tx: Tx, id: string, tries: number): Promise<void> {
  await tx
    .updateTable("drafts")
    .set({ tries: tries + 1 })
    .where("id", "=", id)
    .where("tries", "=", tries)
    .execute();
}
