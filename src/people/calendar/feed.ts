/**
 * A calendar in iCalendar's own form (RFC 5545), read into entries of the release calendar.
 */
import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../plan/content.ts";
import { isZone } from "../../settings/names.ts";
import type { CalendarSettings } from "../../settings/settings.ts";
import type { CalendarEntry } from "./entry.ts";
import type { Span } from "./recurrence.ts";
import { instantOf, isRule, touches } from "./recurrence.ts";

/** Events of one feed, and occurrences of one event, that are read: more is no calendar of freezes. */
const MOST_EVENTS = 2_000;
const MOST_OCCURRENCES = 20_000;
const LONGEST_NAME = 120;

export type FeedReading =
  | { readonly ok: true; readonly entries: readonly CalendarEntry[] }
  | { readonly ok: false; readonly problem: string };

/** The events that take up time; `zone` is that of times which name none. Nothing it is given makes it throw. */
export function readFeed(text: string, settings: CalendarSettings, zone: string): FeedReading {
  try {
    const calendar = ICAL.Component.fromString(text);
    if (calendar.name !== "vcalendar") return { ok: false, problem: "it is no calendar" };
    const all = calendar.getAllSubcomponents("vevent");
    if (all.length > MOST_EVENTS) return { ok: false, problem: `it has more than ${MOST_EVENTS} events` };
    const series = all.filter((event) => !event.hasProperty("recurrence-id") && takesTime(event));
    return { ok: true, entries: series.map((event) => entryOf(event, all, settings, zone)) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message.slice(0, 200) : "it can't be read" };
  }
}

/** Cancelled events, and those that leave people free, hold nothing up. */
function takesTime(event: ICAL.Component): boolean {
  const word = (name: string) => String(event.getFirstPropertyValue(name) ?? "").toUpperCase();
  return word("status") !== "CANCELLED" && word("transp") !== "TRANSPARENT" && event.hasProperty("dtstart");
}

function entryOf(
  component: ICAL.Component,
  all: readonly ICAL.Component[],
  { name: feed, kind, tags, environments }: CalendarSettings,
  zone: string,
): CalendarEntry {
  const uid = component.getFirstPropertyValue("uid");
  const exceptions = all.filter(
    (other) => other.hasProperty("recurrence-id") && other.getFirstPropertyValue("uid") === uid,
  );
  const event = new ICAL.Event(component, { exceptions: [...exceptions], strictExceptions: false });
  const name =
    (event.summary ?? "")
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trim()
      .slice(0, LONGEST_NAME) || feed;
  return { name, kind, tags, environments, feed, spans: (range) => eventSpans(event, zone, range) };
}

function eventSpans(event: ICAL.Event, zone: string, range: Span): readonly Span[] {
  if (!event.isRecurring())
    return [spanOf(event.startDate, event.endDate, zoneOf(event, zone))].filter((span) => touches(span, range));
  const rules = event.component.getAllProperties("rrule");
  if (!rules.every((rule) => isRule(String(rule.getFirstValue())))) return [];
  const spans: Span[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < MOST_OCCURRENCES; count++) {
    const next = iterator.next();
    if (!next) break;
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    if (instantIn(next, zoneOf(event, zone)) >= range.until) break;
    const span = spanOf(startDate, endDate, zoneOf(item, zone));
    if (takesTime(item.component) && touches(span, range)) spans.push(span);
  }
  return spans.toSorted((one, other) => one.from - other.from);
}

/** The zone that an event names; the file need not say what its rules are. */
function zoneOf({ component }: ICAL.Event, usual: string): string {
  const named = component.getFirstProperty("dtstart")?.getFirstParameter("tzid");
  return named !== undefined && isZone(named) ? named : usual;
}

function spanOf(start: ICAL.Time, end: ICAL.Time, zone: string): Span {
  return { from: instantIn(start, zone), until: instantIn(end, zone) };
}

/** By the zone's rules as they are here; by those of the file where its zone has a name of its own. */
function instantIn(time: ICAL.Time, zone: string): Instant {
  const { year, month, day, hour, minute, second, isDate } = time;
  const { tzid } = time.zone;
  const wall = new Temporal.PlainDateTime(year, month, day, isDate ? 0 : hour, minute, second);
  if (isDate || tzid === "floating") return instantOf(wall, zone);
  return isZone(tzid) ? instantOf(wall, tzid) : time.toUnixTime() * 1000;
}
