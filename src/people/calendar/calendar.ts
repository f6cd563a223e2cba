/**
 * The release calendar: freezes and windows of the settings, of feeds, and those that admins begin by command. Reading is
 * from memory; `refresh` sees what other processes changed.
 */
import type { Content, Instant } from "../../plan/content.ts";
import type { Freeze } from "../../plan/context.ts";
import type { CalendarRule, Settings } from "../../settings/settings.ts";
import { countCalendarChanges, loadCalendar } from "../../store/calendar.ts";
import type { Store } from "../../store/store.ts";
import type { FreezesTable } from "../../store/tables.ts";
import type { CalendarEntry } from "./entry.ts";
import { readFeed } from "./feed.ts";
import { freezesAmong } from "./freezes.ts";
import { spansOf } from "./recurrence.ts";

export interface Calendar {
  /** Sees what other processes changed; cheap when nothing did. */
  refresh(): Promise<void>;
  /** All that stands in the way of a plan with this content, around now and around its own times. */
  freezes(content: Content): readonly Freeze[];
  entries(): readonly CalendarEntry[];
}

export interface CalendarParts {
  readonly settings: Pick<Settings, "freezes" | "windows" | "calendars" | "zone">;
  readonly store: Store;
  readonly now: () => Instant;
}

export async function createCalendar({ settings, store, now }: CalendarParts): Promise<Calendar> {
  const own = entriesOf(settings);
  let changes = -1;
  let entries = own;
  async function refresh(): Promise<void> {
    if ((await countCalendarChanges(store.read)) === changes) return;
    const rows = await loadCalendar(store.read);
    const fed = settings.calendars.flatMap((calendar) => {
      const feed = rows.feeds.find(({ name, address }) => name === calendar.name && address === calendar.address);
      const read = feed?.body ? readFeed(feed.body, calendar, settings.zone) : undefined;
      return read?.ok ? read.entries : [];
    });
    entries = [...own, ...rows.freezes.map(freezeEntry), ...fed];
    changes = rows.changes;
  }
  await refresh();
  return {
    refresh,
    freezes: (content) => freezesAmong(entries, content, now()),
    entries: () => entries,
  };
}

/** What the settings alone say. */
export function entriesOf({ freezes, windows }: Pick<Settings, "freezes" | "windows">): readonly CalendarEntry[] {
  return [...freezes.map((rule) => ruleEntry("freeze", rule)), ...windows.map((rule) => ruleEntry("window", rule))];
}

function ruleEntry(kind: CalendarEntry["kind"], rule: CalendarRule): CalendarEntry {
  const { name, tags, environments } = rule;
  return { name, kind, tags, environments, spans: (range) => spansOf(rule, range) };
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
function freezeEntry(row: FreezesTable): CalendarEntry {
  const { number, name, from_at: from, until_at: until, repeat, zone } = row;
  const [tags, environments] = [JSON.parse(row.tags), JSON.parse(row.environments)];
  const rule = { from, until, zone, repeat: repeat ?? undefined };
  return { name, kind: "freeze", tags, environments, number, spans: (range) => spansOf(rule, range) };
}
