/**
 * What a series does when its time has come: one plan for each time, and a word for those that were missed.
 */
import type { ChatAdapter, Place } from "../chat/ports.ts";
import type { Series, SeriesWord } from "../chat/series.ts";
import { nextOccurrence, occurrencesIn } from "../people/calendar/recurrence.ts";
import type { Instant, PersonId } from "../plan/content.ts";
import { findKey } from "../store/keys.ts";
import { findSeries, moveSeries } from "../store/series.ts";
import type { Store, Tx } from "../store/store.ts";
import { findTemplate } from "../store/templates.ts";
import { countTold } from "../store/told.ts";
import type { AddressBook } from "./card-names.ts";
import { addressOf, platformOf } from "./card-names.ts";
import type { Door } from "./door.ts";
import type { MessageLimit } from "./message-limit.ts";
import { enqueue } from "./outbox.ts";
import type { Outcome } from "./outcome.ts";
import { setSeriesTimer, stopSeries } from "./series-desk.ts";
import type { SeriesPlanNeeds } from "./series-plan.ts";
import { makeSeriesPlan, seriesOf } from "./series-plan.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Later than this (ms) a plan says that it is late: a restart takes less. */
const LATE = 5 * MINUTE;
/** Missed for longer than this (ms), a time is made up for no more: the release it was for has been made another way. */
const LATEST = DAY;

export interface SeriesJob {
  readonly person: PersonId;
  readonly place: Place;
  readonly number: number;
  readonly template: string;
  readonly words: readonly SeriesWord[];
}

export interface SeriesWorkNeeds extends SeriesPlanNeeds {
  readonly store: Store;
  readonly door: Pick<Door, "submit">;
  readonly now: () => Instant;
  readonly book: () => AddressBook;
  readonly limit: () => MessageLimit;
  readonly admins: () => readonly PersonId[];
}

/** Does what is due of the series of this number; done again, it finds what was done. */
export function createSeriesWork(needs: SeriesWorkNeeds): (number: number) => Promise<void> {
  const { store, now } = needs;
  return async (number) => {
    const row = await findSeries(store.read, number);
    const at = now();
    if (!row || row.next_at === null || row.next_at > at) return;
    const series = seriesOf(row);
    const from = row.next_at;
    const told = await takeTurn(series, occurrencesIn(series, { from, until: at + 1 }), needs);
    await store.write(async (tx) => {
      const next = nextOccurrence(series, at);
      if (!(await moveSeries(tx, number, { from, to: next ?? null }))) return;
      const words: readonly SeriesWord[] = next === undefined ? [...told, { word: "ended" }] : told;
      await tell(tx, series, { at: from, words }, needs);
      if (next === undefined) await stopSeries(tx, number, at);
      else await setSeriesTimer(tx, number, next);
    });
  };
}

/** Makes the plan of the last of the times that have come; answers what is to be told of the others, or of a failure. */
async function takeTurn(
  series: Series,
  come: readonly Instant[],
  needs: SeriesWorkNeeds,
): Promise<readonly SeriesWord[]> {
  const due = await withoutMade(series, come, needs);
  const [first, last] = [due[0], due.at(-1)];
  if (first === undefined || last === undefined) return [];
  const missed = { word: "missed", first } as const;
  if (needs.now() - last > LATEST) return [{ ...missed, count: due.length, last, why: "long-ago" }];
  const made = await makePlan(series, last, needs);
  if (made === "window-over") return [{ ...missed, count: due.length, last, why: "window-over" }];
  const before = due.at(-2);
  const earlier =
    before === undefined ? [] : [{ ...missed, count: due.length - 1, last: before, why: "later" } as const];
  return made ? [...earlier, made] : earlier;
}

/** A crash may have come between a plan and the next time of its series: what has a plan was not missed. */
async function withoutMade(
  series: Series,
  come: readonly Instant[],
  { store }: SeriesWorkNeeds,
): Promise<readonly Instant[]> {
  const due: Instant[] = [];
  for (const at of come) {
    const known = await findKey(store.read, keyOf(series, at));
    if (!known || !outcomeOf(known.outcome).taken) due.push(at);
  }
  return due;
}

/** Under which the plan of one time is made once. */
function keyOf({ number }: Series, at: Instant): string {
  return `series:${number}:${at}`;
}

/** Makes the plan of one time, once; answers what is to be told when there is none. */
async function makePlan(
  series: Series,
  at: Instant,
  needs: SeriesWorkNeeds,
): Promise<SeriesWord | "window-over" | undefined> {
  const { store, door, now } = needs;
  const key = keyOf(series, at);
  // A crash may have come after the plan, and its template may read differently now.
  const known = await findKey(store.read, key);
  if (known) return wordOf(at, outcomeOf(known.outcome));
  let over = false;
  const submit = async ({ actor, request }: Parameters<Door["consider"]>[0]): Promise<Outcome> => {
    const window = request.plan === undefined ? request.command.content.window : undefined;
    if (window === undefined || window.closes > now()) return door.submit({ key, actor, request });
    over = true;
    return { taken: false, refusal: { code: "window-over", closed: window.closes } };
  };
  const made = await makeSeriesPlan(series, { at, late: now() - at > LATE, submit }, store.read, needs);
  if (made.ok) return undefined;
  return over ? "window-over" : { word: "not-made", at, problem: made.problem };
}

function wordOf(at: Instant, outcome: Outcome): SeriesWord | undefined {
  return outcome.taken ? undefined : { word: "not-made", at, problem: { code: "refused", refusal: outcome.refusal } };
}

/** Keys hold this product's own writing, so its shape is taken at its word. */
function outcomeOf(text: string): Outcome {
  return JSON.parse(text);
}

/** Tells whoever owns the plans, and the admins where that is nobody of the team; on a full day it waits for the next. */
async function tell(
  tx: Tx,
  { number, template }: Series,
  { at, words }: { readonly at: Instant; readonly words: readonly SeriesWord[] },
  needs: SeriesWorkNeeds,
): Promise<void> {
  if (words.length === 0) return;
  const owner = (await findTemplate(tx, template))?.by_person;
  const here = owner !== undefined && needs.directory.person(owner)?.active === true;
  const [book, limit, now] = [needs.book(), needs.limit(), needs.now()];
  for (const person of here ? [owner] : needs.admins()) {
    const counted = await countTold(tx, person, limit.dayOf(person, now), limit.perDay);
    const dueAt = counted ? now : limit.morningAfter(person, now);
    for (const place of book.direct(person)) {
      const job: SeriesJob = { person, place, number, template, words };
      const key = `series:${number}:${at}:${place}`;
      await enqueue(tx, { kind: "series", lane: `${platformOf(place)}|tell:${place}`, key, payload: job, dueAt }, now);
    }
  }
}

/** Sends it in the words of `show`. */
export async function sendSeries(
  job: SeriesJob,
  adapters: Readonly<Record<string, ChatAdapter>>,
  key: string,
  show: (job: SeriesJob) => string,
): Promise<void> {
  const adapter = adapters[platformOf(job.place)];
  const address = addressOf(job.place);
  if (!adapter || address.kind === "room") return;
  await adapter.tell(address.account, job.place, show(job), key);
}
