/**
 * The release calendar, connected: feeds that are read again and again, and cards that follow what it says.
 */
import type { Core, Process } from "./core.ts";
import { refreshCards } from "./flow/reconcile.ts";
import type { TimerLoopNeeds } from "./flow/timer-loop.ts";
import { setTimer } from "./flow/timers.ts";
import { createFeeds } from "./hooks/calendar-feeds.ts";
import { calendarChanged } from "./people/calendar/changed.ts";
import { openPlanIds } from "./store/plans.ts";

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
        if (outcome?.outcome === "changed") await store.write((tx) => setTimer(tx, calendarChanged(now())));
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
