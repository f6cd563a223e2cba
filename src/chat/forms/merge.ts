/**
 * What was typed into a form, held against what the form showed and what the plan says by now.
 */
import type { Form, FormField } from "../card.ts";
import { fieldText, groupOf } from "./touched.ts";
import type { Values } from "./values.ts";

/** The fields that were changed here and meanwhile elsewhere as well, and not to the same. */
export function conflictsIn(
  base: Form,
  current: Form,
  touched: Values,
  alsoMoved: readonly string[] = [],
): readonly string[] {
  const groups = [...new Set(Object.keys(touched).map(groupOf))];
  const clashing = groups.filter((group) => {
    const members = [...base.fields, ...current.fields]
      .map(({ name }) => name)
      .filter((name) => groupOf(name) === group);
    const moved = alsoMoved.includes(group) || members.some((name) => textIn(base, name) !== textIn(current, name));
    return moved && members.some((name) => differs(name, current, touched));
  });
  return current.fields.map(({ name }) => name).filter((name) => clashing.includes(groupOf(name)));
}

function textIn({ fields }: Form, name: string): string | undefined {
  const field = fields.find((each) => each.name === name);
  return field && fieldText(field.value);
}

function differs(name: string, current: Form, touched: Values): boolean {
  const value = Object.hasOwn(touched, name) ? touched[name] : undefined;
  return value !== undefined && fieldText(value) !== textIn(current, name);
}

/** A value in the words that the form offers it by. */
export function shownValue(
  field: FormField,
  value: Values[string],
  words: { readonly yes: string; readonly no: string },
): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  const values = typeof value === "string" ? [value] : value;
  if (field.type === "text" || field.type === "check") return values.join(", ");
  return values.map((each) => field.options.find((option) => option.value === each)?.label ?? each).join(", ");
}
