/**
 * Why a file is not taken, and what would be.
 */
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";

const MEGABYTE = 1024 * 1024;

export type UnfitFile =
  | "name-path"
  | "name-hidden"
  | "name-device"
  | "name-long"
  | "name-empty"
  | "empty"
  | "too-large"
  | "active"
  | "kind"
  | "encoding"
  | "mismatch"
  | "gone";

/** `most` is in bytes. */
export function fileProblemText(
  { name, problem, most }: { readonly name: string; readonly problem: UnfitFile; readonly most: number },
  { lang }: Pick<Reader, "lang">,
): string {
  const why = say(lang, `file.problem.${problem}`, { most: Math.floor(most / MEGABYTE) });
  return sayMarkdown(lang, "file.not-taken", { name: name.slice(0, 100), why });
}
