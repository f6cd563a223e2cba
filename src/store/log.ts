/**
 * The operation log: appended to, never changed, each entry sealed together with the one before.
 */
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import type { Reader, Tx } from "./store.ts";
import type { LogTable } from "./tables.ts";

export type LogRow = Selectable<LogTable>;

/** Actor and event as JSON text. */
export interface LogEntry {
  readonly at: number;
  readonly actor: string;
  readonly event: string;
}

/** Where a log ends: the number of its entries and the hash of the last. */
export interface LogEnd {
  readonly version: number;
  readonly head: string;
}

/** The end of a log that has nothing in it yet. */
export const EMPTY_LOG: LogEnd = { version: 0, head: "" };

/** Adds entries after `end`; answers with the new end. Somebody else's entry at the same place makes it fail. */
export async function appendLog(tx: Tx, planId: string, end: LogEnd, entries: readonly LogEntry[]): Promise<LogEnd> {
  const { rows, end: after } = sealEntries(planId, end, entries);
  if (rows.length > 0) await tx.insertInto("log").values(rows).execute();
  return after;
}

/** The rows that the entries become, and where the log ends with them: known before anything is stored. */
export function sealEntries(
  planId: string,
  end: LogEnd,
  entries: readonly LogEntry[],
): { readonly rows: readonly LogRow[]; readonly end: LogEnd } {
  const rows: LogRow[] = [];
  let { version, head } = end;
  for (const { at, actor, event } of entries) {
    version += 1;
    const row = { plan_id: planId, seq: version, at, actor, event, previous: head };
    head = hashOf(row);
    rows.push({ ...row, hash: head });
  }
  return { rows, end: { version, head } };
}

/** Entries in order, after `after` (0 for the start). */
export async function readLog(
  reader: Reader,
  planId: string,
  page: { readonly after?: number | undefined; readonly limit?: number | undefined } = {},
): Promise<readonly LogRow[]> {
  let select = reader.selectFrom("log").selectAll().where("plan_id", "=", planId).orderBy("seq");
  if (page.after !== undefined) select = select.where("seq", ">", page.after);
  if (page.limit !== undefined) select = select.limit(page.limit);
  return select.execute();
}

/** The newest entries, newest first; those before `before` when it is given. */
export async function readLogBackwards(
  reader: Reader,
  planId: string,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly LogRow[]> {
  let select = reader.selectFrom("log").selectAll().where("plan_id", "=", planId).orderBy("seq", "desc");
  if (page.before !== undefined) select = select.where("seq", "<", page.before);
  return select.limit(page.limit).execute();
}

export type LogVerdict = { readonly ok: true } | { readonly ok: false; readonly seq: number };

/** Checks a whole log, oldest first; names the first entry that is not what was written. `end` finds a cut-off end too. */
export function verifyLog(rows: readonly LogRow[], end?: LogEnd): LogVerdict {
  let seq = 0;
  let head = EMPTY_LOG.head;
  const [first] = rows;
  for (const row of rows) {
    seq += 1;
    const kept = row.plan_id === first?.plan_id && row.seq === seq && row.previous === head && row.hash === hashOf(row);
    if (!kept) return { ok: false, seq };
    head = row.hash;
  }
  if (end !== undefined && (end.version !== seq || end.head !== head)) return { ok: false, seq: seq + 1 };
  return { ok: true };
}

/** A JSON list has one spelling and one reading, so no two entries share one. */
function hashOf({ plan_id, seq, at, actor, event, previous }: Omit<LogRow, "hash">): string {
  return createHash("sha256")
    .update(JSON.stringify([plan_id, seq, at, actor, event, previous]))
    .digest("hex");
}
