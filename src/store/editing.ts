/**
 * Who has a form open on which part of a plan.
 */
import type { Selectable } from "kysely";
import type { Tx } from "./store.ts";
import type { EditingTable } from "./tables.ts";

export type EditingRow = Selectable<EditingTable>;

/** Notes that somebody edits a section, and answers who else does. What has run out is forgotten. */
export async function beginEditing(tx: Tx, row: EditingRow): Promise<readonly EditingRow[]> {
  await tx.deleteFrom("editing").where("until", "<=", row.since).execute();
  await tx
    .insertInto("editing")
    .values(row)
    .onConflict((conflict) => conflict.columns(["plan_id", "section", "person"]).doUpdateSet({ until: row.until }))
    .execute();
  return tx
    .selectFrom("editing")
    .selectAll()
    .where("plan_id", "=", row.plan_id)
    .where("section", "=", row.section)
    .where("person", "!=", row.person)
    .orderBy("since")
    .orderBy("person")
    .execute();
}

export async function endEditing(tx: Tx, row: Pick<EditingRow, "plan_id" | "section" | "person">): Promise<void> {
  await tx
    .deleteFrom("editing")
    .where("plan_id", "=", row.plan_id)
    .where("section", "=", row.section)
    .where("person", "=", row.person)
    .execute();
}
