/**
 * Times as texts and cards show them. What happened is told to the minute; what is planned is echoed exactly.
 */
import type { Instant, Window } from "../../plan/content.ts";
import { clockTime, echoTime, echoWindow, shortTime as shortEcho } from "../times/echo.ts";
import { zoned } from "../times/moment.ts";
import type { Lang } from "./catalogue.ts";
import type { Reader } from "./reader.ts";
import { say } from "./say.ts";

type Where = Pick<Reader, "lang" | "zone">;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A window in full, with its zone: `Tue 24 Nov 2026, 20:00–22:00 (Asia/Shanghai, UTC+8)`. */
export function windowText(window: Window, where: Where): string {
  return echoWindow(window, where);
}

/** An instant in full, with its zone, as it is echoed before it counts. */
export function timeInZone(at: Instant, where: Where): string {
  return echoTime(at, where);
}

/** When something happened, on a card: the same whoever reads it when, so that a card does not change with the day. */
export function shortTime(at: Instant, where: Where): string {
  return shortEcho(toMinute(at), at, where);
}

/** When something happened, for somebody who reads it once and now: `20:03` on the same day. */
export function nearTime(at: Instant, reader: Pick<Reader, "lang" | "zone" | "now">): string {
  const { zone, lang, now } = reader;
  const sameDay = dayOf(at, zone) === dayOf(now, zone);
  return sameDay ? clockTime(toMinute(at), zone) : shortEcho(toMinute(at), now, { zone, lang });
}

/**
 * How long until then, in steps so coarse that a card shows the same for a while: whole days, then whole hours, then
 * ten minutes.
 */
export function leftText(until: Instant, now: Instant, lang: Lang): string {
  const left = until - now;
  if (left >= 2 * DAY) return say(lang, "time.days", { count: Math.floor(left / DAY) });
  if (left >= 2 * HOUR) return say(lang, "time.hours", { count: Math.floor(left / HOUR) });
  if (left >= 10 * MINUTE) return say(lang, "time.minutes", { count: Math.floor(left / (10 * MINUTE)) * 10 });
  return say(lang, "time.soon");
}

/** The next instant at which `leftText` for the same end reads differently, or the end itself. */
export function nextLeftChange(until: Instant, now: Instant): Instant | undefined {
  const left = until - now;
  if (left <= 0) return undefined;
  if (left < 10 * MINUTE) return until;
  const step = left >= 2 * DAY ? DAY : left >= 2 * HOUR ? HOUR : 10 * MINUTE;
  return until - Math.floor(left / step) * step + 1;
}

/** As pickers of dates and times want it: `2026-11-24 20:00`, without a zone. */
export function pickerTime(at: Instant, zone: string): string {
  return zoned(at, zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
}

function dayOf(at: Instant, zone: string): string {
  return zoned(at, zone).toPlainDate().toString();
}

function toMinute(at: Instant): Instant {
  return Math.floor(at / MINUTE) * MINUTE;
}
