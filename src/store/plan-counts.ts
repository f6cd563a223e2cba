/**
 * How many plans there are, for whoever watches the instance.
 */
import type { Reader } from "./store.ts";

/** How many plans have each status; a status that no plan has is left out. */
export async function countByStatus(reader: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await reader
    .selectFrom("plans")
    .select((select) => ["status", select.fn.countAll<number>().as("plans")])
    .groupBy("status")
    .execute();
  return new Map(rows.map(({ status, plans }) => [status, Number(plans)]));
}
