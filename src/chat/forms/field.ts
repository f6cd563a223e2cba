/**
 * The kinds of fields that forms are built of.
 */
import { GROUP_PREFIX, LIMITS } from "../../plan/content.ts";
import type { FormField } from "../card.ts";
import { say } from "../texts/say.ts";
import type { FormSources, Option } from "./sources.ts";

type TextField = Extract<FormField, { type: "text" }>;
type PeopleField = Extract<FormField, { type: "people" }>;
interface Said {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean | undefined;
  readonly reshapes?: boolean | undefined;
}

export function textField(
  {
    required = false,
    ...said
  }: Said & { readonly placeholder?: string | undefined; readonly files?: TextField["files"] },
  size: { readonly max: number; readonly lines?: number },
  value = "",
): TextField {
  return { ...said, required, type: "text", value, lines: size.lines ?? 1, max: size.max };
}

export function reasonField({ reader: { lang } }: FormSources): TextField {
  return textField(
    { name: "reason", label: say(lang, "form.field.reason"), required: true },
    { max: LIMITS.reason, lines: 3 },
  );
}

export function choiceField({ required = false, ...said }: Said, value: string, options: readonly Option[]): FormField {
  return { ...said, required, type: "choice", value, options: withChosen(options, [value]) };
}

/** One person. */
export function personField(said: Said, value: readonly string[], { people }: FormSources): PeopleField {
  return peopleField(said, value, people, false);
}

/** People and groups. */
export function partiesField(said: Said, value: readonly string[], sources: FormSources): PeopleField {
  const { people, groups, reader } = sources;
  const named = groups.map(({ value: group }) => ({
    value: group,
    label: say(reader.lang, "group.name", { name: group.slice(GROUP_PREFIX.length) }),
  }));
  return peopleField(said, value, [...people, ...named], true);
}

/** Several of what is offered. */
export function severalField(said: Said, value: readonly string[], options: readonly Option[]): FormField {
  return peopleField(said, value, options, true);
}

function peopleField(
  { required = false, ...said }: Said,
  value: readonly string[],
  options: readonly Option[],
  many: boolean,
): PeopleField {
  return { ...said, required, type: "people", value, many, options: withChosen(options, value) };
}

/** What a plan holds stays on offer, also when it is no longer known. */
function withChosen(options: readonly Option[], chosen: readonly string[]): readonly Option[] {
  const missing = chosen.filter((value) => value !== "" && !options.some((option) => option.value === value));
  return [...options, ...missing.map((value) => ({ value, label: value }))];
}
