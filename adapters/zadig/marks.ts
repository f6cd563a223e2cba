/**
 * How a task of Zadig's tells whose it is: its remark says `gonogo <key>`, and `gonogo <key> <key2>@<end>` once it was run
 * again by key2, after it had ended at `<end>`. What people write around it is left alone.
 *
 * The mark of a repetition is written before the repetition is asked for. Whether it came to be shows in the task: as long
 * as its end is the one that the mark names, nothing ran since.
 */
import type { Task } from "./answers.ts";

interface Entry {
  readonly key: string;
  /** When the run before it ended (seconds); undefined for the first one. */
  readonly after?: number | undefined;
}

/** Stands for the first run of a task that gonogo did not start. */
const SOMEBODY = "~";
const WORD = "gonogo";
const LATER = /^(\S+)@(\d+)$/;
const OVER = new Set(["passed", "failed", "timeout", "cancelled", "reject", "skipped", "unstable"]);

/** Whether a task with this status will not move by itself any more. */
export function isOver(status: string): boolean {
  return OVER.has(status);
}

/** The keys that a remark tells, the first run's first; none when it tells none. */
export function keysOf(remark: string): readonly string[] {
  return entriesOf(remark).map(({ key }) => key);
}

/** The remark with a first run's key added. */
export function withKey(remark: string, key: string): string {
  return `${remark} ${WORD} ${encodeKey(key)}`.trim();
}

/** The remark with the key of a repetition added, which follows a run that ended at `end` (seconds). */
export function withLaterKey(remark: string, key: string, end: number): string {
  const words = wordsOf(remark);
  const entries = entriesOf(remark);
  if (entries.length === 0) return `${withKey(remark, SOMEBODY)} ${encodeKey(key)}@${end}`;
  const behind = words.indexOf(WORD) + 1 + entries.length;
  return words.toSpliced(behind, 0, `${encodeKey(key)}@${end}`).join(" ");
}

/** Which run of the task is this key's, counted from 1; undefined when none is, or when its repetition never began. */
export function attemptOf(task: Task, key: string): number | undefined {
  const entries = entriesOf(task.remark);
  const index = entries.findIndex((entry) => entry.key === key);
  const entry = entries[index];
  if (!entry) return undefined;
  const ended = index + 1 < entries.length ? entries[index + 1]?.after : endOf(task);
  return entry.after !== undefined && entry.after === ended ? undefined : index + 1;
}

/** How many runs the task has had, as far as its remark tells. */
export function attemptsOf(task: Task): number {
  const entries = entriesOf(task.remark);
  const last = entries.at(-1);
  if (!last) return 1;
  return attemptOf(task, last.key) === undefined ? entries.length - 1 : entries.length;
}

/** When the task ended (seconds); undefined while it goes on. */
export function endOf({ status, end_time: end }: Task): number | undefined {
  return isOver(status) ? end : undefined;
}

function entriesOf(remark: string): readonly Entry[] {
  const words = wordsOf(remark);
  const at = words.indexOf(WORD);
  const first = at < 0 ? undefined : words[at + 1];
  if (first === undefined) return [];
  const entries: Entry[] = [{ key: decodeKey(first) }];
  for (const word of words.slice(at + 2)) {
    const [, key, after] = LATER.exec(word) ?? [];
    if (key === undefined) break;
    entries.push({ key: decodeKey(key), after: Number(after) });
  }
  return entries;
}

function wordsOf(remark: string): readonly string[] {
  return remark.split(/\s+/).filter((word) => word !== "");
}

function encodeKey(key: string): string {
  return encodeURIComponent(key.toWellFormed());
}

function decodeKey(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
