/**
 * The fields of a plan in a form. Its levels are shown as long as they are few.
 */
import type { Content, Instant, Level, PersonId, Rule, Window } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { FormField } from "../card.ts";
import type { Lang } from "../texts/catalogue.ts";
import { say } from "../texts/say.ts";
import { pickerTime, windowText } from "../texts/when.ts";
import { customFields } from "./custom-fields.ts";
import { choiceField, partiesField, personField, severalField, textField } from "./field.ts";
import { writeItemLines } from "./item-lines.ts";
import type { FormSources } from "./sources.ts";

/** Levels that a form offers, and the most it shows. */
const OFFERED_LEVELS = 2;
export const MOST_LEVELS = 4;
/** A form offers "2 of them" up to this number. */
const OFFERED_RULE = 5;
/** As long as any time a person writes. */
const LONGEST_WINDOW = 200;

export function newPlanFields(sources: FormSources): readonly FormField[] {
  const { begun } = sources;
  const items = writeItemLines(begun?.draft.items ?? []);
  return [...planFields(begun, sources, true), ...(items === undefined ? [] : [itemsField(items, sources)])];
}

/** Of a plan, or of what a new one begins with. */
export function planFields(
  plan: { readonly content?: Content | undefined; readonly manager?: PersonId | undefined } | undefined,
  sources: FormSources,
  isNew = false,
): readonly FormField[] {
  const { reader, person } = sources;
  const { lang } = reader;
  const content = plan?.content;
  return [
    textField(
      { name: "name", label: say(lang, "form.field.name"), required: true },
      { max: LIMITS.name },
      content?.name,
    ),
    textField(
      { name: "description", label: say(lang, "form.field.description"), hint: say(lang, "form.hint.description") },
      { max: LIMITS.description, lines: 4 },
      content?.description,
    ),
    windowField(content?.window, sources),
    scheduleField(content?.schedule, sources),
    personField(
      { name: "manager", label: say(lang, "form.field.manager"), required: !isNew },
      [plan?.manager ?? person],
      sources,
    ),
    textField(
      { name: "tags", label: say(lang, "form.field.tags"), hint: say(lang, "form.hint.tags") },
      { max: LIMITS.text },
      (content?.tags ?? []).join(lang === "zh" ? "、" : ", "),
    ),
    ...hooksFields(content?.hooks ?? [], sources),
    ...customFields(content?.custom, sources),
    ...levelsFields(content?.approval?.levels ?? [], sources),
  ];
}

function windowField(window: Window | undefined, { reader }: FormSources): FormField {
  const { lang, zone } = reader;
  const field = textField(
    {
      name: "window",
      label: say(lang, "form.field.window"),
      hint: say(lang, "form.hint.window"),
      placeholder: say(lang, "form.placeholder.window"),
    },
    { max: LONGEST_WINDOW },
    window && windowText(window, reader),
  );
  const span = { from: window && pickerTime(window.opens, zone), until: window && pickerTime(window.closes, zone) };
  return { ...field, span };
}

function scheduleField(schedule: Instant | undefined, { reader }: FormSources): FormField {
  const { lang, zone } = reader;
  return textField(
    {
      name: "schedule",
      label: say(lang, "form.field.schedule"),
      hint: say(lang, "form.hint.schedule"),
      placeholder: say(lang, "form.placeholder.schedule"),
    },
    { max: LONGEST_WINDOW },
    schedule === undefined ? "" : pickerTime(schedule, zone),
  );
}

/** Nothing where the settings have no external system that a plan may name. */
function hooksFields(
  hooks: readonly string[],
  { hooks: known = [], reader: { lang } }: FormSources,
): readonly FormField[] {
  if (known.length === 0 && hooks.length === 0) return [];
  const options = known.map((value) => ({ value, label: value }));
  const said = { name: "hooks", label: say(lang, "form.field.hooks"), hint: say(lang, "form.hint.hooks") };
  return [severalField(said, hooks, options)];
}

function levelsFields(levels: readonly Level[], sources: FormSources): readonly FormField[] {
  if (levels.length > MOST_LEVELS) return [];
  const count = Math.max(OFFERED_LEVELS, levels.length);
  return Array.from({ length: count }, (_, place) => levelFields(place + 1, levels[place], sources)).flat();
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

function itemsField(lines: string, { reader: { lang } }: FormSources): FormField {
  return textField(
    {
      name: "items",
      label: say(lang, "form.field.items"),
      hint: say(lang, "form.hint.items"),
      placeholder: say(lang, "form.placeholder.items"),
    },
    { max: LIMITS.text, lines: 5 },
    lines,
  );
}
