/**
 * What a filled form still asks before it can be handed in. A card can't change while it is filled in: what depends on a
 * choice, and what of a long list fits the words that were typed, is asked in a second step.
 */
import type { Form, FormField } from "../../src/chat/card.ts";
import type { Filled } from "./form-fields.ts";

/** As many as one picks from. */
const MOST_FITTING = 60;
type Listed = Extract<FormField, { type: "choice" | "people" }>;
type Option = Listed["options"][number];

export interface NextStep {
  /** With what was typed for what it found. */
  readonly values: Filled;
  /** To be asked now; undefined where all is there. */
  readonly form?: Form | undefined;
}

/** `form` is as it is with these values; `asks` names the fields of a form that a card of it asks for. */
export function nextStep(
  form: Form,
  values: Filled,
  isLong: (field: Listed) => boolean,
  asks: (form: Form) => readonly string[],
): NextStep {
  const found: Record<string, Filled[string]> = { ...values };
  const fields = form.fields.map((field) => {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if ((field.type !== "choice" && field.type !== "people") || value === undefined || !isLong(field)) return field;
    return narrowed(field, [value].flat().map(String), found);
  });
  const shown = { ...form, fields };
  const narrows = fields.some((field, place) => field !== form.fields[place]);
  const follows = asks(shown).some((name) => !Object.hasOwn(values, name)) && onlyEmptyGo(form, values);
  return narrows || follows ? { values: found, form: shown } : { values: found };
}

/** What was typed into a field that the form would no longer have is not taken away from anybody. */
function onlyEmptyGo({ fields }: Form, values: Filled): boolean {
  const gone = Object.entries(values).filter(([name]) => !fields.some((field) => field.name === name));
  return gone.every(([, value]) => (typeof value === "boolean" ? !value : value.length === 0));
}

/** The field itself where its words name what they mean; else with those alone that fit them. */
function narrowed(field: Listed, words: readonly string[], found: Record<string, Filled[string]>): FormField {
  const each = words.filter((word) => word !== "").map((word) => ({ word, fits: fitting(field.options, word) }));
  const clear = each.map(({ word, fits }) => (fits.length === 1 ? (fits[0]?.value ?? word) : word));
  found[field.name] = field.type === "people" ? clear : (clear[0] ?? "");
  if (each.every(({ fits }) => fits.length < 2)) return field;
  const options = toldApart([...new Set(each.flatMap(({ fits }) => fits.slice(0, MOST_FITTING)))]);
  return field.type === "people" ? { ...field, options } : { ...field, options };
}

/** With its value beside a label that stands there twice. */
function toldApart(options: readonly Option[]): readonly Option[] {
  const labels = options.map(({ label }) => label.toLowerCase());
  const isAlone = (label: string) => labels.indexOf(label) === labels.lastIndexOf(label);
  return options.map(({ value, label }) =>
    isAlone(label.toLowerCase()) ? { value, label } : { value, label: `${label} · ${value}` },
  );
}

/** The one of this very value; else all of this value or whole label in any case; else all that have every word in them. */
function fitting(options: readonly Option[], typed: string): readonly Option[] {
  const exact = options.find(({ value }) => value === typed.trim());
  if (exact) return [exact];
  const wanted = typed.trim().toLowerCase();
  const same = options.filter(({ value, label }) => value.toLowerCase() === wanted || label.toLowerCase() === wanted);
  if (same.length > 0) return same;
  const words = wanted.split(/\s+/u);
  return options.filter(({ value, label }) =>
    words.every((word) => label.toLowerCase().includes(word) || value.toLowerCase().includes(word)),
  );
}
