/**
 * Plans to look at: by number, by key, in lists, and their logs.
 */
import type { Instant, PersonId } from "../plan/content.ts";
import type { PlanEvent } from "../plan/event.ts";
import type { Plan } from "../plan/plan.ts";
import { STATUSES } from "../plan/plan.ts";
import type { Version } from "../plan/versions.ts";
import { versionsIn } from "../plan/versions.ts";
import { readLog, readLogBackwards } from "../store/log.ts";
import type { PlanQuery } from "../store/plan-list.ts";
import { countPlans, listPlans } from "../store/plan-list.ts";
import type { PlanRow } from "../store/plans.ts";
import { loadPlan, loadPlanByIndex, loadPlanByKey } from "../store/plans.ts";
import type { Store } from "../store/store.ts";
import { planOf } from "./plan-row.ts";

export const PLANS_A_PAGE = 10;
export const ENTRIES_A_PAGE = 20;
const ENTRIES_A_LOOK = 20;

export type ListScope = "mine" | "waiting" | "open" | "done" | "all";

export interface ListQuery {
  readonly scope: ListScope;
  readonly words: readonly string[];
  /** From 1. */
  readonly page: number;
  readonly reader: PersonId;
  /** True for an admin, who sees every plan. */
  readonly all: boolean;
}

export interface LogEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly event: PlanEvent;
}

export type PlanShelf = ReturnType<typeof createPlanShelf>;

/** `placesOf` names the places of the rooms a person is in: plans announced there may be read. */
export function createPlanShelf(store: Store, placesOf: (person: PersonId) => readonly string[]) {
  const one = (row: PlanRow | undefined): Plan | undefined => row && planOf(row);
  return {
    pageLength: PLANS_A_PAGE,
    byId: async (id: string) => one(await loadPlan(store.read, id)),
    byIndex: async (index: number) => one(await loadPlanByIndex(store.read, index)),
    byKey: async (key: string) => one(await loadPlanByKey(store.read, key)),

    async list(query: ListQuery) {
      const wanted = queryOf(query, placesOf);
      const [page, total] = await Promise.all([
        listPlans(store.read, { ...wanted, page: query.page, limit: PLANS_A_PAGE }),
        countPlans(store.read, wanted),
      ]);
      return { plans: page.rows.map(planOf), more: page.more, total };
    },

    /** The newest entries, newest first; those before entry `before` when it is given. */
    async log(planId: string, before?: number) {
      const rows = await readLogBackwards(store.read, planId, { before, limit: ENTRIES_A_PAGE + 1 });
      return { entries: rows.slice(0, ENTRIES_A_PAGE).map(entryOf), more: rows.length > ENTRIES_A_PAGE };
    },

    /** What the plan's content has been, oldest first. */
    async versions(planId: string) {
      return versionsIn((await readLog(store.read, planId)).map((row) => entryOf(row).event));
    },

    /** The newest version of this digest, without its number: what is asked for is mostly a few entries back. */
    async versionOf(planId: string, digest: string): Promise<Omit<Version, "number"> | undefined> {
      for (let before: number | undefined; before !== 0; ) {
        const rows = await readLogBackwards(store.read, planId, { before, limit: ENTRIES_A_LOOK });
        const found = versionsIn(rows.map((row) => entryOf(row).event)).find((version) => version.digest === digest);
        if (found) return found;
        before = rows.length < ENTRIES_A_LOOK ? 0 : rows.at(-1)?.seq;
      }
      return undefined;
    },

    /** The whole log, oldest first. */
    async wholeLog(planId: string) {
      return (await readLog(store.read, planId)).map(entryOf);
    },
  };
}

function queryOf(
  { scope, words, reader, all }: ListQuery,
  placesOf: (person: PersonId) => readonly string[],
): Omit<PlanQuery, "limit"> {
  const visibleTo = all ? undefined : { person: reader, places: placesOf(reader) };
  const open = STATUSES.filter((status) => status !== "success" && status !== "cancel");
  switch (scope) {
    case "mine":
      return { words, person: { id: reader, parts: ["manager", "owner", "approver", "editor", "creator"] } };
    case "waiting":
      return { words, person: { id: reader, parts: ["waiting"] } };
    case "open":
      return { words, statuses: open, visibleTo };
    case "done":
      return { words, statuses: ["success", "cancel"], visibleTo };
    case "all":
      return { words, visibleTo };
  }
}

/** Log entries are this product's own writing, so their shape is taken at its word. */
function entryOf({ seq, at, event }: { readonly seq: number; readonly at: number; readonly event: string }): LogEntry {
  return { seq, at, event: JSON.parse(event) };
}
