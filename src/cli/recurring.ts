/**
 * `gonogo recurring`: templates of which plans are made again and again.
 */
import type { SeriesAnswer } from "../chat/series.ts";
import { everyText, seriesProblemText, seriesText } from "../chat/texts/series-text.ts";
import { shortTime } from "../chat/texts/when.ts";
import { connectSeriesDesk } from "../connect-series.ts";
import type { Core } from "../core.ts";
import { EXIT, Failure } from "./failure.ts";
import type { Job, Settings } from "./job.ts";
import { personNamed, readerAt, withCore, withDatabase } from "./job.ts";
import { plainText } from "./plain.ts";
import { table } from "./table.ts";
import { TEXTS } from "./texts.ts";

export interface RecurringOptions {
  readonly as: string;
  readonly every: string;
  readonly with: Readonly<Record<string, string>>;
  readonly window?: string | undefined;
  readonly schedule?: string | undefined;
}

/** All that recurs, with the time of the next plan. */
export async function recurringList(job: Job): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const all = await connectSeriesDesk(core, { settings, now: job.now }).list();
    const reader = readerAt(job, core, settings);
    const { recurringColumns: columns, recurringPaused, nothingThere } = TEXTS[job.lang];
    const rows = all.map((series) => [
      String(series.number),
      series.template,
      everyText(series, reader),
      series.next === undefined ? recurringPaused : shortTime(series.next, reader),
    ]);
    const heads = [columns.number, columns.template, columns.every, columns.next];
    job.answer(rows.length === 0 ? nothingThere : table(heads, rows), { recurring: all });
  });
}

export async function recurringBegin(job: Job, template: string, options: RecurringOptions): Promise<void> {
  const { every, with: values, window, schedule } = options;
  await withCore(job, async (core, settings) => {
    const { id } = personNamed(options.as, core, job);
    const desk = connectSeriesDesk(core, { settings, now: job.now });
    const asked = { template, every, zone: core.directory.zoneOf(id), fields: { window, schedule }, values };
    answerSeries("begun", await desk.begin(asked, { kind: "person", id }), core, settings, job);
  });
}

export async function recurringChange(
  job: Job,
  what: "pause" | "resume" | "stop",
  number: number,
  as: string,
): Promise<void> {
  await withCore(job, async (core, settings) => {
    const { id } = personNamed(as, core, job);
    const desk = connectSeriesDesk(core, { settings, now: job.now });
    answerSeries(what, await desk[what](number, { kind: "person", id }), core, settings, job);
  });
}

function answerSeries(
  done: "begun" | "pause" | "resume" | "stop",
  answer: SeriesAnswer,
  core: Core,
  settings: Settings,
  job: Job,
): void {
  const reader = readerAt(job, core, settings);
  if (!answer.ok) {
    const message = plainText(seriesProblemText(answer.problem, reader));
    throw new Failure(EXIT.refused, { ...answer.problem, message });
  }
  job.answer(plainText(seriesText(done, answer.series, reader)), answer.series);
}
