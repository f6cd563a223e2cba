/**
 * A team's own fields in a form.
 */
import type { Content, CustomValue } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { CustomField } from "../../plan/custom.ts";
import type { FormField } from "../card.ts";
import type { CustomWords } from "../plan-file/custom.ts";
import { choiceField, severalField, textField } from "./field.ts";
import type { FormSources } from "./sources.ts";
import type { FormReader } from "./values.ts";

const PREFIX = "custom:";

export function customFields(custom: Content["custom"], { reader }: FormSources): readonly FormField[] {
  const { custom: fields = [], lang } = reader;
  return fields.map((field) => {
    const said = { name: `${PREFIX}${field.id}`, label: field.title[lang], required: field.required };
    return fieldFor(field, said, custom && Object.hasOwn(custom, field.id) ? custom[field.id] : undefined);
  });
}

interface Said {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
}

function fieldFor({ type, options }: CustomField, said: Said, value: CustomValue | undefined): FormField {
  const offered = options.map((option) => ({ value: option, label: option }));
  switch (type) {
    case "checkbox":
      // It may be ticked later, when what it says has become so.
      return { ...said, required: false, type: "check", value: value === true };
    case "multi-choice":
      return severalField(said, value === undefined ? [] : [value].flat().map(String), offered);
    case "choice":
      return choiceField(said, value === undefined ? "" : String(value), [{ value: "", label: "–" }, ...offered]);
    case "text": {
      const text = value === undefined ? "" : String(value);
      return textField(said, { max: LIMITS.parameter, lines: text.includes("\n") ? 3 : 1 }, text);
    }
  }
}

/** What stands in them; null where one was emptied. Undefined where the form has none. */
export function readCustomFields(reader: FormReader): CustomWords | undefined {
  const names = reader.named(PREFIX);
  if (names.length === 0) return undefined;
  const entries = names.flatMap((name) => {
    const value = reader.either(name, LIMITS.parameter);
    if (value === undefined) return [];
    const isEmpty = typeof value === "boolean" ? !value : value.length === 0;
    if (isEmpty && reader.requires(name)) reader.fault(name, { code: "required" });
    return [[name.slice(PREFIX.length), isEmpty ? null : value] as const];
  });
  return Object.fromEntries(entries);
}
