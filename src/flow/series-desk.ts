/**
 * Having a template recur: the one rule for chat, the API and the command line.
 */
import type { NewSeries, Series, SeriesAnswer, SeriesDesk, SeriesProblem } from "../chat/series.ts";
import { readEvery } from "../chat/times/every.ts";
import { isRule, nextOccurrence } from "../people/calendar/recurrence.ts";
import type { Actor } from "../plan/plan.ts";
import { findKey, insertKey } from "../store/keys.ts";
import { addSeries, endSeries, findSeries, listSeries, moveSeries } from "../store/series.ts";
import type { Store, Tx } from "../store/store.ts";
import { findTemplate } from "../store/templates.ts";
import type { Door } from "./door.ts";
import type { SeriesPlanNeeds } from "./series-plan.ts";
import { makeSeriesPlan, seriesOf } from "./series-plan.ts";
import { clearTimer, setTimer } from "./timers.ts";

export interface SeriesDeskNeeds extends SeriesPlanNeeds {
  readonly store: Store;
  readonly door: Pick<Door, "consider">;
  readonly now: () => number;
}

export function createSeriesDesk(needs: SeriesDeskNeeds): SeriesDesk {
  const { store, now } = needs;
  return {
    list: async () => (await listSeries(store.read)).map(seriesOf),
    begin: (asked, by, key) => begin(asked, by, key, needs),
    pause: (number, by) =>
      change(number, by, needs, async (tx, { next, ...series }) => {
        await clearTimer(tx, timerKey(number));
        await moveSeries(tx, number, { from: next ?? null, to: null });
        return { ok: true, series };
      }),
    resume: (number, by) =>
      change(number, by, needs, async (tx, series) => {
        if (series.next !== undefined) return { ok: true, series };
        const next = nextOccurrence(series, now());
        if (next === undefined) return { ok: false, problem: { code: "never" } };
        await moveSeries(tx, number, { from: null, to: next });
        await setSeriesTimer(tx, number, next);
        return { ok: true, series: { ...series, next } };
      }),
    stop: (number, by) =>
      change(number, by, needs, async (tx, series) => {
        await stopSeries(tx, number, now());
        return { ok: true, series };
      }),
  };
}

async function begin(
  { template, every, zone, fields, values }: NewSeries,
  by: Actor,
  key: string | undefined,
  needs: SeriesDeskNeeds,
): Promise<SeriesAnswer> {
  const { store, now, door } = needs;
  const answered = key === undefined ? undefined : await findKey(store.read, keyOf(key));
  if (answered) return { ok: true, series: seriesKept(answered.outcome) };
  const wrong = await templateProblem(template, by, needs);
  if (wrong) return { ok: false, problem: wrong };
  const read = readEvery(every, { now: now(), zone });
  if (!read.ok) return { ok: false, problem: { code: "bad-time", problem: read.problem } };
  const { repeat, from } = read.value;
  if (!isRule(repeat)) return { ok: false, problem: { code: "bad-rule", repeat } };
  const next = nextOccurrence({ repeat, from, zone }, now());
  if (next === undefined) return { ok: false, problem: { code: "never" } };
  const wanted = { template, repeat, from, zone, fields, values, next };
  const trial = await makeSeriesPlan(wanted, { at: next, late: false, submit: door.consider }, store.read, needs);
  if (!trial.ok) return trial;
  const series = await store.write(async (tx) => {
    const before = key === undefined ? undefined : await findKey(tx, keyOf(key));
    if (before) return seriesKept(before.outcome);
    const number = await addSeries(tx, {
      template,
      repeat,
      from_at: from,
      zone,
      given: JSON.stringify({ fields, values }),
      next_at: next,
      by_actor: JSON.stringify(by),
      at: now(),
    });
    const made: Series = { number, ...wanted };
    await setSeriesTimer(tx, number, next);
    if (key !== undefined) await insertKey(tx, { key: keyOf(key), at: now(), outcome: JSON.stringify(made) });
    return made;
  });
  return { ok: true, series };
}

function keyOf(key: string): string {
  return `series-begun:${key}`;
}

/** Keys hold this product's own writing, so its shape is taken at its word. */
function seriesKept(outcome: string): Series {
  return JSON.parse(outcome);
}

async function change(
  number: number,
  by: Actor,
  needs: SeriesDeskNeeds,
  work: (tx: Tx, series: Series) => Promise<SeriesAnswer>,
): Promise<SeriesAnswer> {
  return needs.store.write(async (tx): Promise<SeriesAnswer> => {
    const row = await findSeries(tx, number);
    if (!row) return { ok: false, problem: { code: "no-series", number } };
    const template = await findTemplate(tx, row.template);
    const wrong = template && ownerProblem(template.name, template.by_person, by, needs);
    if (wrong) return { ok: false, problem: wrong };
    return work(tx, seriesOf(row));
  });
}

async function templateProblem(name: string, by: Actor, needs: SeriesDeskNeeds): Promise<SeriesProblem | undefined> {
  const template = await findTemplate(needs.store.read, name);
  return template ? ownerProblem(name, template.by_person, by, needs) : { code: "no-template", name };
}

function ownerProblem(
  name: string,
  owner: string,
  by: Actor,
  { directory }: SeriesDeskNeeds,
): SeriesProblem | undefined {
  const may = by.kind !== "person" || by.id === owner || directory.roles(by.id).includes("admin");
  return may ? undefined : { code: "template-not-yours", name, by: owner };
}

export async function setSeriesTimer(tx: Tx, number: number, dueAt: number): Promise<void> {
  await setTimer(tx, { key: timerKey(number), kind: "series", dueAt, payload: { number } });
}

/** Ends a series and its timer. */
export async function stopSeries(tx: Tx, number: number, at: number): Promise<void> {
  await endSeries(tx, number, at);
  await clearTimer(tx, timerKey(number));
}

function timerKey(number: number): string {
  return `series:${number}`;
}
