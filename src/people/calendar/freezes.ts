/**
 * The calendar as plans meet it: freezes, and the time outside of the release windows that concern them.
 */
import type { Content, Instant } from "../../plan/content.ts";
import type { Freeze } from "../../plan/context.ts";
import type { CalendarEntry, Concerned } from "./entry.ts";
import { concerns } from "./entry.ts";
import type { Span } from "./recurrence.ts";
import { touches } from "./recurrence.ts";

const DAY = 24 * 60 * 60_000;
/** What is over for longer concerns no plan any more. */
const BEHIND = 2 * DAY;
/** How far ahead the calendar is read: what recurs yearly is still seen. */
const AHEAD = 400 * DAY;
/** A plan whose window is further away meets the calendar when it comes near. */
const FURTHEST = 5 * 366 * DAY;

/** All that stands in the way of a content around an instant and its own times, by its beginning. */
export function freezesAmong(
  entries: readonly CalendarEntry[],
  content: Concerned & Pick<Content, "window" | "schedule">,
  at: Instant,
): readonly Freeze[] {
  const concerned = entries.filter((entry) => concerns(entry, content));
  if (concerned.length === 0) return [];
  const last = Math.max(at, content.window?.closes ?? 0, content.schedule ?? 0);
  const range = { from: at - BEHIND, until: Math.min(last, at + FURTHEST) + AHEAD };
  const freezes = concerned
    .filter(({ kind }) => kind === "freeze")
    .flatMap((entry) => spansIn(entry, range).map((span): Freeze => ({ name: entry.name, ...span })));
  const windows = concerned.filter(({ kind }) => kind === "window");
  return [...freezes, ...outside(windows, range)].toSorted((one, other) => one.from - other.from);
}

/** The time between windows, under their names. */
function outside(windows: readonly CalendarEntry[], range: Span): readonly Freeze[] {
  if (windows.length === 0) return [];
  const name = windows.map((window) => window.name).join(", ");
  const spans = windows.flatMap((window) => spansIn(window, range)).toSorted((one, other) => one.from - other.from);
  const gaps: Freeze[] = [];
  let free = range.from;
  for (const { from, until } of spans) {
    if (from > free) gaps.push({ name, from: free, until: from, outside: true });
    free = Math.max(free, until);
  }
  if (free < range.until) gaps.push({ name, from: free, until: range.until, outside: true });
  return gaps;
}

interface Known extends Span {
  readonly spans: readonly Span[];
}

/** Rules are followed from their first day on, so what was read of an entry is kept, and read for some time to come. */
const READ_BESIDES = 180 * DAY;
const read = new WeakMap<CalendarEntry, Known>();

function spansIn(entry: CalendarEntry, range: Span): readonly Span[] {
  const known = read.get(entry);
  if (known && known.from <= range.from && known.until >= range.until) {
    return known.spans.filter((span) => touches(span, range));
  }
  const wide = { from: range.from - DAY, until: range.until + READ_BESIDES };
  const spans = entry.spans(wide);
  read.set(entry, { ...wide, spans });
  return spans.filter((span) => touches(span, range));
}
