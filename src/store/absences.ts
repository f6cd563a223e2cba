/**
 * Who is away, as the platforms say: each platform's word takes the place of its word before.
 */
import type { Selectable } from "kysely";
import type { Tx } from "./store.ts";
import type { AbsencesTable } from "./tables.ts";

export type AbsenceRow = Selectable<AbsencesTable>;

export async function replaceAbsences(tx: Tx, source: string, rows: readonly AbsenceRow[]): Promise<void> {
  await tx.deleteFrom("absences").where("source", "=", source).execute();
  if (rows.length === 0) return;
  await tx
    .insertInto("absences")
    .values([...rows])
    .execute();
}
