/**
 * What somebody who mistyped a name probably meant.
 */

import { LIMITS } from "./content.ts";

/** The known word closest to `word`, unless none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LIMITS.word) return undefined;
  const most = Math.max(1, Math.floor(word.length / 3));
  const [best] = known
    .map((candidate) => ({ candidate, steps: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps);
  return best?.candidate;
}

/** Levenshtein's distance, on code points. */
function distance(from: string, to: string): number {
  const target = [...to];
  let row = [0, ...target.map((_, place) => place + 1)];
  for (const [place, letter] of [...from].entries()) {
    const next = [place + 1];
    for (const [column, other] of target.entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
