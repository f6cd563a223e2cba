/**
 * Hook endpoints that asked to be left alone.
 */
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { EndpointStatesTable } from "./tables.ts";

export type EndpointStateRow = Selectable<EndpointStatesTable>;

/** Remembers that nothing more is to be sent there; the first reason stays. */
export async function disableEndpoint(tx: Tx, row: EndpointStateRow): Promise<void> {
  await tx
    .insertInto("endpoint_states")
    .values(row)
    .onConflict((conflict) => conflict.column("endpoint").doNothing())
    .execute();
}

/** Answers false when it was not disabled. */
export async function enableEndpoint(tx: Tx, endpoint: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("endpoint_states").where("endpoint", "=", endpoint).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function disabledEndpoints(reader: Reader): Promise<readonly EndpointStateRow[]> {
  return reader.selectFrom("endpoint_states").selectAll().orderBy("endpoint").execute();
}

export async function findDisabled(reader: Reader, endpoint: string): Promise<EndpointStateRow | undefined> {
  return reader.selectFrom("endpoint_states").selectAll().where("endpoint", "=", endpoint).executeTakeFirst();
}
