/**
 * What somebody changed in a form that was filled in for them. The rest stays as it is, and is not asked for again.
 */
import type { Form, FormField } from "../card.ts";
import { isInput } from "./input-fields.ts";
import type { Values } from "./values.ts";

/** A level is one thing in three fields, and all levels are one approval. */
const LEVEL = /^level\d*-/u;
const LEVELS = "levels";
/** Another workflow comes with all of its inputs. */
export const INPUTS = "inputs";

/** Fields that are saved together: the name of the group, or the field's own. */
export function groupOf(name: string): string {
  if (LEVEL.test(name)) return LEVELS;
  return isInput(name) || name === "workflow" || name === "parameters" ? INPUTS : name;
}

export function touchedValues({ fields }: Form, values: Values): Values {
  const touched = new Set(fields.filter((field) => isTouched(field, values)).map(({ name }) => name));
  const groups = new Set([...touched].map(groupOf));
  const known = new Set(fields.map(({ name }) => name));
  const together = (name: string) => (LEVEL.test(name) && groups.has(LEVELS)) || (isInput(name) && groups.has(INPUTS));
  const keeps = (name: string) => !known.has(name) || touched.has(name) || together(name);
  const kept = Object.entries(values).filter(([name]) => keeps(name));
  return withHidden({ fields }, Object.fromEntries(kept));
}

/** Levels that a platform had no room for stay with those that it showed: they are saved as one. */
export function withHidden({ fields }: Pick<Form, "fields">, values: Values): Values {
  if (!Object.keys(values).some((name) => LEVEL.test(name))) return values;
  const hidden = fields.filter(({ name }) => LEVEL.test(name) && !Object.hasOwn(values, name));
  return { ...Object.fromEntries(hidden.map(({ name, value }) => [name, value])), ...values };
}

function isTouched(field: FormField, values: Values): boolean {
  const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  return value !== undefined && fieldText(value) !== fieldText(field.value);
}

/** Choosing the same people in another order changes nothing; nobody is nobody, as a list or as a text. */
export function fieldText(value: Values[string]): string {
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? value.replace(/\r\n?/gu, "\n").trim() : value.toSorted().join("\n");
}
