/**
 * From the clock somebody wrote to an hour counted from the midnight the day began with; 24 and more is the next day.
 */
import type { Clock, Parts, Period } from "./part.ts";

/** Longer than any shift over one night: a window of more hours is a slip, not a night. */
const LONGEST_NIGHT = 16;

/** The hour a clock means in its part of the day, or undefined when that part has no such hour. */
export function hourOf(clock: Clock, period: Period | undefined): number | undefined {
  const { hour } = clock;
  switch (period) {
    case undefined:
      return hour;
    case "am":
      return hour === 12 ? 0 : hour;
    case "pm":
      return hour < 12 ? hour + 12 : hour;
    case "dawn":
      return hour === 12 ? 0 : hour > 12 ? undefined : hour;
    case "morning":
      return hour > 12 ? undefined : hour;
    case "noon":
      return hour < 10 && hour > 0 ? hour + 12 : hour;
    case "afternoon":
      return hour < 12 ? hour + 12 : hour > 19 ? undefined : hour;
    case "night":
      return nightHour(hour);
  }
}

/** "Tonight 10" is 22:00, "tonight 12" midnight, "tonight 2" two hours later. */
function nightHour(hour: number): number {
  if (hour > 12) return hour;
  if (hour === 12) return 24;
  return hour < 5 ? hour + 24 : hour + 12;
}

/** The hour a window opens, which may have left its half of the day to the second time: `8-10pm`. */
export function openingHour(start: Parts, end: Parts): number | undefined {
  const { clock, period } = start;
  if (!clock) return undefined;
  const alone = hourOf(clock, period);
  if (period !== undefined || clock.full || !end.clock || end.period === undefined) return alone;
  const borrowed = hourOf(clock, end.period);
  const closes = hourOf(end.clock, end.period);
  return borrowed !== undefined && closes !== undefined && borrowed < closes ? borrowed : alone;
}

/**
 * The hour a window closes, counted on the day it opens; undefined when no hour makes a sensible window.
 * `opens` and `minutes` are where the start is; what is written without its half of the day is the next such time.
 */
export function closingHour(start: Parts, end: Clock, period: Period | undefined, opens: number): number | undefined {
  const own = hourOf(end, period);
  if (own === undefined) return undefined;
  const halfOpen = period === undefined && !end.full && end.hour <= 12 && !start.clock?.full;
  const candidates = halfOpen ? [own, own + 12, own + 24] : [own, own + 24];
  const closes = candidates.find((hour) => hour + end.minute / 60 + end.second / 3600 > opens);
  return closes !== undefined && (closes < 24 || closes + end.minute / 60 - opens <= LONGEST_NIGHT)
    ? closes
    : undefined;
}
