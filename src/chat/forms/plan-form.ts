/**
 * The fields of a plan in a form.
 */
import type { Content, Instant, PersonId, Window } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { FormField } from "../card.ts";
import { say } from "../texts/say.ts";
import { pickerTime, windowText } from "../texts/when.ts";
import { customFields } from "./custom-fields.ts";
import { personField, severalField, textField } from "./field.ts";
import { writeItemLines } from "./item-lines.ts";
import { levelsFields } from "./level-fields.ts";
import { rulingFields } from "./ruling-fields.ts";
import type { FormSources } from "./sources.ts";

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
  const requirements = content?.requirements ?? [];
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
    textField(
      {
        name: "requirements",
        label: say(lang, "form.field.words"),
        hint: say(lang, "form.hint.words"),
        placeholder: say(lang, "form.placeholder.words"),
      },
      { max: LIMITS.text, lines: Math.min(Math.max(requirements.length, 2), 6) },
      requirements.join("\n"),
    ),
    ...hooksFields(content?.hooks ?? [], sources),
    ...customFields(content?.custom, sources),
    ...levelsFields(content?.approval?.levels ?? [], sources),
    ...rulingFields(content, sources),
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
