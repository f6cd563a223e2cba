/**
 * Days on the walls of a time zone: which one an instant falls on, when it begins and ends, and when a clock shows a minute of it.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../plan/content.ts";

export interface Day {
  /** Such as `2026-11-28`. */
  readonly date: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  readonly begins: Instant;
  /** The midnight that ends it. */
  readonly ends: Instant;
}

const MINUTE = 60_000;
const LENGTH = 24 * 60 * MINUTE;
/** A few zones, for a year or two: what is forgotten is only worked out again. */
const MOST_KEPT = 10_000;

/** The days that touch a day of UTC, by zone and that day: zones are asked again and again for the same few. */
const known = new Map<string, readonly Day[]>();

export function dayAt(at: Instant, zone: string): Day {
  const key = `${zone} ${Math.floor(at / LENGTH)}`;
  const days = known.get(key) ?? [];
  const found = days.find(({ begins, ends }) => begins <= at && at < ends);
  if (found) return found;
  const day = workOut(at, zone);
  if (known.size >= MOST_KEPT) known.clear();
  known.set(key, [...days, day]);
  return day;
}

function workOut(at: Instant, zone: string): Day {
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  return {
    date: date.toString(),
    weekday: date.dayOfWeek,
    begins: date.toZonedDateTime(zone).epochMilliseconds,
    ends: date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
  };
}

/** When the clock on the wall shows a minute of the day; 1440 is its end. A minute that is skipped comes after the change. */
export function minuteOf({ date, begins, ends }: Day, minute: number, zone: string): Instant {
  if (ends - begins === LENGTH) return begins + minute * MINUTE;
  if (minute === 1_440) return ends;
  const plainTime = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}
