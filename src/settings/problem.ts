/**
 * What is wrong with the settings: data for tests and tools, one English line each for the operator.
 */
import { distance } from "fastest-levenshtein";

export type SettingsProblemCode =
  | "unreadable"
  | "syntax"
  | "unknown-name"
  | "unknown-key"
  | "invalid"
  | "missing"
  | "conflict"
  | "unknown-reference"
  | "duplicate"
  | "unsafe";

export interface SettingsProblem {
  readonly code: SettingsProblemCode;
  /** An environment name, or a path in the file such as `people.bo.email`. */
  readonly where: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** What is wrong, without a full stop. Never shows a value that may be secret. */
  readonly wrong: string;
  /** What to do about it, as a sentence. */
  readonly remedy: string;
}

/** The settings cannot be used. The message names every mistake, one line each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly SettingsProblem[];
  constructor(problems: readonly SettingsProblem[]) {
    const count = problems.length === 1 ? "one mistake" : `${problems.length} mistakes`;
    super([`The settings have ${count}:`, ...problems.map((problem) => `  ${problemLine(problem)}`)].join("\n"));
    this.problems = problems;
  }
}

/** A problem as one line: where, what is wrong, what to do. */
export function problemLine({ where, file, line, wrong, remedy }: SettingsProblem): string {
  const place = file === undefined ? where : `${file}${line === undefined ? "" : `:${line}`} ${where}`.trimEnd();
  return `${place}: ${wrong}. ${remedy}`;
}

/** The known word that `word` was probably meant to be. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  // A third of the letters may be wrong, or two have changed places: enough for typing mistakes, too little for
  // another word.
  const limit = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= limit ? best.candidate : undefined;
}

/** A remedy for a name nobody knows: the nearest known one, or all of them. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `Did you mean ${near}?`;
  return known.length > 0 ? `Known: ${known.join(", ")}.` : "Remove it.";
}
