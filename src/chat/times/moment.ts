/**
 * Between the clock on somebody's wall and an instant.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../plan/content.ts";
import type { Clock, Zone } from "./part.ts";
import type { Read } from "./problem.ts";

/** `hour` counts from the midnight the day began with; 24 and more is the next day. */
export function wallOf(date: Temporal.PlainDate, hour: number, clock: Clock): Temporal.PlainDateTime {
  const { minute, second, millisecond } = clock;
  return date.add({ days: Math.floor(hour / 24) }).toPlainDateTime({ hour: hour % 24, minute, second, millisecond });
}

export type Side = "opens" | "closes";

/** The instant at which the wall clock shows `wall`, if there is exactly one. An offset decides, where one is written. */
export function instantOf(
  wall: Temporal.PlainDateTime,
  home: string,
  zone: Zone | undefined,
  side: Side,
  text: string,
): Read<Instant> {
  const name = zone?.name ?? home;
  const offset = side === "opens" ? zone?.offsets[0] : zone?.offsets.at(-1);
  if (offset === undefined) return inZone(wall, name, text);
  const instant = wall.toZonedDateTime("UTC").epochMilliseconds - offset * 60_000;
  const disagrees = zone?.name !== undefined && offsetMinutes(instant, name) !== offset;
  return disagrees ? { ok: false, problem: { code: "impossible-time", text } } : within(instant, text);
}

function inZone(wall: Temporal.PlainDateTime, zone: string, text: string): Read<Instant> {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
  const [first, second] = [earlier.epochMilliseconds, later.epochMilliseconds];
  if (first === second) return within(first, text);
  if (earlier.toPlainDateTime().equals(wall))
    return { ok: false, problem: { code: "repeated-time", text, zone, first, second } };
  return { ok: false, problem: { code: "skipped-time", text, zone, instead: second } };
}

function within(instant: Instant, text: string): Read<Instant> {
  return instant < 0 ? { ok: false, problem: { code: "impossible-date", text } } : { ok: true, value: instant };
}

/** Minutes east of UTC at that instant. */
export function offsetMinutes(instant: Instant, zone: string): number {
  return Math.round(zoned(instant, zone).offsetNanoseconds / 60_000_000_000);
}

/** The wall clock of a zone at an instant. */
export function zoned(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

/** Whether this is a zone that has a clock at all. */
export function isZone(zone: string): boolean {
  try {
    zoned(0, zone);
    return true;
  } catch {
    return false;
  }
}
