/**
 * Lines of a Markdown plan: bullets, and keys with their values.
 */
import type { Table } from "./keys.ts";
import { KEYS, knownKey, nearestKey } from "./keys.ts";
import type { Path } from "./problem.ts";
import type { Source } from "./source.ts";

export interface Line {
  readonly text: string;
  /** Where it begins in the source. */
  readonly offset: number;
}

export const BULLET = /^(\s*)(?:[-*+]|\d{1,3}[.)、])\s+(.*)$/u;
const KEY_LINE =
  /^\s*([-*+]\s+)?(?:\*\*)?([^\s:：*`"“「#-][^:：*`"“「]{0,30}?)(?:\*\*)?(?:\s*：\s*|\s*:(?:\*\*)?(?:\s+|$))(?:\*\*)?\s*(.*)$/u;

/** The lines of a text with where each begins. */
export function linesOf(text: string): readonly Line[] {
  let next = 0;
  return text.split("\n").map((line) => {
    const offset = next;
    next += line.length + 1;
    return { text: line, offset };
  });
}

/** What the bullets among some lines say. */
export function bulletsOf(lines: readonly Line[]): readonly { readonly text: string; readonly line: Line }[] {
  return lines.flatMap((line) => {
    const text = BULLET.exec(line.text)?.[2]?.trim() ?? "";
    return text === "" ? [] : [{ text, line }];
  });
}

/**
 * The key and value of a line, if it has a key of ours. A word that is nearly one is reported rather than taken for
 * prose, since a window that nobody reads is worse than a line to correct; "exact" leaves such words alone.
 */
export function keyLine(
  table: Table,
  { text, offset }: Line,
  path: Path,
  source: Source,
  how: "near" | "exact" = "near",
): { readonly key: string; readonly value: string } | undefined {
  const [, , word = "", value = ""] = KEY_LINE.exec(text) ?? [];
  if (word === "") return undefined;
  const known = knownKey(table, word);
  if (known) return { key: known.key, value: value.trim() };
  const nearest = how === "near" ? nearestKey(table, word) : undefined;
  if (nearest === undefined) return undefined;
  const at = offset + text.indexOf(word);
  source.reportAt(path, at, { code: "unknown-key", key: word, nearest, known: KEYS[table].map(({ key }) => key) });
  return undefined;
}
