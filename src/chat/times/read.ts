/**
 * Times as people write them, in Chinese and English, in their own zone. All of the text must be understood.
 * A local time that the clocks skip or repeat is refused: a release is not the moment to guess an hour.
 */
import type { Temporal } from "temporal-polyfill";
import type { Instant, Window } from "../../plan/content.ts";
import { casualHalves } from "./casual.ts";
import { dayOf } from "./day.ts";
import { closingHour, hourOf, openingHour } from "./hour.ts";
import type { Side } from "./moment.ts";
import { instantOf, isZone, wallOf, zoned } from "./moment.ts";
import type { Clock, Parts, Zone } from "./part.ts";
import type { Read, TimeContext, TimeProblem } from "./problem.ts";
import { splitTime } from "./split.ts";

const MINUTE = 60_000;
const NOON: Clock = { hour: 12, minute: 0, second: 0, millisecond: 0, bare: false, full: true };

/** One instant: `tonight 20:00`, 周五晚上八点半, `in 2 hours`, `2026-11-24T20:30+08:00`. */
export function readInstant(text: string, context: TimeContext): Read<Instant> {
  const reading = prepare(text, context);
  if (!reading.ok) return reading;
  const { halves, now } = reading.value;
  const [half, second] = halves;
  if (half === undefined || second !== undefined || half.lasts !== undefined)
    return refuse({ code: "not-understood", text: reading.value.text });
  const read = pointOf(half, reading.value, half.zone, now.toPlainDate());
  // A time of day that is over today is tomorrow's; a weekday's is next week's.
  const step = stepOf(half);
  if (!read.ok || step === 0 || read.value > context.now) return read;
  return pointOf(half, reading.value, half.zone, now.toPlainDate().add({ days: step }));
}

/** Up to when something holds: a time, or the end of a day when only the day is named. Always ahead of now. */
export function readUntil(text: string, context: TimeContext): Read<Instant> {
  const bare = text.trim().replace(/^(?:until|till|to)\s+|^[直截]?[到至]|^截止到?/iu, "");
  const read = readInstant(bare, context);
  const end = !read.ok && read.problem.code === "needs-clock" ? readInstant(`${bare} 24:00`, context) : read;
  return end.ok && end.value <= context.now ? refuse({ code: "in-the-past", at: end.value }) : end;
}

/** A window: two times, or one and how long. Without a day for its end it closes on the first such time after it opens. */
export function readWindow(text: string, context: TimeContext): Read<Window> {
  const reading = prepare(text, context);
  if (!reading.ok) return reading;
  const { now, halves } = reading.value;
  const [start, end] = halves;
  const today = now.toPlainDate();
  if (start === undefined || end === undefined) return refuse(lacksEnd(start, reading.value));
  const read = windowFrom(start, end, reading.value, today);
  const step = stepOf(start);
  if (!read.ok || step === 0 || read.value.closes > context.now) return read;
  return windowFrom(start, end, reading.value, today.add({ days: step }));
}

interface Reading {
  readonly text: string;
  readonly halves: readonly Parts[];
  readonly now: Temporal.ZonedDateTime;
  readonly zone: string;
}

function refuse(problem: TimeProblem): { readonly ok: false; readonly problem: TimeProblem } {
  return { ok: false, problem };
}

function prepare(text: string, context: TimeContext): Read<Reading> {
  const split = splitTime(text);
  const shown = text.trim().slice(0, 200);
  const casual = split.ok || split.problem.code !== "not-understood" ? undefined : casualHalves(text, context);
  if (!split.ok && casual === undefined) return split;
  const halves = split.ok ? split.halves : (casual ?? []);
  const zone = halves.map((half) => half.zone?.name).find((name) => name !== undefined) ?? context.zone;
  if (!isZone(zone) || onlyNumbers(halves)) return refuse({ code: "not-understood", text: shown });
  return { ok: true, value: { text: shown, halves, now: zoned(context.now, zone), zone } };
}

/** `8-10` alone may be anything; `tomorrow 8-10` is a time. */
function onlyNumbers(halves: readonly Parts[]): boolean {
  const tells = ({ day, weekday, period, clock, ahead }: Parts) =>
    day !== undefined || weekday !== undefined || period !== undefined || ahead !== undefined || clock?.bare === false;
  return !halves.some(tells);
}

function lacksEnd(start: Parts | undefined, { text }: Reading): TimeProblem {
  return { code: start === undefined || start.lasts !== undefined ? "not-understood" : "needs-end", text };
}

/** Days to the next chance of a time whose day was left open: one for a bare clock, seven for a weekday. */
function stepOf({ day, weekday, ahead }: Parts): number {
  if (day !== undefined || ahead !== undefined) return 0;
  if (weekday === undefined) return 1;
  return weekday.week === undefined ? 7 : 0;
}

function clockOf({ clock, period, day }: Parts, now: Temporal.ZonedDateTime): Clock | undefined {
  if (clock !== undefined) return clock;
  if (period === "noon") return NOON;
  if (day?.kind !== "ahead" || !day.keepsClock) return undefined;
  return { hour: now.hour, minute: now.minute, second: 0, millisecond: 0, bare: false, full: true };
}

/** The instant one half means by itself. `from` is the first day it can mean. */
function pointOf(
  half: Parts,
  reading: Reading,
  zone: Zone | undefined,
  from: Temporal.PlainDate,
  side: Side = "opens",
  opening?: number,
): Read<Instant> {
  const { text, now } = reading;
  if (half.ahead !== undefined) return pointAhead(half, half.ahead, reading);
  const date = dayOf(half, now.toPlainDate(), from) ?? from;
  if (date === "impossible") return refuse({ code: "impossible-date", text });
  const clock = clockOf(half, now);
  if (clock === undefined)
    return refuse({
      code: half.period === undefined || half.day !== undefined ? "needs-clock" : "not-understood",
      text,
    });
  const hour = opening ?? hourOf(clock, half.period);
  if (hour === undefined) return refuse({ code: "impossible-time", text });
  return instantOf(wallOf(date, hour, clock), reading.zone, zone, side, text);
}

/** Whole minutes, as people count. */
function pointAhead(half: Parts, ahead: number, { now, text }: Reading): Read<Instant> {
  if (half.clock || half.day || half.weekday || half.period) return refuse({ code: "not-understood", text });
  return { ok: true, value: Math.floor((now.epochMilliseconds + ahead) / MINUTE) * MINUTE };
}

function windowFrom(start: Parts, end: Parts, reading: Reading, from: Temporal.PlainDate): Read<Window> {
  const opens = pointOf(start, reading, start.zone ?? end.zone, from, "opens", openingHour(start, end));
  if (!opens.ok) return opens;
  const closes = closingOf(start, end, reading, opens.value);
  if (!closes.ok) return closes;
  if (closes.value <= opens.value) return refuse({ code: "backwards", opens: opens.value, closes: closes.value });
  return { ok: true, value: { opens: opens.value, closes: closes.value } };
}

function closingOf(start: Parts, end: Parts, reading: Reading, opens: Instant): Read<Instant> {
  if (end.lasts !== undefined) return { ok: true, value: opens + end.lasts };
  const zone = end.zone ?? start.zone;
  const wall = wallAt(opens, start.zone ?? end.zone, reading.zone);
  const date = wall.toPlainDate();
  const { clock, day, weekday, ahead } = end;
  if (clock === undefined || day || weekday || ahead !== undefined) return pointOf(end, reading, zone, date, "closes");
  const opening = wall.hour + wall.minute / 60 + wall.second / 3600;
  const hour = closingHour(start, clock, end.period, opening);
  if (hour !== undefined) return instantOf(wallOf(date, hour, clock), reading.zone, zone, "closes", reading.text);
  // No such time makes a window: the one on the same day tells how it runs backwards.
  return instantOf(wallOf(date, hourOf(clock, end.period) ?? 0, clock), reading.zone, zone, "closes", reading.text);
}

/** What the clock shows when a window opens, in the zone or at the offset its start was written in. */
function wallAt(instant: Instant, written: Zone | undefined, home: string): Temporal.PlainDateTime {
  const offset = written?.name === undefined ? written?.offsets[0] : undefined;
  return offset === undefined
    ? zoned(instant, home).toPlainDateTime()
    : zoned(instant + offset * MINUTE, "UTC").toPlainDateTime();
}
