/**
 * Times in running text: the longest stretches of words about time that read as a whole.
 */
import type { Instant, Window } from "../../plan/content.ts";
import type { TimeContext, TimeProblem } from "../times/problem.ts";
import { readInstant, readWindow } from "../times/read.ts";

export type TimeFound = { readonly at: number; readonly end: number; readonly text: string } & (
  | { readonly kind: "window"; readonly window: Window }
  | { readonly kind: "instant"; readonly instant: Instant }
  /** It is about time, and does not say one. */
  | { readonly kind: "unread"; readonly problem: TimeProblem }
);

const NUMBER = "[\\d零一二两三四五六七八九十]{1,3}";
const MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?";
const END = "(?![\\p{Script=Latin}\\p{N}_])";
const ISO = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2})?(?:Z|[+-]\\d{2}:?\\d{2})?";
/** Words that begin or end a time. A number alone is one only among others. */
const TELLING = [
  `${ISO}/${ISO}`,
  ISO,
  "\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}[日号]?",
  "\\d{1,2}月\\d{1,2}[日号]?",
  `${MONTH} \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?${END}`,
  `\\d{1,2}(?:st|nd|rd|th)? ${MONTH}(?: \\d{4})?${END}`,
  "大后天|[今明后][天日晚早夜]|当晚",
  "(?:下下|下|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天]",
  `(?:the )?(?:next |this |coming )?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?${END}`,
  `(?:tonight|today|tomorrow|noon|midnight)${END}`,
  `(?:in the )?(?:morning|afternoon|evening)${END}|at night${END}|night${END}`,
  "凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜",
  `\\d{1,2}[:：]\\d{2}(?:[:：]\\d{2})?(?:\\s*[ap]\\.?m\\.?)?${END}`,
  `\\d{1,2}\\s*[ap]\\.?m\\.?${END}`,
  `${NUMBER}[点點时時](?:半|整|[一三]刻|${NUMBER}分?)?`,
  `(?:in|for)(?: about)? (?:\\d+(?:\\.\\d+)?|an?|half an|one|two|three) (?:hours?|hrs?|minutes?|mins?|days?|weeks?)${END}`,
  `(?:持续)?(?:${NUMBER}|半)个?半?(?:小时|分钟|天)(?:[之以]?后)?`,
  `\\d{1,3} ?(?:h|hours?|hrs?|min|minutes?)${END}`,
  "\\(?(?:UTC|GMT)(?:[+-]\\d{1,2}(?::?\\d{2})?)?\\)?",
  "北京时间|Asia/\\w+|Europe/\\w+|America/\\w+",
].join("|");
const JOINING = `到|至|[~～–—―-]|从|在|于|,|，|(?:to|until|till|from|between|and|at|on|by)${END}|\\d{1,2}(?![\\d.:：%\\p{L}])`;
/** A time that is over is nobody's window, whatever hours stand beside it. */
const PAST = `(?:yesterday|last (?:night|week|month|mon|tue|wed|thu|fri|sat|sun)[a-z]*)${END}|昨[天晚日夜]|前天|上个?(?:周|星期|礼拜)[一二三四五六日天]`;
const PIECE = new RegExp(`(?<past>${PAST})|(?<telling>${TELLING})|(?<joining>${JOINING})`, "iuy");
/** Where a time can begin: not inside a word, a version or a number. */
const BEFORE = /[\p{Script=Latin}\p{N}_.:/-]$/u;
/** The short word for a day is a word of its own as well. */
const LONE_DAY = /^(?:the )?(?:sun|sat|mon|wed|fri|thu|tue)$/iu;
/** More words than any time has. */
const MOST_PIECES = 12;
const MOST_TIMES = 20;

interface Piece {
  readonly at: number;
  readonly end: number;
  readonly telling: boolean;
  readonly past: boolean;
  /** No time begins or ends with it. */
  readonly stop: boolean;
}

/** In their order; at most twenty. */
export function timesIn(text: string, context: TimeContext): readonly TimeFound[] {
  const found: TimeFound[] = [];
  let place = 0;
  while (place < text.length && found.length < MOST_TIMES) {
    const run = runAt(text, place);
    if (run.length === 0) {
      place++;
      continue;
    }
    const time = timeIn(run, text, context);
    if (time) found.push(time);
    place = time?.end ?? run.at(-1)?.end ?? place + 1;
  }
  return found;
}

/** Words about time that stand together, the first of them one that can begin a time. */
function runAt(text: string, from: number): readonly Piece[] {
  const run: Piece[] = [];
  let place = from;
  while (run.length < MOST_PIECES) {
    PIECE.lastIndex = place;
    const match = PIECE.exec(text);
    if (!match || (isLatin(text[place]) && BEFORE.test(text[place - 1] ?? "") && !touches(run, place))) break;
    const end = place + match[0].length;
    run.push({
      at: place,
      end,
      telling: match.groups?.telling !== undefined || match.groups?.past !== undefined,
      past: match.groups?.past !== undefined,
      stop: /^[,，]$/u.test(match[0]),
    });
    place = end;
    while (text[place] === " " || text[place] === "\u3000") place++;
  }
  return run.some(({ telling }) => telling) ? run : [];
}

function isLatin(char = ""): boolean {
  return /[\p{Script=Latin}\p{N}]/u.test(char);
}

function touches(run: readonly Piece[], place: number): boolean {
  return run.at(-1)?.end === place;
}

/** The longest part of a run that reads as a window; if none does, as one time. */
function timeIn(run: readonly Piece[], text: string, context: TimeContext): TimeFound | undefined {
  const [first] = run;
  if (first && run.some(({ past }) => past)) {
    const end = run.at(-1)?.end ?? first.end;
    const said = text.slice(first.at, end);
    return { at: first.at, end, text: said, kind: "unread", problem: { code: "not-understood", text: said } };
  }
  const parts = partsOf(run).map(({ at, end }) => ({ at, end, text: text.slice(at, end) }));
  for (const part of parts) {
    const read = readWindow(part.text, context);
    if (read.ok) return { ...part, kind: "window", window: read.value };
  }
  for (const part of parts) {
    const read = readInstant(part.text, context);
    if (read.ok) return { ...part, kind: "instant", instant: read.value };
  }
  const [whole] = parts;
  if (!whole || LONE_DAY.test(whole.text)) return undefined;
  const why = readWindow(whole.text, context);
  return why.ok ? undefined : { ...whole, kind: "unread", problem: why.problem };
}

/** Parts with a telling word in them; the longest first. */
function partsOf(run: readonly Piece[]): readonly { readonly at: number; readonly end: number }[] {
  const ends = run.filter((piece) => !piece.stop);
  const parts = run.flatMap((from) =>
    from.stop ? [] : ends.filter(({ at }) => at >= from.at).map((to) => ({ at: from.at, end: to.end })),
  );
  return parts.toSorted((one, other) => other.end - other.at - (one.end - one.at)).filter(isTold(run));
}

function isTold(run: readonly Piece[]): (part: { readonly at: number; readonly end: number }) => boolean {
  return ({ at, end }) => run.some((piece) => piece.telling && piece.at >= at && piece.end <= end);
}
