/**
 * Named plans to start from.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { TemplatesTable } from "./tables.ts";

export type TemplateRow = Selectable<TemplatesTable>;

/** Saves under its name; what had the name before is replaced. */
export async function saveTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  const { name: _name, ...rest } = row;
  await tx
    .insertInto("templates")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doUpdateSet(rest))
    .execute();
}

export async function findTemplate(reader: Reader, name: string): Promise<TemplateRow | undefined> {
  return reader.selectFrom("templates").selectAll().where("name", "=", name).executeTakeFirst();
}

export async function listTemplates(reader: Reader): Promise<readonly TemplateRow[]> {
  return reader.selectFrom("templates").selectAll().orderBy("name").execute();
}

export async function removeTemplate(tx: Tx, name: string): Promise<void> {
  await tx.deleteFrom("templates").where("name", "=", name).execute();
}
