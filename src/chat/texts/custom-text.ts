/**
 * What a team's own fields are called, and what a plan says in them.
 */
import type { Content } from "../../plan/content.ts";
import type { CustomProblem } from "../../plan/custom.ts";
import type { Line } from "../card.ts";
import { excerpt, oneLine, webAddress } from "./markdown.ts";
import { joinWords, sentences } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";

const LONGEST_VALUE = 300;

export function customTitle(id: string, { custom = [], lang }: Reader): string {
  return oneLine(custom.find((field) => field.id === id)?.title[lang] ?? id);
}

/** Nothing where the plan says nothing. */
export function customLine(id: string, { custom = {} }: Content, reader: Reader): Line {
  const value = Object.hasOwn(custom, id) ? custom[id] : undefined;
  if (value === undefined) return [];
  if (typeof value === "boolean") return [say(reader.lang, value ? "custom.ticked" : "custom.open")];
  const text = typeof value === "string" ? oneLine(value) : joinWords(value.map(oneLine), reader);
  const link = typeof value === "string" ? webAddress(value.trim()) : undefined;
  return [link === undefined ? excerpt(text, LONGEST_VALUE) : { link, text: excerpt(text, LONGEST_VALUE) }];
}

/** Why a plan's field does not fit. */
export function customProblemText(problem: CustomProblem, reader: Reader): string {
  const { lang } = reader;
  if (problem.problem === "unknown") {
    const known =
      problem.known.length === 0
        ? say(lang, "refusal.none-known")
        : sayMarkdown(lang, "refusal.known", { known: joinWords(problem.known, reader) });
    return sentences([sayMarkdown(lang, "refusal.bad-custom.unknown", { name: problem.name }), known], reader);
  }
  const { field } = problem;
  const name = oneLine(field.title[lang]);
  switch (problem.problem) {
    case "missing":
      return sayMarkdown(lang, `refusal.bad-custom.missing.${field.type === "checkbox" ? "checkbox" : "value"}`, {
        name,
        id: field.id,
      });
    case "type":
      return sayMarkdown(lang, `refusal.bad-custom.type.${field.type}`, { name });
    case "choice":
      return sayMarkdown(lang, "refusal.bad-custom.choice", {
        name,
        value: problem.value,
        choices: joinWords(field.options, reader),
      });
  }
}
