/**
 * The release calendar in iCalendar's form (RFC 5545), for programs that show calendars.
 */
import ICAL from "ical.js";
import type { Instant } from "../../plan/content.ts";
import type { Span } from "./recurrence.ts";

export interface CalendarEvent extends Span {
  /** The same for the same event, however often the calendar is read. */
  readonly id: string;
  readonly title: string;
}

export function writeFeed(events: readonly CalendarEvent[], now: Instant): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.updatePropertyWithValue("version", "2.0");
  calendar.updatePropertyWithValue("prodid", "-//gonogo//release calendar//EN");
  for (const { id, title, from, until } of events) {
    const event = new ICAL.Component("vevent");
    event.updatePropertyWithValue("uid", `${id}@gonogo`);
    event.updatePropertyWithValue("dtstamp", utc(now));
    event.updatePropertyWithValue("dtstart", utc(from));
    event.updatePropertyWithValue("dtend", utc(until));
    event.updatePropertyWithValue("summary", title);
    calendar.addSubcomponent(event);
  }
  return `${calendar.toString()}\r\n`;
}

function utc(at: Instant): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(at), true);
}
