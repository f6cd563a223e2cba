/**
 * What workflows are made of, by digest: kept so that a later one can be compared, and told to hook receivers.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { DefinitionsTable } from "./tables.ts";

export type DefinitionRow = Selectable<DefinitionsTable>;

/** Keeps definitions; what is known already stays as it is. */
export async function keepDefinitions(tx: Tx, rows: readonly DefinitionRow[]): Promise<void> {
  for (const row of rows) {
    await tx
      .insertInto("definitions")
      .values(row)
      .onConflict((conflict) => conflict.column("digest").doNothing())
      .execute();
  }
}

export async function findDefinition(reader: Reader, digest: string): Promise<DefinitionRow | undefined> {
  return reader.selectFrom("definitions").selectAll().where("digest", "=", digest).executeTakeFirst();
}
