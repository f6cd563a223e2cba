/**
 * Rows of plans for tests that are not about what is in them.
 */
import type { PlanRow } from "../../src/store/plans.ts";

/** A plan's row; `index` makes it another plan. */
export function planRow(change: Partial<PlanRow> = {}): PlanRow {
  const { index = 1 } = change;
  return {
    id: `plan-${index}`,
    index,
    key: null,
    status: "planning",
    name: `Release ${index}`,
    manager: "ada",
    words: `release ${index} shop`,
    closes_at: null,
    created_at: 1_795_000_000_000,
    changed_at: 1_795_000_000_000,
    version: 0,
    head: "",
    snapshot: "{}",
    ...change,
  };
}
