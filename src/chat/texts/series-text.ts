/**
 * Plans that recur, in words: when they come, what became of asking for one, and what was missed. Markdown.
 */
import type { Line } from "../card.ts";
import type { Series, SeriesProblem, SeriesWord } from "../series.ts";
import { clockTime } from "../times/echo.ts";
import { fileProblemsText, resolveProblemsText } from "./file-problems-text.ts";
import { oneLine } from "./markdown.ts";
import { joinWords } from "./names.ts";
import { shown } from "./problem-words.ts";
import type { Reader } from "./reader.ts";
import { refusalText } from "./refusal-text.ts";
import { say, sayLine, sayMarkdown } from "./say.ts";
import { timeText } from "./time-text.ts";
import { shortTime, timeInZone } from "./when.ts";

const WORKING_DAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** `every Thursday at 20:00`, with the zone where that is not the reader's. */
export function everyText({ repeat, from, zone }: Pick<Series, "repeat" | "from" | "zone">, reader: Reader): string {
  const { lang } = reader;
  const clock = `${clockTime(from, zone)}${zone === reader.zone ? "" : ` (${zone})`}`;
  if (repeat === "FREQ=DAILY") return say(lang, "series.every.day", { clock });
  if (repeat === WORKING_DAYS) return say(lang, "series.every.working-day", { clock });
  const [, day] = /^FREQ=MONTHLY;BYMONTHDAY=(\d+)$/.exec(repeat) ?? [];
  if (day !== undefined) return say(lang, "series.every.month", { day, clock });
  const [, list = ""] = /^FREQ=WEEKLY;BYDAY=((?:[A-Z]{2},?)+)$/.exec(repeat) ?? [];
  const days = DAYS.filter((name) => list.split(",").includes(name)).map((name) => say(lang, `series.day.${name}`));
  if (days.length > 0) return say(lang, "series.every.week", { days: joinWords(days, reader), clock });
  return say(lang, "series.every.rule", { rule: oneLine(repeat), clock });
}

/** One of the list of templates. */
export function seriesLine(series: Series, reader: Reader): Line {
  const { number, next } = series;
  const values = { number, template: oneLine(series.template), every: everyText(series, reader) };
  if (next === undefined) return sayLine(reader.lang, "series.line-paused", values);
  return sayLine(reader.lang, "series.line", { ...values, next: shortTime(next, reader) });
}

/** What was done with one. */
export function seriesText(done: "begun" | "pause" | "resume" | "stop", series: Series, reader: Reader): string {
  const { number, template, next } = series;
  const { lang } = reader;
  const at = next === undefined ? "" : timeInZone(next, reader);
  switch (done) {
    case "begun":
      return sayMarkdown(lang, "series.begun", { number, template, every: everyText(series, reader), next: at });
    case "resume":
      return sayMarkdown(lang, "series.resume", { number, next: at });
    case "pause":
    case "stop":
      return sayMarkdown(lang, `series.${done}`, { number });
  }
}

export function seriesProblemText(problem: SeriesProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "template-unreadable":
      return fileProblemsText(problem.problems, reader);
    case "template-open": {
      const example = problem.names.map((name) => `${name}=…`).join(" ");
      return sayMarkdown(lang, "problem.template-open", { names: joinWords(problem.names, reader), example });
    }
    case "template-unknown":
      return sayMarkdown(lang, "problem.template-unknown", { names: joinWords(problem.names, reader) });
    case "no-template":
      return sayMarkdown(lang, "problem.no-template", { name: shown(problem.name) });
    case "template-not-yours":
      return sayMarkdown(lang, "problem.template-not-yours", { name: problem.name, person: reader.name(problem.by) });
    case "owner-gone":
      return sayMarkdown(lang, "problem.series-owner", { name: problem.name, person: reader.name(problem.by) });
    case "bad-time":
      return problem.problem.code === "not-understood"
        ? sayMarkdown(lang, "problem.series-time", { text: shown(problem.problem.text) })
        : timeText(problem.problem, reader);
    case "bad-rule":
      return sayMarkdown(lang, "problem.series-rule", { repeat: shown(problem.repeat) });
    case "never":
      return say(lang, "problem.series-never");
    case "no-series":
      return sayMarkdown(lang, "problem.no-series", { number: problem.number });
    case "unresolved":
      return resolveProblemsText(problem.problems, reader);
    case "refused":
      return refusalText(problem.refusal, reader);
  }
}

/** What its owner hears of times at which no plan was made. */
export function seriesWordsText(
  { number, template, words }: Pick<Series, "number" | "template"> & { readonly words: readonly SeriesWord[] },
  reader: Reader,
): string {
  const gap = reader.lang === "zh" ? "" : " ";
  const head = sayMarkdown(reader.lang, "series.word", { number, template });
  return [head, ...words.map((word) => wordText(word, reader))].join(gap);
}

function wordText(word: SeriesWord, reader: Reader): string {
  const { lang } = reader;
  const gap = lang === "zh" ? "" : " ";
  switch (word.word) {
    case "missed": {
      const { count } = word;
      const [first, last] = [timeInZone(word.first, reader), timeInZone(word.last, reader)];
      const said =
        count === 1
          ? say(lang, "series.missed.one", { last })
          : say(lang, "series.missed.many", { count, first, last });
      return `${said}${gap}${say(lang, `series.why.${word.why}`)}`;
    }
    case "not-made": {
      const said = say(lang, "series.not-made", { at: timeInZone(word.at, reader) });
      return `${said}${gap}${seriesProblemText(word.problem, reader)}`;
    }
    case "ended":
      return say(lang, "series.ended");
  }
}
