/**
 * When something recurs by a rule of iCalendar (RFC 5545, RRULE), on the clock of its time zone.
 */
import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../plan/content.ts";

/** From `from` on, and before `until`. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

export interface Recurring extends Span {
  /** An RRULE without its name, such as `FREQ=WEEKLY;BYDAY=TU,TH`; without one it is there once. */
  readonly repeat?: string | undefined;
  readonly zone: string;
}

/** A moment that recurs, from its first day on. */
export type Occurring = Omit<Recurring, "until" | "repeat"> & { readonly repeat: string };

/** Rules that recur more often make no calendar, and would take for ever to read. */
const FREQUENCIES: readonly string[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
/** A rule that began in another century is read up to now; one that recurs more often than this is read no further. */
const MOST_OCCURRENCES = 50_000;

const DAY = 24 * 60 * 60_000;
/** Days are compared: a day for their hours, and one for how far a wall and its changes may be from the clock of UTC. */
const FURTHEST_WALL = 2 * DAY;

/** True for a rule that can be followed: daily or less often. */
export function isRule(repeat: string): boolean {
  try {
    return FREQUENCIES.includes(ICAL.Recur.fromString(repeat).freq);
  } catch {
    return false;
  }
}

/** Its spans that touch the range, in order. A clock that is set forward or back changes no wall time of it. */
export function spansOf(recurring: Recurring, range: Span): readonly Span[] {
  const { from, until, repeat, zone } = recurring;
  if (repeat === undefined) return touches({ from, until }, range) ? [{ from, until }] : [];
  const [start, end] = [wallTime(from, zone), wallTime(until, zone)];
  const length = start.until(end, { largestUnit: "days" });
  const spans: Span[] = [];
  for (const wall of occurrences(repeat, start, zone, range.from - (until - from) - FURTHEST_WALL)) {
    const span = { from: instantOf(wall, zone), until: instantOf(wall.add(length), zone) };
    if (span.from >= range.until) break;
    if (touches(span, range)) spans.push(span);
  }
  return spans;
}

/** How far ahead the next time is looked for: the first does for nearly all, the last holds a leap day. */
const AHEAD: readonly number[] = [40 * DAY, 400 * DAY, 9 * 366 * DAY];

/** When it comes next, later than `after`; undefined for a rule that has ended. */
export function nextOccurrence(rule: Occurring, after: Instant): Instant | undefined {
  for (const ahead of AHEAD) {
    const [next] = occurrencesIn(rule, { from: after + 1, until: after + ahead });
    if (next !== undefined) return next;
  }
  return undefined;
}

/** The instants at which it comes, in order. */
export function occurrencesIn({ from, repeat, zone }: Occurring, range: Span): readonly Instant[] {
  const moment = { from, until: from + 1, repeat, zone };
  return spansOf(moment, range).flatMap((span) => (span.from >= range.from ? [span.from] : []));
}

export function touches(span: Span, range: Span): boolean {
  return span.from < range.until && span.until > range.from;
}

/** A wall time that a clock skips is the same time after the change; one that comes twice is the first. */
export function instantOf(wall: Temporal.PlainDateTime, zone: string): Instant {
  return wall.toZonedDateTime(zone).epochMilliseconds;
}

function wallTime(at: Instant, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
}

/** Those from an instant on, by the clock of UTC: the many that are over are left out before they cost much. */
function* occurrences(
  repeat: string,
  start: Temporal.PlainDateTime,
  zone: string,
  from: Instant,
): Generator<Temporal.PlainDateTime> {
  const rule = ICAL.Recur.fromString(repeat);
  if (!FREQUENCIES.includes(rule.freq)) return;
  // The rule is followed on the wall's clock, so its end must be on it as well.
  if (rule.until?.zone.tzid === "UTC") rule.until = icalTime(wallTime(rule.until.toUnixTime() * 1000, zone));
  const days = daysOf(rule, start);
  const iterator = rule.iterator(icalTime(start));
  for (let count = 0; count < MOST_OCCURRENCES; count++) {
    const next = iterator.next();
    if (!next) return;
    const { year, month, day, hour, minute, second } = next;
    // The library takes the 30th of February for the 2nd of March; the standard leaves such days out.
    if (days && !days.includes(day)) continue;
    if (Date.UTC(year, month - 1, day) < from) continue;
    yield new Temporal.PlainDateTime(year, month, day, hour, minute, second);
  }
}

/** The days of the month on which a rule may fall, where it says so by their number. */
function daysOf(rule: ICAL.Recur, start: Temporal.PlainDateTime): readonly number[] | undefined {
  const parts: Readonly<Record<string, unknown>> = rule.parts;
  const byOther = ["BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"].some((part) => part in parts);
  if (byOther || (rule.freq !== "YEARLY" && rule.freq !== "MONTHLY")) return undefined;
  const given = parts.BYMONTHDAY;
  if (given === undefined) return [start.day];
  const days = [given].flat().filter((day) => typeof day === "number");
  return days.every((day) => day > 0) ? days : undefined;
}

function icalTime({ year, month, day, hour, minute, second }: Temporal.PlainDateTime): ICAL.Time {
  return ICAL.Time.fromData({ year, month, day, hour, minute, second, isDate: false });
}
