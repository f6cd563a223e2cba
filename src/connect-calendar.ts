/**
 * The release calendar, connected: feeds that are read again and again, and cards that follow what it says.
 */
import { randomBytes } from "node:crypto";
import type { CalendarDesk } from "./chat/inbox/needs.ts";
import type { Core, Process } from "./core.ts";
import { refreshCards } from "./flow/reconcile.ts";
import type { TimerLoopNeeds } from "./flow/timer-loop.ts";
import { setTimer } from "./flow/timers.ts";
import { createFeeds } from "./hooks/calendar-feeds.ts";
import { createCalendarFeed, linkDigest } from "./http/calendar.ts";
import { calendarChanged } from "./people/calendar/changed.ts";
import { isRule } from "./people/calendar/recurrence.ts";
import { baseUrl } from "./people/sign-in-link.ts";
import { addFreeze, endFreeze, replaceCalendarLink } from "./store/calendar.ts";
import { findKey, insertKey } from "./store/keys.ts";
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

/** The calendar as people see and change it in chat. */
export function connectCalendarDesk(
  { store, calendar }: Core,
  { settings, now }: Pick<Process, "settings" | "now">,
): CalendarDesk {
  return {
    between: async (from, until) => {
      await calendar.refresh();
      const spans = calendar.entries().flatMap(({ name, kind, tags, environments, number, spans: spansIn }) => {
        const concerns = [...tags, ...environments];
        return spansIn({ from, until }).map((span) => ({ name, kind, concerns, number, ...span }));
      });
      return spans.toSorted((one, other) => one.from - other.from);
    },
    isRule,
    link: async (person) => {
      const secret = randomBytes(24).toString("base64url");
      await store.write((tx) => replaceCalendarLink(tx, person, linkDigest(secret), now()));
      return `${baseUrl(settings)}/calendar/${secret}.ics`;
    },
    freeze: ({ name, from, until, repeat = null, zone, tags, environments, by }, key) =>
      store.write(async (tx) => {
        const kept = `freeze:${key}`;
        const before = await findKey(tx, kept);
        if (before) return Number(before.outcome);
        const number = await addFreeze(tx, {
          name,
          from_at: from,
          until_at: until,
          repeat,
          zone,
          tags: JSON.stringify(tags),
          environments: JSON.stringify(environments),
          by_person: by,
          at: now(),
        });
        await insertKey(tx, { key: kept, at: now(), outcome: String(number) });
        await setTimer(tx, calendarChanged(now()));
        return number;
      }),
    end: (number, by) =>
      store.write(async (tx) => {
        const name = await endFreeze(tx, number, by, now());
        if (name !== undefined) await setTimer(tx, calendarChanged(now()));
        return name;
      }),
  };
}

/** Where calendar programs read it. */
export function calendarRoute(core: Core, { now }: Pick<Process, "now">) {
  return { path: "/calendar", app: createCalendarFeed({ ...core, now }) };
}
