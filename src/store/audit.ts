/**
 * What only somebody who checks the whole database asks for.
 */
import type { Reader } from "./store.ts";

/** Plans that have log entries and no row. */
export async function logsWithoutPlan(reader: Reader): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom("log")
    .select("plan_id")
    .distinct()
    .where("plan_id", "not in", reader.selectFrom("plans").select("id"))
    .orderBy("plan_id")
    .execute();
  return rows.map((row) => row.plan_id);
}

/** The last number that a plan was given; 0 when there was none. */
export async function lastIndex(reader: Reader): Promise<number> {
  const row = await reader.selectFrom("counters").select("value").where("name", "=", "plan").executeTakeFirst();
  return row?.value ?? 0;
}
