/**
 * `gonogo outbox`: what is still to be sent, what was given up, and sending that again.
 */
import { nearTime } from "../chat/texts/when.ts";
import { listDead, outboxStats, sendAgain } from "../flow/outbox.ts";
import type { OutboxRow } from "../store/outbox-rows.ts";
import { openOutboxRows } from "../store/outbox-rows.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job } from "./job.ts";
import { readerAt, withDatabase } from "./job.ts";
import { table } from "./table.ts";
import { TEXTS } from "./texts.ts";

const MOST_ROWS = 100;

/** How much there is of each. */
export async function outboxCounts(job: Job): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const counts = await outboxStats(core.store.read);
    const { due, leased, dead, oldest } = TEXTS[job.lang].outbox;
    const rows = [
      [due, String(counts.due)],
      [leased, String(counts.leased)],
      [dead, String(counts.dead)],
      ...(counts.oldest === undefined ? [] : [[oldest, nearTime(counts.oldest, readerAt(job, core, settings))]]),
    ];
    const [first = [], ...rest] = rows;
    job.answer(table(first, rest), counts);
  });
}

/** What is not sent yet, the oldest first. */
export async function outboxOpen(job: Job): Promise<void> {
  await withDatabase(job, async ({ store }) => answerRows(await openOutboxRows(store.read, MOST_ROWS), job));
}

/** What was given up, the latest first. */
export async function outboxDead(job: Job): Promise<void> {
  await withDatabase(job, async ({ store }) => answerRows(await listDead(store.read, MOST_ROWS), job));
}

function answerRows(all: readonly OutboxRow[], job: Job): void {
  const { outboxColumns: columns, outbox, outboxEmpty } = TEXTS[job.lang];
  const heads = [columns.id, columns.state, columns.kind, columns.lane, columns.tries, columns.error];
  const rows = all.map(({ id, state, kind, lane, attempts, error }) => [
    String(id),
    state === "done" ? state : outbox[state],
    kind,
    lane,
    String(attempts),
    error ?? "",
  ]);
  job.answer(rows.length === 0 ? outboxEmpty : table(heads, rows), { rows: all.map(rowForPrograms) });
}

function rowForPrograms(row: OutboxRow) {
  const { id, kind, lane, state, attempts, error, plan_id: plan, due_at: dueAt, created_at: createdAt } = row;
  return { id, kind, lane, state, attempts, error, plan, dueAt, createdAt, settledAt: row.settled_at };
}

/** Makes one row, or all that were given up, due again. */
export async function outboxSendAgain(job: Job, id: number | undefined, all: boolean): Promise<void> {
  const texts = TEXTS[job.lang];
  if ((id === undefined) === !all) throw new Failure(EXIT.usage, { code: "id-or-all", message: texts.idOrAll });
  await withDatabase(job, async ({ store }) => {
    const again = (row: number) => store.write((tx) => sendAgain(tx, row, job.now()));
    const sent: number[] = [];
    if (id !== undefined) {
      if (!(await again(id))) throw new Failure(EXIT.refused, { code: "not-dead", message: texts.notDead(id), id });
      sent.push(id);
    } else {
      for (const row of await listDead(store.read, Number.MAX_SAFE_INTEGER)) if (await again(row.id)) sent.push(row.id);
    }
    job.answer(texts.sentAgain(sent.length), { sent });
  });
}
