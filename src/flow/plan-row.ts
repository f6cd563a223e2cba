/**
 * A plan as its row: the snapshot, and the columns lists and searches need.
 */
import type { Plan } from "../plan/plan.ts";
import type { PlansTable } from "../store/tables.ts";

/** Long enough to find a plan by, short enough to scan. */
const MOST_WORDS = 2_000;

/** The snapshot is this product's own writing, so its shape is taken at its word. */
export function planOf({ snapshot }: Pick<PlansTable, "snapshot">): Plan {
  return JSON.parse(snapshot);
}

export function rowOf(plan: Plan, version: number, head: string): PlansTable {
  const { id, index, key, status, content, manager, createdAt, changedAt } = plan;
  return {
    id,
    index,
    key: key ?? null,
    status,
    name: content.name,
    manager,
    words: wordsOf(plan),
    closes_at: content.window?.closes ?? null,
    created_at: createdAt,
    changed_at: changedAt,
    version,
    head,
    snapshot: JSON.stringify(plan),
  };
}

function wordsOf({ content }: Plan): string {
  const { name, tags, requirements, items, custom = {} } = content;
  const own = Object.values(custom).filter((value) => typeof value !== "boolean");
  const words = [name, ...tags, ...requirements, ...own.flat(), ...items.map((item) => item.name)];
  return words.join(" ").toLowerCase().slice(0, MOST_WORDS);
}
