/**
 * How long a receiver asks to be left alone: `Retry-After` (RFC 9110, 10.2.3), in seconds or as an HTTP date.
 */
import type { Instant } from "../plan/content.ts";

/** A day: what asks for more would outlast the attempts. */
const MOST_MS = 24 * 60 * 60_000;

const SECONDS = /^\d+$/u;
const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const TIME = "\\d{2}:\\d{2}:\\d{2}";
/** The three forms of an HTTP date (RFC 9110, 5.6.7); a recipient must take the two obsolete ones. */
const FIXED_DATE = new RegExp(`^${DAY}, \\d{2} ${MONTH} \\d{4} ${TIME} GMT$`, "u");
const RFC_850_DATE = new RegExp(`^${LONG_DAY}, \\d{2}-${MONTH}-\\d{2} ${TIME} GMT$`, "u");
const ASCTIME_DATE = new RegExp(`^${DAY} ${MONTH} [ \\d]\\d ${TIME} \\d{4}$`, "u");

/** Milliseconds from `now`, at most a day; undefined when the header is missing or cannot be read. */
export function retryAfterOf(header: string | undefined, now: Instant): number | undefined {
  const text = header?.trim() ?? "";
  const asked = SECONDS.test(text) ? Number(text) * 1000 : instantOf(text) - now;
  return Number.isNaN(asked) ? undefined : Math.min(Math.max(asked, 0), MOST_MS);
}

function instantOf(text: string): Instant {
  if (FIXED_DATE.test(text) || RFC_850_DATE.test(text)) return Date.parse(text);
  return ASCTIME_DATE.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
}
