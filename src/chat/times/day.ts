/**
 * From the day somebody wrote to a day of the calendar.
 */
import { Temporal } from "temporal-polyfill";
import type { Parts, Weekday } from "./part.ts";

type PlainDate = Temporal.PlainDate;

/**
 * The day meant, `undefined` when none was named, or "impossible" when the calendar has no such day.
 * `from` is the first day a name can mean: today, or the day a window opens.
 */
export function dayOf(
  { day, weekday }: Parts,
  today: PlainDate,
  from: PlainDate,
): PlainDate | "impossible" | undefined {
  if (day === undefined) return weekday && weekdayFrom(weekday, today, from);
  const date = day.kind === "ahead" ? today.add({ days: day.days }) : calendarDay(day, from);
  if (date === undefined) return "impossible";
  return weekday && weekday.day !== date.dayOfWeek ? "impossible" : date;
}

/** `friday` is the next one, today included; `next friday` and 下周五 are in the week after this one. */
function weekdayFrom({ day, week }: Weekday, today: PlainDate, from: PlainDate): PlainDate {
  if (week === undefined) return from.add({ days: (day - from.dayOfWeek + 7) % 7 });
  return today.subtract({ days: today.dayOfWeek - 1 }).add({ days: 7 * week + day - 1 });
}

interface Named {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day: number;
}

/** A day without its year is the nearest one; a day without its month is the next one. */
function calendarDay({ year, month, day }: Named, from: PlainDate): PlainDate | undefined {
  if (month === undefined) return nextDay(day, from);
  if (year !== undefined) return possible(year, month, day);
  const years = [from.year - 1, from.year, from.year + 1];
  const dates = years.map((each) => possible(each, month, day)).filter((date) => date !== undefined);
  const distance = (date: PlainDate) => Math.abs(from.until(date).days);
  return dates.sort((one, other) => distance(one) - distance(other))[0];
}

function nextDay(day: number, from: PlainDate): PlainDate | undefined {
  const first = from.with({ day: 1 });
  const dates = [0, 1, 2].map((months) => first.add({ months })).map(({ year, month }) => possible(year, month, day));
  return dates.find((date) => date !== undefined && Temporal.PlainDate.compare(date, from) >= 0);
}

function possible(year: number, month: number, day: number): PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
  } catch {
    return undefined;
  }
}
