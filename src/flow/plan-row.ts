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
  const words = [content.name, ...content.tags, ...content.requirements, ...content.items.map(({ name }) => name)];
  return words.join(" ").toLowerCase().slice(0, MOST_WORDS);
}
