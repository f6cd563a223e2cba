/**
 * What was found in a message so far, line by line.
 */
import type { Instant, Party, PersonId, Window } from "../../plan/content.ts";
import { GROUP_PREFIX, LIMITS } from "../../plan/content.ts";
import type { ItemDraft, LevelDraft } from "../plan-file/draft.ts";
import { questionsOf } from "./approval.ts";
import type { ItemFound } from "./items.ts";
import type { Known } from "./known.ts";
import type { Named } from "./names.ts";
import type { Hint, Question } from "./question.ts";
import type { TimeFound } from "./times.ts";

export interface Found {
  name?: string | undefined;
  description?: string | undefined;
  window?: Window | undefined;
  schedule?: Instant | undefined;
  manager?: PersonId | undefined;
  policy?: string | undefined;
  emergency?: string | undefined;
  readonly levels: LevelDraft[];
  readonly items: ItemDraft[];
  readonly requirements: string[];
  readonly editors: Party[];
  readonly announce: string[];
  readonly tags: string[];
  /** What a plan could be called, and what is left over: the first one is the name. */
  readonly names: string[];
  /** What it could be called where there is nothing better. */
  readonly spare: string[];
  /** What a field says and nobody understands. */
  readonly left: string[];
  readonly open: Question[];
  readonly hints: Hint[];
}

export function emptyFound(): Found {
  return {
    levels: [],
    items: [],
    requirements: [],
    editors: [],
    announce: [],
    tags: [],
    names: [],
    spare: [],
    left: [],
    open: [],
    hints: [],
  };
}

const BY_ITSELF = /定时|自动(?:执行|开始|运行|发布)|\bschedul|\bautomatic|\bby itself\b|\bkick(?:s|ed)? off\b/iu;

/** A window, or where the sentence says that something starts by itself, a schedule. What is over is nobody's window. */
export function takeTime(time: TimeFound, sentence: string, found: Found, { now }: Known): void {
  const { text } = time;
  if (time.kind === "unread") {
    found.hints.push({ code: "bad-time", problem: time.problem });
    return;
  }
  if (time.kind === "window") {
    const { closes } = time.window;
    if (closes <= now) found.hints.push({ code: "bad-time", problem: { code: "in-the-past", at: closes } });
    else if (found.window) found.hints.push({ code: "second-time", text });
    else found.window = time.window;
    return;
  }
  if (!BY_ITSELF.test(sentence)) found.hints.push({ code: "needs-end", text, at: time.instant });
  else takeSchedule(time.instant, text, found, now);
}

export function takeSchedule(at: Instant, text: string, found: Found, now: Instant): void {
  if (at <= now) found.hints.push({ code: "bad-time", problem: { code: "in-the-past", at } });
  else if (found.schedule !== undefined) found.hints.push({ code: "second-time", text });
  else found.schedule = at;
}

/** A group owns no plan. */
export function takeManager(named: Named, found: Found): void {
  const { meant, text } = named;
  if (meant.kind !== "party") found.open.push(...questionsOf({ names: [named] }));
  else if (meant.party.startsWith(GROUP_PREFIX)) found.open.push({ code: "unknown-person", name: text });
  else found.manager ??= meant.party;
}

/** `chained` where each waits for the one before it. */
export function takeItems(items: readonly ItemFound[], chained: boolean, found: Found): void {
  for (const [place, { item, open, hints }] of items.entries()) {
    if (found.items.length >= LIMITS.items) return;
    const before = chained && place > 0 ? found.items.at(-1)?.name : undefined;
    const isClear = before !== undefined && found.items.filter(({ name }) => same(name, before)).length === 1;
    found.items.push(isClear && !same(item.name, before) ? { ...item, after: [before] } : item);
    found.open.push(...open);
    found.hints.push(...hints);
  }
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
