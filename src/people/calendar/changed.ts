/**
 * That the calendar has changed: the cards of open plans are looked at again, by whoever has the timers.
 */
import type { Instant } from "../../plan/content.ts";

/** A timer that is due now; several changes at once are one. */
export function calendarChanged(now: Instant) {
  return { key: "calendar", kind: "calendar", dueAt: now } as const;
}
