/**
 * How people write the time of day, durations and zones, in Chinese and English.
 */
import type { Clock, Period, Piece, Rule, Zone } from "./part.ts";

const MINUTE = 60_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|分)/, MINUTE],
  [/^(?:h|小|钟|鐘)/, 60 * MINUTE],
  [/^(?:d|天|日)/, 1440 * MINUTE],
  [/^(?:w|周|星|礼)/, 7 * 1440 * MINUTE],
];
const UNIT = "(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])";
const HAN_UNIT = "(分钟|分鐘|分|小时|小時|钟头|鐘頭|天|日|周|星期|礼拜)";
const HAN_AMOUNT = "(\\d+(?:\\.\\d+)?|半)\\s?个?(半)?\\s?";

const PERIODS: readonly (readonly [string, Period])[] = [
  ["凌晨|清晨|at dawn", "dawn"],
  ["早上|早晨|上午|早|(?:in the )?morning", "morning"],
  ["中午|正午", "noon"],
  ["下午|午后|(?:in the )?afternoon", "afternoon"],
  ["傍晚|晚上|夜里|夜裡|深夜|夜间|晚|(?:in the )?evening|(?:at )?night", "night"],
];

function clock(hour: string, minute = "0", shape: Partial<Clock> = {}): Clock | undefined {
  const given = { hour: Number(hour), minute: Number(minute), second: 0, millisecond: 0, bare: false, ...shape };
  const { second } = given;
  if (given.hour > 24 || given.minute > 59 || second > 59) return undefined;
  if (given.hour === 24 && given.minute + second + given.millisecond > 0) return undefined;
  return { full: shape.full ?? (hour.length > 1 && (hour.startsWith("0") || given.hour > 12)), ...given };
}

function at(read: Clock | undefined, half?: string): Piece {
  if (!read) return "impossible-time";
  if (half === undefined) return { clock: read };
  return read.hour > 12 && half.startsWith("a")
    ? "impossible-time"
    : { clock: read, period: half.startsWith("a") ? "am" : "pm" };
}

/** Half an hour, 1.5 hours and 一个半小时 in milliseconds. */
function span(amount = "", unit = "", andHalf = false): number {
  const size = UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? 0;
  const count = /半|half/.test(amount) ? 0.5 : /^an?$/.test(amount) ? 1 : Number(amount);
  return Math.round((count + (andHalf ? 0.5 : 0)) * size);
}

/** Days and weeks keep the time of day over a change of clocks; hours and minutes count on the clock that runs. */
function fromNow(milliseconds: number): Piece {
  const days = milliseconds / (1440 * MINUTE);
  if (days > 3660) return "impossible-date";
  return Number.isInteger(days) && days > 0
    ? { day: { kind: "ahead", days, keepsClock: true } }
    : { ahead: milliseconds };
}

function isoSpan([, days = "0", hours = "0", minutes = "0"]: RegExpExecArray): Piece {
  return { lasts: (Number(days) * 1440 + Number(hours) * 60 + Number(minutes)) * MINUTE };
}

function isoTime(match: RegExpExecArray): Piece {
  const [, year, month, day, hour = "", minute, second = "0", fraction = "0", offset, name] = match;
  const millisecond = Number(`0.${fraction}`) * 1000;
  const read = clock(hour, minute, { second: Number(second), millisecond: Math.floor(millisecond), full: true });
  if (!read) return "impossible-time";
  const zone = offset === undefined && name === undefined ? undefined : zoneOf([offset, name]);
  return {
    day: { kind: "date", year: Number(year), month: Number(month), day: Number(day) },
    clock: read,
    ...(zone && { zone }),
  };
}

function minutesEast(offset: string): number {
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d{1,2}):?(\d{2})?/.exec(offset) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) || 0;
}

function zoneOf(words: readonly (string | undefined)[]): Zone {
  const offsets: number[] = [];
  let name: string | undefined;
  for (const word of words) {
    if (word === undefined || word === "") continue;
    if (/^(?:utc|gmt|z)?(?:[+-]\d{1,2}(?::?\d{2})?)?$/.test(word)) offsets.push(minutesEast(word));
    else name = word;
  }
  return { name, offsets };
}

function bracketedZone([, inside = ""]: RegExpExecArray): Piece | undefined {
  const words = inside.split(/[,\s]+(?:to\s+)?|至/).filter((word) => word !== "");
  const known = words.every((word) =>
    /^(?:(?:utc|gmt)[+-]\d{1,2}(?::?\d{2})?|[a-z][\w+-]*(?:\/[\w+-]+)*|[+-]\d{1,2}:?\d{2})$/.test(word),
  );
  return known ? { zone: zoneOf(words) } : undefined;
}

export const SPAN_RULES: readonly Rule[] = [
  {
    pattern: new RegExp(`in (half an?|an?|\\d+(?:\\.\\d+)?) ?${UNIT}`, "y"),
    read: ([, amount, unit]) => fromNow(span(amount, unit)),
  },
  {
    pattern: new RegExp(`(half an?|an?|\\d+(?:\\.\\d+)?) ?${UNIT} from now`, "y"),
    read: ([, amount, unit]) => fromNow(span(amount, unit)),
  },
  {
    pattern: new RegExp(`${HAN_AMOUNT}${HAN_UNIT}(?:之后|之後|以后|以後|后|後)`, "y"),
    read: ([, amount, half, unit]) => fromNow(span(amount, unit, half !== undefined)),
  },
  {
    pattern: new RegExp(`for (half an?|an?|\\d+(?:\\.\\d+)?) ?${UNIT}`, "y"),
    read: ([, amount, unit]) => ({ lasts: span(amount, unit) }),
  },
  {
    pattern: new RegExp(`(?:持续|共|为期)\\s?${HAN_AMOUNT}${HAN_UNIT}`, "y"),
    read: ([, amount, half, unit]) => ({ lasts: span(amount, unit, half !== undefined) }),
  },
  {
    // Hours are a length of time even without a word that says so: 明晚8点起2小时.
    pattern: new RegExp(`起?\\s?${HAN_AMOUNT}(小时|小時|钟头|鐘頭)`, "y"),
    read: ([, amount, half, unit]) => ({ lasts: span(amount, unit, half !== undefined) }),
  },
  { pattern: /p(?=[\dt])(?:(\d{1,4})d)?(?:t(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m)?)?(?![a-z\d])/y, read: isoSpan },
  { pattern: /(?:right )?now(?![a-z])|现在|立即|马上/y, read: () => ({ ahead: 0 }) },
];

export const ISO_RULE: Rule = {
  pattern:
    /(\d{4})-(\d{2})-(\d{2})t(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(z|[+-](?:0\d|1[0-4]):?[0-5]\d)?(?:\[([a-z][\w/+-]*)\])?/y,
  read: isoTime,
};

export const CLOCK_RULES: readonly Rule[] = [
  {
    pattern: /(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?![\d:])(?: ?([ap])\.?m(?![a-z])\.?)?/y,
    read: ([, hour = "", minute, second = "0", fraction = "0", half]) =>
      at(
        clock(hour, minute, {
          second: Number(second),
          millisecond: Math.round(Number(`0.${fraction}`) * 1000),
          ...(half !== undefined && { full: false }),
        }),
        half,
      ),
  },
  {
    pattern: /(\d{1,2}) ?([ap])\.?m(?![a-z])\.?/y,
    read: ([, hour = "", half]) => at(clock(hour, "0", { full: false }), half),
  },
  {
    pattern: /(\d{1,2}) ?[点點时時](?:整|钟|鐘|(半)|([123])刻|(\d{1,2})(?![\d:点點])(?:分|(?!月|日|号))?)?/y,
    read: ([, hour = "", half, quarters, minute]) =>
      at(clock(hour, half ? "30" : quarters ? String(Number(quarters) * 15) : minute)),
  },
  { pattern: /noon(?![a-z])/y, read: () => at(clock("12", "0", { full: true })) },
  { pattern: /midnight(?![a-z])|午夜|半夜/y, read: () => at(clock("24", "0", { full: true })) },
  ...PERIODS.map(
    ([words, period]): Rule => ({ pattern: new RegExp(`(?:${words})(?![a-z])`, "y"), read: () => ({ period }) }),
  ),
  { pattern: /(\d{1,2})(?![\d:/.])/y, read: ([, hour = ""]) => at(clock(hour, "0", { bare: true })) },
];

export const ZONE_RULES: readonly Rule[] = [
  { pattern: /\(([^()]{1,80})\)/y, read: bracketedZone },
  { pattern: /北京时间/y, read: () => ({ zone: { name: "asia/shanghai", offsets: [] } }) },
  { pattern: /(?:utc|gmt)(?:[+-]\d{1,2}(?::?\d{2})?)?(?![a-z\d])/y, read: ([word]) => ({ zone: zoneOf([word]) }) },
  { pattern: /[a-z]{3,}\/[a-z_]{2,}(?:\/[a-z_]{2,})?/y, read: ([word]) => ({ zone: zoneOf([word]) }) },
];

export const JOINT_RULES: readonly Rule[] = [
  { pattern: /-+|\/|到|至|(?:to|till|until|through|and)(?![a-z])/y, read: () => "dash" },
  { pattern: /[\s,;的]+|(?:at|on|from|the|between|从|在|自)(?![a-z])/y, read: () => "filler" },
];
