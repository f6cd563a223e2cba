/**
 * The release calendar for programs that show calendars: each person has a link of their own, and sees their plans in it.
 */
import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { PlanShelf } from "../flow/plan-shelf.ts";
import type { Calendar } from "../people/calendar/calendar.ts";
import type { CalendarEvent } from "../people/calendar/write-feed.ts";
import { writeFeed } from "../people/calendar/write-feed.ts";
import type { Directory } from "../people/directory.ts";
import type { Instant } from "../plan/content.ts";
import { calendarLinkOf } from "../store/calendar.ts";
import type { Store } from "../store/store.ts";

export interface CalendarFeedNeeds {
  readonly store: Store;
  readonly calendar: Calendar;
  readonly plans: PlanShelf;
  readonly directory: Pick<Directory, "refresh" | "person" | "roles">;
  readonly now: () => Instant;
}

const DAY = 24 * 60 * 60_000;
const BEHIND = 30 * DAY;
const AHEAD = 180 * DAY;
/** Pages of open plans: more than anybody has open. */
const MOST_PAGES = 20;

/** Answers `/<secret>.ics`; a link that is no longer good is not there. */
export function createCalendarFeed(needs: CalendarFeedNeeds): Hono {
  return new Hono().get("/:file{[\\w-]+\\.ics}", async (context) => {
    const digest = linkDigest(context.req.param("file").replace(/\.ics$/, ""));
    const person = await calendarLinkOf(needs.store.read, digest);
    await needs.directory.refresh();
    if (person === undefined || needs.directory.person(person)?.active !== true) return context.notFound();
    const text = writeFeed([...(await spans(needs)), ...(await windows(person, needs))], needs.now());
    return context.body(text, 200, {
      "content-type": "text/calendar; charset=utf-8",
      "cache-control": "private, no-store",
    });
  });
}

/** What is kept of a link's secret. */
export function linkDigest(secret: string): string {
  return createHash("sha256").update(`calendar:${secret}`).digest("hex");
}

async function spans({ calendar, now }: CalendarFeedNeeds) {
  await calendar.refresh();
  const range = { from: now() - BEHIND, until: now() + AHEAD };
  return calendar.entries().flatMap(({ name, kind, spans: spansIn }, place) =>
    spansIn(range).map((span) => {
      const title = kind === "freeze" ? `⛔ ${name}` : name;
      return {
        id: createHash("sha256").update(`${kind}:${name}:${place}:${span.from}`).digest("hex").slice(0, 32),
        title,
        ...span,
      };
    }),
  );
}

async function windows(reader: string, { plans, directory }: CalendarFeedNeeds) {
  const all = directory.roles(reader).includes("admin");
  const events: CalendarEvent[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = await plans.list({ scope: "open", words: [], page, reader, all });
    for (const { id, index, content } of found.plans) {
      const { window, name } = content;
      if (window)
        events.push({ id: `plan-${id}`, title: `#${index} ${name}`, from: window.opens, until: window.closes });
    }
    if (!found.more) break;
  }
  return events;
}
