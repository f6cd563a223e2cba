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
  let select = matching(reader, query)
    .selectAll()
    .orderBy("index", "desc")
    .limit(limit + 1);
  if (before !== undefined) select = select.where("index", "<", before);
  if (page > 1) select = select.offset((page - 1) * limit);
  const rows = await select.execute();
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
  if (person !== undefined) select = select.where("id", "in", plansOf(reader, person));
  if (visibleTo !== undefined) {
    const { person: id, places } = visibleTo;
    select = select.where((where) =>
      where.or([where("id", "in", plansOf(reader, { id })), where("id", "in", plansShownIn(reader, places))]),
    );
  }
  for (const word of words ?? []) select = select.where(sql<boolean>`words like ${containing(word)} escape '\\'`);
  return select;
}

function plansOf(reader: Reader, { id, parts }: NonNullable<PlanQuery["person"]>) {
  const select = reader.selectFrom("plan_people").select("plan_id").where("person", "=", id);
  return parts === undefined ? select : select.where(among("part", parts));
}

function plansShownIn(reader: Reader, places: readonly string[]) {
  const select = reader.selectFrom("cards").select("plan_id").where("card", "=", "plan");
  return select.where(among("place", places));
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
