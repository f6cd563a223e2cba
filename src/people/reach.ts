/**
 * When people may be told something they did not ask for: their working hours, their absences, and how much they were told.
 */
import type { Instant, PersonId } from "../plan/content.ts";
import type { Reach } from "../plan/reach.ts";
import type { MessageSettings, WorkingHours } from "../settings/messages.ts";
import { dayAt, minuteOf } from "./day.ts";

export interface ReachSources {
  readonly messages: MessageSettings;
  readonly people: Readonly<
    Record<PersonId, { readonly hours?: WorkingHours | undefined; readonly silent?: boolean | undefined }>
  >;
  readonly zoneOf: (person: PersonId) => string;
  /** Until when the person is away at that instant; undefined for somebody who is here. */
  readonly awayUntil: (person: PersonId, at: Instant) => Instant | undefined;
  /** Whether the person has been told enough on that day. */
  readonly toldEnough: (person: PersonId, day: string) => boolean;
}

/** Everybody works on some day of a week; without one within this many days nobody is told at all. */
const LONGEST_LOOK = 15;

/** Reach by these hours, absences and counts as they are whenever it is asked. */
export function createReach(sources: ReachSources): Reach {
  const { messages, people, zoneOf, awayUntil, toldEnough } = sources;
  const isSilent = (person: PersonId) => people[person]?.silent === true;
  const hoursOf = (person: PersonId) => people[person]?.hours ?? messages.hours;

  function free(person: PersonId, at: Instant): Instant | undefined {
    if (isSilent(person)) return undefined;
    const zone = zoneOf(person);
    let from = awayUntil(person, at) ?? at;
    for (let day = 0; day < LONGEST_LOOK; day++) {
      const time = nextWorking(from, zone, hoursOf(person), messages.days);
      if (time === undefined) return undefined;
      const { date, ends } = dayAt(time, zone);
      if (!toldEnough(person, date)) return time;
      from = ends;
    }
    return undefined;
  }

  return {
    free,
    open: (person, at) => !isSilent(person) && !toldEnough(person, dayOf(at, zoneOf(person))),
  };
}

/** The day in a zone, such as `2026-11-28`. */
export function dayOf(at: Instant, zone: string): string {
  return dayAt(at, zone).date;
}

export interface MessageDays {
  readonly perDay: number;
  readonly dayOf: (person: PersonId, at: Instant) => string;
  readonly morningAfter: (person: PersonId, at: Instant) => Instant;
}

/** How much people are told on each of their own days, and when the next one begins for what was too much. */
export function messageLimit(
  { messages, people }: Pick<ReachSources, "messages" | "people">,
  { zoneOf }: Pick<ReachSources, "zoneOf">,
): MessageDays {
  return {
    perDay: messages.perDay,
    dayOf: (person, at) => dayOf(at, zoneOf(person)),
    morningAfter: (person, at) => {
      const zone = zoneOf(person);
      const midnight = dayAt(at, zone).ends;
      return nextWorking(midnight, zone, people[person]?.hours ?? messages.hours, messages.days) ?? midnight;
    },
  };
}

/** The first working instant, `at` or later. Hours are those on the wall: a clock that is put forward shortens a night. */
function nextWorking(
  at: Instant,
  zone: string,
  { from, until }: WorkingHours,
  days: MessageSettings["days"],
): Instant | undefined {
  let day = dayAt(at, zone);
  for (let ahead = 0; ahead < LONGEST_LOOK; ahead++) {
    if (days.includes(day.weekday) && at < minuteOf(day, until, zone)) return Math.max(at, minuteOf(day, from, zone));
    day = dayAt(day.ends, zone);
  }
  return undefined;
}
