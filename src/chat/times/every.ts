/**
 * What recurs, as people write it: `thursday 20:00`, `every weekday 9am`, 每周二、周四 晚上8点, 每月1日 10:00.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../plan/content.ts";
import { zoned } from "./moment.ts";
import type { Read, TimeContext } from "./problem.ts";
import { LONGEST_TIME } from "./problem.ts";
import { readInstant } from "./read.ts";

export interface Every {
  /** From when on, at its time of day. */
  readonly from: Instant;
  /** An RRULE of iCalendar. */
  readonly repeat: string;
}

const EN_DAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?";
const HAN_DAY = "(?:周|週|星期|礼拜)?[一二三四五六日天]";
const DAYS: readonly (readonly [RegExp, string])[] = [
  [/^(?:mon|(?:周|週|星期|礼拜)?一)/u, "MO"],
  [/^(?:tue|(?:周|週|星期|礼拜)?二)/u, "TU"],
  [/^(?:wed|(?:周|週|星期|礼拜)?三)/u, "WE"],
  [/^(?:thu|(?:周|週|星期|礼拜)?四)/u, "TH"],
  [/^(?:fri|(?:周|週|星期|礼拜)?五)/u, "FR"],
  [/^(?:sat|(?:周|週|星期|礼拜)?六)/u, "SA"],
  [/^(?:sun|(?:周|週|星期|礼拜)?[日天])/u, "SU"],
];
const WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
const EN_JOINT = "(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|\\s*/\\s*)";
const HAN_JOINT = "\\s*(?:、|,|和|及|与)\\s*";

/** Each begins the text; what follows is the time of day. */
const RULES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^(freq=[a-z0-9=;,+-]+)(?=\s|$)/u, ([, rule = ""]) => rule.toUpperCase()],
  [/^(?:(?:every |each )?(?:weekday|work(?:ing )?day)s?|每个?工作日|工作日)/u, () => WORKDAYS],
  [/^(?:(?:every |each )?day|daily|每天|每日|天天)/u, () => "FREQ=DAILY"],
  [
    /^(?:(?:every |each )?month|monthly)(?: on)?(?: the)? (\d{1,2})(?:st|nd|rd|th)?(?![:\d]|\s*[ap]\.?m)/u,
    ([, day]) => `FREQ=MONTHLY;BYMONTHDAY=${day}`,
  ],
  [/^每个?月\s?(\d{1,2})\s?[日号號]/u, ([, day]) => `FREQ=MONTHLY;BYMONTHDAY=${day}`],
  [
    new RegExp(`^(?:(?:every |each )(?:week on )?|weekly(?: on)? )?(${EN_DAY}(?:${EN_JOINT}${EN_DAY})*)(?![a-z])`, "u"),
    ([, days = ""]) => weekly(days.split(new RegExp(EN_JOINT, "u"))),
  ],
  [
    new RegExp(`^每?个?((?:周|週|星期|礼拜)[一二三四五六日天](?:${HAN_JOINT}${HAN_DAY})*)`, "u"),
    ([, days = ""]) => weekly(days.split(new RegExp(HAN_JOINT, "u"))),
  ],
];

function weekly(days: readonly string[]): string {
  const named = DAYS.filter(([pattern]) => days.some((day) => pattern.test(day))).map(([, name]) => name);
  return `FREQ=WEEKLY;BYDAY=${named.join(",")}`;
}

/** Days and a time of day, on the wall of the zone; a rule of iCalendar may stand for the days. */
export function readEvery(text: string, { now, zone }: TimeContext): Read<Every> {
  const shown = text.trim().slice(0, LONGEST_TIME);
  const plain = shown.normalize("NFKC").toLowerCase();
  for (const [pattern, rule] of RULES) {
    const match = pattern.exec(plain);
    if (!match) continue;
    const clock = clockOf(plain.slice(match[0].length), zone);
    if (clock === undefined) return { ok: false, problem: { code: "needs-clock", text: shown } };
    if (/BYMONTHDAY=(?:0|3[2-9]|[4-9]\d)/u.test(rule(match))) break;
    const from = zoned(now, zone).toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: clock });
    return { ok: true, value: { from: from.epochMilliseconds, repeat: rule(match) } };
  }
  return { ok: false, problem: { code: "not-understood", text: shown } };
}

/** A day on which no zone sets its clocks, to read a time of day on. */
const ORDINARY = Temporal.PlainDate.from("2026-01-14");

/** The time of day that a text names and nothing else; midnight is that of the day's beginning. */
function clockOf(text: string, zone: string): Temporal.PlainTime | undefined {
  const begins = ORDINARY.toZonedDateTime(zone).epochMilliseconds;
  const clock = text.replace(/^[\s,，]*(?:at\s+)?/u, "");
  if (clock === "") return undefined;
  const read = readInstant(`今天 ${clock}`, { now: begins, zone });
  if (!read.ok) return undefined;
  const at = zoned(read.value, zone);
  return at.toPlainDate().equals(ORDINARY) ? at.toPlainTime() : undefined;
}
