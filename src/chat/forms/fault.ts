/**
 * What is wrong with one field of a form, and the words for it.
 */
import type { GrammarProblem } from "../grammar/problem.ts";
import { grammarText } from "../texts/grammar-text.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { plainText } from "./plain-text.ts";

export type FormFault =
  | { readonly code: "required" | "control-characters" | "unknown-choice" }
  | { readonly code: "too-long" | "too-many"; readonly most: number }
  /** A level with a name and nobody to decide in it. */
  | { readonly code: "approvers" }
  | { readonly code: "parameter" | "level"; readonly line: number }
  | { readonly code: "item"; readonly line: number; readonly problem: GrammarProblem };

/** Plain text, as it stands beside the field. */
export function faultText(fault: FormFault, reader: Reader): string {
  const { lang } = reader;
  switch (fault.code) {
    case "required":
    case "control-characters":
    case "unknown-choice":
    case "approvers":
      return say(lang, `form.fault.${fault.code}`);
    case "too-long":
    case "too-many":
      return say(lang, `form.fault.${fault.code}`, { most: fault.most });
    case "parameter":
    case "level":
      return say(lang, `form.fault.${fault.code}`, { line: fault.line });
    case "item":
      return say(lang, "form.fault.item", { line: fault.line, problem: lineText(fault.problem, reader) });
  }
}

/** A line of the form begins where the typed command goes on after the plan's number. */
function lineText(problem: GrammarProblem, reader: Reader): string {
  return plainText(grammarText(problem, reader)).replaceAll(/\/(?:plan add|发布 添加) 52 /gu, "");
}
