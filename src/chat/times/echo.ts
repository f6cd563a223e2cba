/**
 * Times written for people, so exactly that what is written here reads back as the same instant.
 */
import type { Temporal } from "temporal-polyfill";
import type { Instant, Window } from "../../plan/content.ts";
import { offsetMinutes, zoned } from "./moment.ts";
import type { Lang } from "./problem.ts";

export interface EchoContext {
  readonly zone: string;
  readonly lang: Lang;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HAN_WEEKDAYS = [..."一二三四五六日"];

/** In full: `Tue 24 Nov 2026, 20:00 (Asia/Shanghai, UTC+8)`, 2026年11月24日 周二 20:00（Asia/Shanghai，UTC+8）. */
export function echoTime(at: Instant, context: EchoContext): string {
  return `${moment(zoned(at, context.zone), context.lang)}${zoneNote([at], context)}`;
}

/** In full: `Tue 24 Nov 2026, 20:00–22:00 (Asia/Shanghai, UTC+8)`; both days where it ends on another. */
export function echoWindow({ opens, closes }: Window, context: EchoContext): string {
  const { zone, lang } = context;
  const [from, to] = [zoned(opens, zone), zoned(closes, zone)];
  const oneDay = from.toPlainDate().equals(to.toPlainDate()) && from.offsetNanoseconds === to.offsetNanoseconds;
  const end = oneDay ? clock(to) : moment(to, lang);
  return `${moment(from, lang)}${oneDay ? "–" : " – "}${end}${zoneNote([opens, closes], context)}`;
}

/** For a card's row, in the reader's zone: `24 Nov 20:00`, 11月24日 20:00; the year only when it is another one. */
export function shortTime(at: Instant, now: Instant, { zone, lang }: EchoContext): string {
  const time = zoned(at, zone);
  const year = time.year === zoned(now, zone).year ? undefined : time.year;
  return `${shortDay(time, year, lang)} ${clock(time)}`;
}

/** For a card's row: `24 Nov 20:00–22:00`. */
export function shortWindow({ opens, closes }: Window, now: Instant, context: EchoContext): string {
  const [from, to] = [zoned(opens, context.zone), zoned(closes, context.zone)];
  const oneDay = from.toPlainDate().equals(to.toPlainDate());
  return oneDay
    ? `${shortTime(opens, now, context)}–${clock(to)}`
    : `${shortTime(opens, now, context)} – ${shortTime(closes, now, context)}`;
}

/** The time of day alone, for a timeline: `20:03`. */
export function clockTime(at: Instant, zone: string): string {
  return clock(zoned(at, zone));
}

/** How long, by its two greatest units: `2 h 5 min`, 2小时5分钟; never less than a minute. */
export function timeLeft(milliseconds: number, lang: Lang): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes === 0) return lang === "zh" ? "不到1分钟" : "less than a minute";
  const units: readonly (readonly [number, string, string])[] = [
    [Math.floor(minutes / 1440), " d", "天"],
    [Math.floor(minutes / 60) % 24, " h", "小时"],
    [minutes % 60, " min", "分钟"],
  ];
  const first = units.findIndex(([count]) => count > 0);
  const said = units.slice(first, first + 2).filter(([count]) => count > 0);
  return said.map(([count, en, zh]) => `${count}${lang === "zh" ? zh : en}`).join(lang === "zh" ? "" : " ");
}

function moment(time: Temporal.ZonedDateTime, lang: Lang): string {
  return lang === "zh"
    ? `${time.year}年${time.month}月${time.day}日 周${HAN_WEEKDAYS[time.dayOfWeek - 1]} ${clock(time)}`
    : `${WEEKDAYS[time.dayOfWeek - 1]} ${time.day} ${MONTHS[time.month - 1]} ${time.year}, ${clock(time)}`;
}

function shortDay(time: Temporal.ZonedDateTime, year: number | undefined, lang: Lang): string {
  if (lang === "zh") return `${year === undefined ? "" : `${year}年`}${time.month}月${time.day}日`;
  return `${time.day} ${MONTHS[time.month - 1]}${year === undefined ? "" : ` ${year}`}`;
}

/** Seconds only where there are any. */
function clock(time: Temporal.ZonedDateTime): string {
  const whole = time.second === 0 && time.millisecond === 0;
  const precision = whole ? "minute" : time.millisecond === 0 ? "second" : 3;
  return typeof precision === "number"
    ? time.toPlainTime().toString({ fractionalSecondDigits: precision })
    : time.toPlainTime().toString({ smallestUnit: precision });
}

/** The zone with its offset, or with both where the clocks change in between; UTC says it all. */
function zoneNote(instants: readonly Instant[], { zone, lang }: EchoContext): string {
  if (zone === "UTC") return lang === "zh" ? "（UTC）" : " (UTC)";
  const offsets = [...new Set(instants.map((at) => offsetMinutes(at, zone)))].map(offsetName);
  return lang === "zh" ? `（${zone}，${offsets.join("至")}）` : ` (${zone}, ${offsets.join(" to ")})`;
}

function offsetName(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}
