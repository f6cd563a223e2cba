/**
 * Authenticators as rows: the secret is encrypted by whoever keeps it here.
 */
import type { Selectable } from "kysely";
import type { Reader } from "./store.ts";
import type { FactorsTable } from "./tables.ts";

export type FactorRow = Selectable<FactorsTable>;

export async function findFactor(reader: Reader, person: string): Promise<FactorRow | undefined> {
  return reader.selectFrom("factors").selectAll().where("person", "=", person).executeTakeFirst();
}

/** When the person gave a second factor last. */
export async function provenAt(reader: Reader, person: string): Promise<number | undefined> {
  return (await findFactor(reader, person))?.proven_at ?? undefined;
}
