/**
 * A form drawn anew keeps what was typed into it.
 */
import type { Form, FormField } from "../card.ts";
import type { Values } from "./values.ts";

export function retyped(form: Form, values: Values): Form {
  return { ...form, fields: form.fields.map((field) => withValue(field, values)) };
}

function withValue(field: FormField, values: Values): FormField {
  const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  if (value === undefined) return field;
  switch (field.type) {
    case "check":
      return typeof value === "boolean" ? { ...field, value } : field;
    case "people":
      return typeof value === "boolean" ? field : { ...field, value: [value].flat().filter((each) => each !== "") };
    case "choice":
      // What was chosen may no longer be on offer, when something else was chosen elsewhere.
      return field.options.some((option) => option.value === value) ? { ...field, value: String(value) } : field;
    case "text":
      return typeof value === "string" ? { ...field, value } : field;
  }
}
