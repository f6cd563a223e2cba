/**
 * Lists of plans, newest first.
 */
import { sql } from "kysely";
import type { PlanRow } from "./plans.ts";
import type { Reader } from "./store.ts";
import type { PlanPeopleTable } from "./tables.ts";

export interface PlanQuery {
  readonly statuses?: readonly string[] | undefined;
  /** Plans in which this person has one of these parts; any part when none is named. */
  readonly person?:
    | { readonly id: string; readonly parts?: readonly PlanPeopleTable["part"][] | undefined }
    | undefined;
  /** Plans in which this person has a part, or whose card is in one of these places. */
  readonly visibleTo?: { readonly person: string; readonly places: readonly string[] } | undefined;
  /** All of these must occur, in any case, in the name, the tags or the items' names. */
  readonly words?: readonly string[] | undefined;
  /** Only plans with a smaller index: the last one of the page before. Stays fast however deep. */
  readonly before?: number | undefined;
  /** Or the page by its number, from 1. */
  readonly page?: number | undefined;
  readonly limit: number;
}

export interface PlanPage {
  readonly rows: readonly PlanRow[];
  readonly more: boolean;
}

/** One page of the plans that the query is about. */
export async function listPlans(reader: Reader, query: PlanQuery): Promise<PlanPage> {
  const { before, page = 1, limit } = query;
  // Only the numbers are searched and sorted; the snapshots are fetched for those on the page.
  let found = matching(reader, query)
    .select("index")
    .orderBy("index", "desc")
    .limit(limit + 1);
  if (before !== undefined) found = found.where("index", "<", before);
  if (page > 1) found = found.offset((page - 1) * limit);
  const rows = await reader
    .selectFrom("plans")
    .selectAll()
    .where("index", "in", found)
    .orderBy("index", "desc")
    .execute();
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** How many plans the query is about, on all pages. */
export async function countPlans(reader: Reader, query: Omit<PlanQuery, "before" | "page" | "limit">): Promise<number> {
  const { total } = await matching(reader, query)
    .select((select) => select.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return total;
}

function matching(reader: Reader, { statuses, person, visibleTo, words }: Omit<PlanQuery, "limit">) {
  let select = reader.selectFrom("plans");
  if (statuses !== undefined) select = select.where(among("status", statuses));
  if (person !== undefined) select = select.where("index", "in", plansOf(reader, person));
  if (visibleTo !== undefined) select = select.where(visible(visibleTo));
  for (const word of words ?? []) select = select.where(sql<boolean>`words like ${containing(word)} escape '\\'`);
  return select;
}

function plansOf(reader: Reader, { id, parts }: NonNullable<PlanQuery["person"]>) {
  const select = reader.selectFrom("plan_people").select("plan_index").where("person", "=", id);
  return parts === undefined ? select : select.where(among("part", parts));
}

/** Most people may see most plans, so this is asked of the newest plans one by one rather than of all at once. */
function visible({ person, places }: NonNullable<PlanQuery["visibleTo"]>) {
  return sql<boolean>`(
    exists (select 1 from plan_people where plan_people.plan_id = plans.id and person = ${person})
    or exists (select 1 from cards where cards.plan_id = plans.id and card = 'plan' and ${among("place", places)})
  )`;
}

/** One value is an equality, for which an index also gives the order; none is nothing, which SQL cannot say as a list. */
function among(column: "status" | "part" | "place", values: readonly string[]) {
  if (values.length === 0) return sql<boolean>`1 = 0`;
  const [only] = values;
  return values.length === 1
    ? sql<boolean>`${sql.ref(column)} = ${only}`
    : sql<boolean>`${sql.ref(column)} in (${sql.join(values)})`;
}

function containing(word: string): string {
  return `%${word
    .toLowerCase()
    .replaceAll("\0", "")
    .replace(/[\\%_]/g, "\\$&")}%`;
}

/** How many plans wait for each person; who has none is left out. */
export async function countWaiting(reader: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await reader
    .selectFrom("plan_people")
    .select((select) => ["person", select.fn.countAll<number>().as("plans")])
    .where("part", "=", "waiting")
    .groupBy("person")
    .execute();
  return new Map(rows.map(({ person, plans }) => [person, plans]));
}

/** Plans that wait for an approval in which one of these people has a part. */
export async function plansAskingOf(reader: Reader, people: readonly string[]): Promise<readonly string[]> {
  if (people.length === 0) return [];
  const rows = await reader
    .selectFrom("plan_people")
    .innerJoin("plans", "plans.id", "plan_people.plan_id")
    .select("plans.id")
    .distinct()
    .where("plans.status", "=", "wait_for_approval")
    .where("plan_people.part", "=", "approver")
    .where("plan_people.person", "in", people)
    .execute();
  return rows.map(({ id }) => id);
}
