/**
 * Feeds of the release calendar, read again and again; the last good copy is kept whatever becomes of the feed.
 */
import { setTimer } from "../flow/timers.ts";
import { calendarChanged } from "../people/calendar/changed.ts";
import { readFeed } from "../people/calendar/feed.ts";
import type { Instant } from "../plan/content.ts";
import type { CalendarSettings } from "../settings/settings.ts";
import { loadFeed, saveFeed } from "../store/calendar.ts";
import type { Store } from "../store/store.ts";
import type { CalendarFeedsTable } from "../store/tables.ts";
import type { Answer } from "./guarded-request.ts";
import { createGuardedRequest } from "./guarded-request.ts";
import { RequestProblem } from "./request-problem.ts";

/** A calendar of holidays has some hundred kilobytes. */
const MOST_BYTES = 2 * 1024 * 1024;
const TIMEOUT = 20_000;

export interface FeedNeeds {
  readonly store: Store;
  readonly calendars: readonly CalendarSettings[];
  /** The zone of times that name none. */
  readonly zone: string;
  readonly version: string;
  readonly now: () => Instant;
}

/** What became of reading a feed: `changed` when the calendar is another one now. */
export type FeedOutcome =
  | { readonly outcome: "changed" | "same" }
  | { readonly outcome: "kept"; readonly problem: string };

export interface Feeds {
  /**
   * Reads a feed of this name; answers what came of it, and nothing for one that the settings no longer have. The cards
   * hear of a change with the change itself, since nothing would tell them later.
   */
  read(name: string): Promise<FeedOutcome | undefined>;
  close(): Promise<void>;
}

export function createFeeds({ store, calendars, zone, version, now }: FeedNeeds): Feeds {
  const requesters = calendars.map((calendar) => ({
    calendar,
    requester: createGuardedRequest({ allow: calendar.allow, timeout: TIMEOUT, now, bodyBytes: MOST_BYTES }),
  }));
  return {
    async read(name) {
      const found = requesters.find(({ calendar }) => calendar.name === name);
      if (!found) return undefined;
      const { calendar, requester } = found;
      const before = await knownOf(store, calendar);
      const answer = await requester.request({
        method: "GET",
        url: calendar.url,
        headers: headersFor(before, version),
        redirects: "same-method",
      });
      const after = { ...before, tried_at: now(), ...newsOf(answer, calendar, zone, now()) };
      const changed = after.body !== before.body;
      await store.write(async (tx) => {
        await saveFeed(tx, after, changed);
        if (changed) await setTimer(tx, calendarChanged(now()));
      });
      if (after.problem !== null) return { outcome: "kept", problem: after.problem };
      return { outcome: changed ? "changed" : "same" };
    },
    close: async () => {
      await Promise.all(requesters.map(({ requester }) => requester.close()));
    },
  };
}

/** A copy that was read from another address is none of this one. */
async function knownOf(store: Store, { name, address }: CalendarSettings): Promise<CalendarFeedsTable> {
  const row = await loadFeed(store.read, name);
  if (row?.address === address) return row;
  return { name, address, etag: null, modified: null, body: null, read_at: null, tried_at: 0, problem: null };
}

function headersFor({ etag, modified }: CalendarFeedsTable, version: string): Readonly<Record<string, string>> {
  return {
    accept: "text/calendar, */*;q=0.5",
    "user-agent": `gonogo/${version}`,
    ...(etag !== null && { "if-none-match": etag }),
    ...(modified !== null && { "if-modified-since": modified }),
  };
}

type News = Pick<CalendarFeedsTable, "problem"> & Partial<CalendarFeedsTable>;

/** What an answer changes; a bad one leaves the last good copy as it is. */
function newsOf(answer: Answer | RequestProblem, calendar: CalendarSettings, zone: string, now: Instant): News {
  if (answer instanceof RequestProblem) return { problem: answer.message };
  const { status, headers, body } = answer;
  if (status === 304) return { problem: null, read_at: now };
  if (status !== 200) return { problem: `answered ${status}` };
  // What was cut off would be a calendar with its last freezes missing.
  if (!/END:VCALENDAR\s*$/i.test(body)) return { problem: "it is no whole calendar, or one of more than 2 MB" };
  const read = readFeed(body, calendar, zone);
  if (!read.ok) return { problem: read.problem };
  return { problem: null, read_at: now, body, etag: headers.etag ?? null, modified: headers["last-modified"] ?? null };
}
