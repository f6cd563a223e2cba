/**
 * Whether a stored plan is what its log says, and its log what was written.
 */
import { rowOf } from "../flow/plan-row.ts";
import { canonicalJson, same } from "../plan/digest.ts";
import type { PlanEvent } from "../plan/event.ts";
import { replay } from "../plan/evolve.ts";
import type { Plan } from "../plan/plan.ts";
import type { LogRow } from "../store/log.ts";
import { verifyLog } from "../store/log.ts";
import type { PlanRow } from "../store/plans.ts";

export type Damage =
  /** An entry that is not what was written, or does not follow the one before. */
  | { readonly kind: "entry"; readonly index: number; readonly seq: number }
  /** The log has fewer entries than the plan has counted, from `seq` on. */
  | { readonly kind: "end"; readonly index: number; readonly seq: number }
  /** The log is whole, and what is stored of the plan differs. */
  | { readonly kind: "snapshot"; readonly index: number; readonly what: string }
  | { readonly kind: "unreadable"; readonly index: number; readonly what: string };

/** What is wrong with a plan first, or nothing. `rows` is its whole log, oldest first. */
export function planDamage(row: PlanRow, rows: readonly LogRow[]): Damage | undefined {
  const { index, id } = row;
  const chain = verifyLog(rows);
  if (!chain.ok) return { kind: "entry", index, seq: chain.seq };
  const stranger = rows.find((entry) => entry.plan_id !== id);
  if (stranger) return { kind: "entry", index, seq: stranger.seq };
  if (rows.length < row.version) return { kind: "end", index, seq: rows.length + 1 };
  if (rows.length > row.version) return { kind: "entry", index, seq: row.version + 1 };
  return foldDamage(row, rows);
}

function foldDamage(row: PlanRow, rows: readonly LogRow[]): Damage | undefined {
  const { index } = row;
  const folded = fold(rows);
  if (folded === undefined) return { kind: "unreadable", index, what: "log" };
  const snapshot = parsed(row.snapshot);
  if (snapshot === undefined) return { kind: "unreadable", index, what: "snapshot" };
  if (canonicalJson(snapshot) !== canonicalJson(folded)) return { kind: "snapshot", index, what: "snapshot" };
  const wanted = rowOf(folded, rows.length, rows.at(-1)?.hash ?? "");
  const { snapshot: _text, ...columns } = wanted;
  const stored: Readonly<Record<string, unknown>> = { ...row };
  // PostgreSQL keeps no NUL in the columns that lists need.
  const differs = Object.entries(columns).find(([column, value]) => !same(stored[column], withoutNul(value)));
  return differs && { kind: "snapshot", index, what: differs[0] };
}

function withoutNul(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "") : value;
}

function fold(rows: readonly LogRow[]): Plan | undefined {
  try {
    const events: readonly PlanEvent[] = rows.map(({ event }) => JSON.parse(event));
    return replay(events);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
