/**
 * What a place in a plan's content is called: `items.2.name` is “item 3, name”.
 */
import type { Lang, TextKey } from "./catalogue.ts";
import { CATALOGUES } from "./catalogue.ts";
import { say } from "./say.ts";

const NUMBERED: Readonly<Record<string, "problem.path.item" | "problem.path.level">> = {
  items: "problem.path.item",
  levels: "problem.path.level",
};

export function fieldText(path: string, lang: Lang): string {
  const words = path.split(".");
  const parts = words.flatMap((word, place): readonly string[] => {
    const next = words[place + 1];
    const numbered = NUMBERED[words[place - 1] ?? ""];
    if (/^\d+$/.test(word)) return numbered ? [say(lang, numbered, { number: Number(word) + 1 })] : [word];
    // A place in a list is named by its number; levels are only ever the approval's, and work is only ever an item's.
    if (
      next === "levels" ||
      (word === "work" && next !== undefined) ||
      (NUMBERED[word] && next !== undefined && /^\d+$/.test(next))
    )
      return [];
    return [wordText(word, lang)];
  });
  return parts.reduce((outer, inner) => say(lang, "problem.path.inside", { outer, inner }));
}

function wordText(word: string, lang: Lang): string {
  const key = [`field.${word}`, `problem.key.${word}`].find(isText);
  return key === undefined ? word : CATALOGUES[lang][key];
}

function isText(key: string): key is TextKey {
  return Object.hasOwn(CATALOGUES.en, key);
}
