/**
 * Plans as they are stored: the snapshot, and who has a part in it.
 */
import type { Insertable, Selectable } from "kysely";
import { isPostgres } from "./dialect.ts";
import type { Reader, Tx } from "./store.ts";
import type { PlanPeopleTable, PlansTable } from "./tables.ts";

export type PlanRow = Selectable<PlansTable>;
export type PlanPart = Pick<Selectable<PlanPeopleTable>, "person" | "part">;

/** Stores a new plan. The log and the people of a plan come after it. */
export async function insertPlan(tx: Tx, row: Insertable<PlansTable>): Promise<void> {
  await tx.insertInto("plans").values(searchable(row)).execute();
}

export async function loadPlan(reader: Reader, id: string): Promise<PlanRow | undefined> {
  return reader.selectFrom("plans").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function loadPlanByIndex(reader: Reader, index: number): Promise<PlanRow | undefined> {
  return reader.selectFrom("plans").selectAll().where("index", "=", index).executeTakeFirst();
}

export async function loadPlanByKey(reader: Reader, key: string): Promise<PlanRow | undefined> {
  return reader.selectFrom("plans").selectAll().where("key", "=", key).executeTakeFirst();
}

/** Loads it to write it: others who lock the same plan wait for this transaction, so that no work is decided twice. */
export async function lockPlan(tx: Tx, id: string): Promise<PlanRow | undefined> {
  const query = tx.selectFrom("plans").selectAll().where("id", "=", id);
  // A SQLite transaction has the whole file to itself from its start.
  return isPostgres(tx) ? query.forUpdate().executeTakeFirst() : query.executeTakeFirst();
}

/** Answers false, and stores nothing, when the plan is no longer at the expected version. */
export async function saveSnapshot(tx: Tx, row: PlanRow, expectedVersion: number): Promise<boolean> {
  const { id, index: _index, created_at: _created, ...rest } = searchable(row);
  const result = await tx
    .updateTable("plans")
    .set(rest)
    .where("id", "=", id)
    .where("version", "=", expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Says anew who has which part in a plan; what was said before is forgotten. */
export async function replacePlanPeople(tx: Tx, planId: string, people: readonly PlanPart[]): Promise<void> {
  await tx.deleteFrom("plan_people").where("plan_id", "=", planId).execute();
  if (people.length === 0) return;
  const plan_index = tx.selectFrom("plans").select("index").where("id", "=", planId).$asScalar();
  const rows = people.map(({ person, part }) => ({ plan_id: planId, plan_index, person, part }));
  await tx
    .insertInto("plan_people")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** PostgreSQL keeps no NUL in a text. The snapshot has it escaped; the columns that lists need do without. */
function searchable<Row extends Insertable<PlansTable>>(row: Row): Row {
  return { ...row, name: row.name.replaceAll("\0", ""), words: row.words.replaceAll("\0", "") };
}

/** Plans that have not ended. */
export async function openPlanIds(reader: Reader): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom("plans")
    .select("id")
    .where("status", "not in", ["success", "cancel"])
    .orderBy("index")
    .execute();
  return rows.map(({ id }) => id);
}
