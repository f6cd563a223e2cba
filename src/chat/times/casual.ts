/**
 * The English that our own rules do not know, by chrono. It guesses freely, so only a reading of the whole text with a
 * certain hour counts. Its Chinese is not used: it reads 今晚8点到10点 as ending at ten the next morning.
 */

import type { ParsedComponents } from "chrono-node";
import { casual } from "chrono-node/en";
import { offsetMinutes } from "./moment.ts";
import type { Parts } from "./part.ts";
import type { TimeContext } from "./problem.ts";
import { LONGEST_TIME } from "./problem.ts";

/** The halves of an English time, or undefined when chrono does not understand all of it. */
export function casualHalves(text: string, { now, zone }: TimeContext): readonly Parts[] | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_TIME) return undefined;
  const offset = offsetMinutes(now, zone);
  const reference = { instant: new Date(now), timezone: offset };
  const [found, ...more] = casual.parse(trimmed, reference, { forwardDate: true });
  if (!found || more.length > 0 || found.text.length < trimmed.length) return undefined;
  const halves = found.end ? [found.start, found.end] : [found.start];
  const certain = halves.every((half) => half.isCertain("hour") && (half.get("timezoneOffset") ?? offset) === offset);
  return certain ? halves.map(partsOf) : undefined;
}

function partsOf(read: ParsedComponents): Parts {
  const part = (name: "year" | "month" | "day" | "hour" | "minute") => read.get(name) ?? 0;
  return {
    day: { kind: "date", year: part("year"), month: part("month"), day: part("day") },
    clock: { hour: part("hour"), minute: part("minute"), second: 0, millisecond: 0, bare: false, full: true },
  };
}
