/**
 * What somebody changed in a form that was filled in for them. The rest stays as it is, and is not asked for again.
 */
import type { Form, FormField } from "../card.ts";
import { isInput } from "./input-fields.ts";
import type { Values } from "./values.ts";

/** A level is one thing in three fields. */
const GROUPED = /^level\d+-/u;

export function touchedValues({ fields }: Form, values: Values): Values {
  const touched = new Set(fields.filter((field) => isTouched(field, values)).map(({ name }) => name));
  const names = [...touched];
  const inLevels = names.some((name) => GROUPED.test(name));
  // Another workflow comes with all of its inputs.
  const inInputs = names.some((name) => isInput(name) || name === "workflow");
  const known = new Set(fields.map(({ name }) => name));
  const keeps = (name: string) =>
    !known.has(name) || touched.has(name) || (inLevels && GROUPED.test(name)) || (inInputs && isInput(name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => keeps(name)));
}

function isTouched(field: FormField, values: Values): boolean {
  const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  return value !== undefined && asText(value) !== asText(field.value);
}

/** Choosing the same people in another order changes nothing; nobody is nobody, as a list or as a text. */
function asText(value: Values[string]): string {
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? value.replace(/\r\n?/gu, "\n").trim() : value.toSorted().join("\n");
}
