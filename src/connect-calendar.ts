/**
 * The release calendar, connected: feeds that are read again and again, and cards that follow what it says.
 */
import { randomBytes } from "node:crypto";
import type { CalendarDesk, FeedState } from "./chat/freeze-desk.ts";
import type { Core, Process } from "./core.ts";
import { beginFreeze, endFreezeBy, freezingOf } from "./flow/freeze-desk.ts";
import { refreshCards } from "./flow/reconcile.ts";
import type { TimerLoopNeeds } from "./flow/timer-loop.ts";
import { setTimer } from "./flow/timers.ts";
import { createFeeds } from "./hooks/calendar-feeds.ts";
import { createCalendarFeed, linkDigest } from "./http/calendar.ts";
import { baseUrl } from "./people/sign-in-link.ts";
import type { CalendarSettings } from "./settings/settings.ts";
import { loadCalendar, replaceCalendarLink } from "./store/calendar.ts";
import { openPlanIds } from "./store/plans.ts";
import type { CalendarFeedsTable } from "./store/tables.ts";

export interface CalendarWork {
  readonly handlers: TimerLoopNeeds["handlers"];
  /** Has every feed read soon. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function connectCalendar(
  { store, calendar, world }: Core,
  { settings, version, now, log }: Process,
): CalendarWork {
  const { calendars, zone } = settings;
  const feeds = createFeeds({ store, calendars, zone, version, now });
  const readAt = (name: string, dueAt: number) =>
    store.write((tx) => setTimer(tx, { key: `feed:${name}`, kind: "feed", dueAt, payload: { name } }));
  return {
    handlers: {
      feed: async ({ timer }) => {
        const { name }: { name: string } = JSON.parse(timer.payload);
        const outcome = await feeds.read(name);
        const every = calendars.find((one) => one.name === name)?.every;
        if (outcome?.outcome === "kept")
          log.warn({ calendar: name, problem: outcome.problem }, "the last good copy is kept");
        if (every !== undefined) await readAt(name, now() + every);
      },
      calendar: async () => {
        await calendar.refresh();
        for (const plan of await openPlanIds(store.read)) await refreshCards(store, plan, world(now()), now());
      },
    },
    start: async () => {
      for (const { name } of calendars) await readAt(name, now());
    },
    close: () => feeds.close(),
  };
}

/** The calendar as people and programs see and change it. */
export function connectCalendarDesk(
  { store, calendar, directory }: Pick<Core, "store" | "calendar" | "directory">,
  { settings, now }: Pick<Process, "settings" | "now">,
): CalendarDesk {
  const needs = { store, directory, now };
  return {
    between: async (from, until) => {
      await calendar.refresh();
      const spans = calendar.entries().flatMap(({ name, kind, tags, environments, number, spans: spansIn }) => {
        const concerns = [...tags, ...environments];
        return spansIn({ from, until }).map((span) => ({ name, kind, concerns, number, ...span }));
      });
      return spans.toSorted((one, other) => one.from - other.from);
    },
    freezes: async () => (await loadCalendar(store.read)).freezes.map(freezingOf),
    feeds: async () => feedStates(settings.calendars, (await loadCalendar(store.read)).feeds),
    begin: (freeze, by, key) => beginFreeze(freeze, by, key, needs),
    end: (number, by) => endFreezeBy(number, by, needs),
    link: async (person) => {
      const secret = randomBytes(24).toString("base64url");
      await store.write((tx) => replaceCalendarLink(tx, person, linkDigest(secret), now()));
      return `${baseUrl(settings)}/calendar/${secret}.ics`;
    },
  };
}

/** A copy that was read from another address is none of this feed. */
function feedStates(calendars: readonly CalendarSettings[], rows: readonly CalendarFeedsTable[]): readonly FeedState[] {
  return calendars.map(({ name, address }) => {
    const row = rows.find((each) => each.name === name && each.address === address);
    return {
      name,
      ...(row?.problem != null && { problem: row.problem }),
      ...(row?.read_at != null && { readAt: row.read_at }),
    };
  });
}

/** Where calendar programs read it. */
export function calendarRoute(core: Core, { now }: Pick<Process, "now">) {
  return { path: "/calendar", app: createCalendarFeed({ ...core, now }) };
}
