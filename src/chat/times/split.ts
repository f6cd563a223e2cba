/**
 * A written time taken apart. Everything in the text must be understood: half a time read is a wrong time.
 */
import { CLOCK_RULES, ISO_RULE, JOINT_RULES, SPAN_RULES, ZONE_RULES } from "./clock-rules.ts";
import { DAY_RULES } from "./day-rules.ts";
import { normalTime } from "./normal.ts";
import type { Parts, Piece, Rule } from "./part.ts";
import type { TimeProblem } from "./problem.ts";
import { LONGEST_TIME } from "./problem.ts";

/** The first rule that matches wins, so what is longer or more exact stands before what is shorter. */
const RULES: readonly Rule[] = [ISO_RULE, ...SPAN_RULES, ...DAY_RULES, ...ZONE_RULES, ...CLOCK_RULES, ...JOINT_RULES];

export type Halves =
  | { readonly ok: true; readonly halves: readonly Parts[] }
  | { readonly ok: false; readonly problem: TimeProblem };

/** The parts of each half of `text`: one for a time, two for a window. */
export function splitTime(text: string): Halves {
  const shown = text.trim().slice(0, LONGEST_TIME);
  const notUnderstood: Halves = { ok: false, problem: { code: "not-understood", text: shown } };
  const normal = text.length > LONGEST_TIME ? "" : normalTime(text);
  const halves: Parts[] = [{}];
  let place = 0;
  while (place < normal.length) {
    const found = pieceAt(normal, place);
    if (!found) return notUnderstood;
    place = found.end;
    if (found.piece === "impossible-date" || found.piece === "impossible-time") {
      return { ok: false, problem: { code: found.piece, text: shown } };
    }
    if (!take(halves, found.piece)) return { ok: false, problem: { code: "impossible-time", text: shown } };
  }
  const said = halves.filter((half) => Object.keys(half).length > 0);
  if (said.length === 0 || said.length > 2 || said.length < halves.length) return notUnderstood;
  return { ok: true, halves: shareDay(said) };
}

/** In `20:00-22:00 tomorrow` the day stands last and means both; in `20:00 - tomorrow 02:00` it means the end alone. */
function shareDay(halves: readonly Parts[]): readonly Parts[] {
  const [start, end] = halves;
  if (!start || !end || start.day || start.weekday || start.ahead !== undefined || end.clock === undefined)
    return halves;
  const said = Object.keys(end);
  const trails = [said.indexOf("day"), said.indexOf("weekday")].every(
    (place) => place === -1 || place > said.indexOf("clock"),
  );
  const { day, weekday, ...rest } = end;
  if (!trails || (day === undefined && weekday === undefined)) return halves;
  return [{ ...start, ...(day && { day }), ...(weekday && { weekday }) }, rest];
}

function pieceAt(text: string, place: number): { readonly piece: Piece; readonly end: number } | undefined {
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    const piece = match && match[0] !== "" ? read(match) : undefined;
    if (match && piece !== undefined) return { piece, end: place + match[0].length };
  }
  return undefined;
}

/** Adds a piece to the half it belongs to; false when it contradicts what that half has said already. */
function take(halves: Parts[], piece: Piece): boolean {
  if (typeof piece === "string") {
    if (piece === "dash") halves.push({});
    return true;
  }
  const last = halves.at(-1) ?? {};
  const isEnd = piece.lasts !== undefined && Object.keys(last).length > 0;
  if (isEnd) {
    halves.push(piece);
    return true;
  }
  if (Object.keys(piece).some((key) => Object.hasOwn(last, key))) return mergePeriod(halves, last, piece);
  halves[halves.length - 1] = { ...last, ...piece };
  return true;
}

/** "Tonight 10 pm" and 今晚晚上 say the same half of the day twice. */
function mergePeriod(halves: Parts[], last: Parts, piece: Parts): boolean {
  const { period, ...rest } = piece;
  if (Object.keys(rest).some((key) => Object.hasOwn(last, key))) return false;
  const agree =
    period === last.period || (last.period === "night" && (period === "pm" || period === "am" || period === "dawn"));
  const daytime = (last.period === "morning" && period === "am") || (last.period === "afternoon" && period === "pm");
  // The other way round, `10pm tonight`, the half of the day has told already what the word tells roughly.
  const rough =
    (last.period === "pm" && (period === "night" || period === "afternoon")) ||
    (last.period === "am" && period === "morning");
  if (!agree && !daytime && !rough) return false;
  // A small hour "tonight" is after midnight; "am" on any other hour of the night contradicts it.
  const { hour } = rest.clock ?? last.clock ?? { hour: 0 };
  if (last.period === "night" && period !== "night" && period !== "pm" && hour > 5 && hour !== 12) return false;
  halves[halves.length - 1] = { ...last, ...rest };
  return true;
}
