/**
 * Beginning and ending freezes: the one rule for chat, the API and the command line.
 */
import type { FreezeAnswer, Freezing, NewFreeze } from "../chat/freeze-desk.ts";
import { readWindow } from "../chat/times/read.ts";
import { calendarChanged } from "../people/calendar/changed.ts";
import { isRule } from "../people/calendar/recurrence.ts";
import type { Directory } from "../people/directory.ts";
import type { Instant } from "../plan/content.ts";
import type { Actor } from "../plan/plan.ts";
import { addFreeze, endFreeze } from "../store/calendar.ts";
import { findKey, insertKey } from "../store/keys.ts";
import type { Store } from "../store/store.ts";
import type { FreezesTable } from "../store/tables.ts";
import { setTimer } from "./timers.ts";

export interface FreezeNeeds {
  readonly store: Store;
  readonly directory: Pick<Directory, "roles">;
  readonly now: () => Instant;
}

/** Words for the rules that people mean most; any other is an RRULE of iCalendar. */
const RULES: Readonly<Record<string, string>> = {
  daily: "FREQ=DAILY",
  每天: "FREQ=DAILY",
  weekly: "FREQ=WEEKLY",
  每周: "FREQ=WEEKLY",
  monthly: "FREQ=MONTHLY",
  每月: "FREQ=MONTHLY",
  yearly: "FREQ=YEARLY",
  每年: "FREQ=YEARLY",
};

export async function beginFreeze(
  asked: NewFreeze,
  by: Actor,
  key: string | undefined,
  needs: FreezeNeeds,
): Promise<FreezeAnswer> {
  const { store, now } = needs;
  if (!mayChange(by, needs)) return { ok: false, problem: { code: "not-admin" } };
  const kept = key === undefined ? undefined : `freeze:${key}`;
  const answered = kept === undefined ? undefined : await findKey(store.read, kept);
  if (answered) return { ok: true, freeze: freezeKept(answered.outcome) };
  const { name, zone, tags, environments } = asked;
  const read = readWindow(asked.time, { now: now(), zone });
  if (!read.ok) return { ok: false, problem: { code: "bad-time", problem: read.problem } };
  const { opens: from, closes: until } = read.value;
  const repeat = asked.repeat === undefined ? undefined : (RULES[asked.repeat.toLowerCase()] ?? asked.repeat);
  if (from >= until || (repeat === undefined && until <= now())) return { ok: false, problem: { code: "over" } };
  if (repeat !== undefined && !isRule(repeat)) return { ok: false, problem: { code: "bad-rule", repeat } };
  return store.write(async (tx): Promise<FreezeAnswer> => {
    const before = kept === undefined ? undefined : await findKey(tx, kept);
    if (before) return { ok: true, freeze: freezeKept(before.outcome) };
    const number = await addFreeze(tx, {
      name,
      from_at: from,
      until_at: until,
      repeat: repeat ?? null,
      zone,
      tags: JSON.stringify(tags),
      environments: JSON.stringify(environments),
      by_person: authorOf(by),
      at: now(),
    });
    const freeze: Freezing = { number, name, from, until, zone, tags, environments, ...(repeat && { repeat }) };
    if (kept !== undefined) await insertKey(tx, { key: kept, at: now(), outcome: JSON.stringify(freeze) });
    await setTimer(tx, calendarChanged(now()));
    return { ok: true, freeze };
  });
}

export async function endFreezeBy(number: number, by: Actor, needs: FreezeNeeds): Promise<FreezeAnswer> {
  const { store, now } = needs;
  if (!mayChange(by, needs)) return { ok: false, problem: { code: "not-admin" } };
  return store.write(async (tx): Promise<FreezeAnswer> => {
    const row = await endFreeze(tx, number, authorOf(by), now());
    if (!row) return { ok: false, problem: { code: "no-freeze", number } };
    await setTimer(tx, calendarChanged(now()));
    return { ok: true, freeze: freezingOf(row) };
  });
}

/** What a token may was asked where it came in. */
function mayChange(by: Actor, { directory }: FreezeNeeds): boolean {
  return by.kind === "token" || (by.kind === "person" && directory.roles(by.id).includes("admin"));
}

function authorOf(by: Actor): string {
  return by.kind === "person" ? by.id : `token:${by.kind === "token" ? by.name : by.part}`;
}

/** Keys hold this product's own writing, so its shape is taken at its word. */
function freezeKept(outcome: string): Freezing {
  return JSON.parse(outcome);
}

/** Rows hold this product's own writing, so their shape is taken at its word. */
export function freezingOf({
  number,
  name,
  from_at: from,
  until_at: until,
  repeat,
  zone,
  ...row
}: FreezesTable): Freezing {
  const [tags, environments] = [JSON.parse(row.tags), JSON.parse(row.environments)];
  return { number, name, from, until, zone, tags, environments, ...(repeat !== null && { repeat }) };
}
