/**
 * The levels of an approval in a form.
 */
import type { Level, Rule } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import { same } from "../../plan/digest.ts";
import type { FormField } from "../card.ts";
import { readLevel, writeLevel } from "../plan-file/level-text.ts";
import type { Lang } from "../texts/catalogue.ts";
import { say } from "../texts/say.ts";
import { choiceField, partiesField, textField } from "./field.ts";
import type { FormSources } from "./sources.ts";

/** Levels that a form offers, and the most that have fields of their own. */
const OFFERED_LEVELS = 2;
const MOST_LEVELS = 4;
/** A form offers "2 of them" up to this number. */
const OFFERED_RULE = 5;
/** The field that has one level a line. */
export const FURTHER_LEVELS = "level-more";

/** The first levels each in fields of its own, and the further ones as lines; none where a line can't hold one of those. */
export function levelsFields(levels: readonly Level[], sources: FormSources): readonly FormField[] {
  const further = levels.slice(MOST_LEVELS);
  if (!further.every(isWritable)) return [];
  const count = Math.min(MOST_LEVELS, Math.max(OFFERED_LEVELS, levels.length));
  const shown = Array.from({ length: count }, (_, place) => levelFields(place + 1, levels[place], sources)).flat();
  return [...shown, furtherField(further, sources)];
}

function isWritable(level: Level): boolean {
  const read = readLevel(writeLevel(level));
  return !writeLevel(level).includes("\n") && same(read, level);
}

function furtherField(levels: readonly Level[], { reader: { lang } }: FormSources): FormField {
  return textField(
    {
      name: FURTHER_LEVELS,
      label: say(lang, "form.field.level-more"),
      hint: say(lang, "form.hint.level-more"),
      placeholder: say(lang, "form.placeholder.level-more"),
    },
    { max: LIMITS.text, lines: 2 },
    levels.map(writeLevel).join("\n"),
  );
}

function levelFields(number: number, level: Level | undefined, sources: FormSources): readonly FormField[] {
  const { lang } = sources.reader;
  return [
    textField(
      { name: `level${number}-name`, label: say(lang, "form.field.level-name", { number }) },
      { max: LIMITS.word },
      level?.name,
    ),
    partiesField(
      {
        name: `level${number}-approvers`,
        label: say(lang, "form.field.level-approvers", { number }),
        hint: say(lang, "form.hint.level-approvers"),
      },
      level?.approvers ?? [],
      sources,
    ),
    choiceField(
      { name: `level${number}-rule`, label: say(lang, "form.field.level-rule", { number }), required: true },
      String(level?.rule ?? "any"),
      ruleOptions(level?.rule, lang),
    ),
  ];
}

function ruleOptions(rule: Rule | undefined, lang: Lang) {
  const offered = Array.from({ length: OFFERED_RULE - 1 }, (_, index) => index + 2);
  const counts = typeof rule === "number" ? [...new Set([...offered, rule])].toSorted((a, b) => a - b) : offered;
  return [
    { value: "any", label: say(lang, "form.rule.any") },
    { value: "all", label: say(lang, "form.rule.all") },
    ...counts.map((count) => ({ value: String(count), label: say(lang, "form.rule.number", { count }) })),
  ];
}
