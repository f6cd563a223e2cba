/**
 * A form as a modal. Fields are named by their block, so that what was typed survives when the form is drawn anew.
 *
 * Degrades in one way: a text that is longer than a field of Slack takes is not in the modal, which says so; what is not in
 * it is not changed.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Action } from "../../../src/chat/action.ts";
import { actionSchema } from "../../../src/chat/action.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";
import type { Place } from "../../../src/chat/ports.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import { say } from "../../../src/chat/texts/say.ts";
import type { Block, ModalView, Option } from "./blocks.ts";
import { clip, LONGEST, MOST_OPTIONS, MOST_VIEW_BLOCKS, plain } from "./blocks.ts";
import { markdownParts } from "./markdown.ts";
import { packed, SIGNS, section, words } from "./rich-text.ts";

export const FORM = "form";
/** The one control of each field. */
export const VALUE = "value";
const FIELD = "field:";
const FILES = "files:";
/** Stands for nothing chosen, where a choice can't be taken back. */
export const NOTHING = "~";
/** Stands for a value that is longer than an option's may be. */
const HASHED = "~#";
const MOST_FILES = 5;

/** What a modal carries along; the person in front of it can read it, and Slack vouches that it is ours. */
export interface Carried {
  readonly action: Action;
  /** Where it was opened from. */
  readonly place: Place;
}

const carried = z.strictObject({
  action: actionSchema,
  place: z.templateLiteral([z.string(), ":", z.enum(["room", "direct", "private"]), ":", z.string()]),
});

/** Undefined for what is not ours, or of another version. */
export function readCarried(metadata: string): Carried | undefined {
  try {
    const read = carried.safeParse(JSON.parse(metadata));
    if (!read.success) return undefined;
    const { action, place } = read.data;
    return { action, place: place as Place };
  } catch {
    return undefined;
  }
}

export interface Wrong {
  readonly problem?: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

/** `wrong` is shown above its fields, for when Slack no longer takes errors for them. */
export function renderForm(form: Form, place: Place, lang: Lang, wrong?: Wrong): ModalView {
  const title = clip(form.title, LONGEST.modalTitle);
  const head: Block[] = [
    ...(title === form.title ? [] : packed(section(words(form.title, { bold: true })))),
    ...(wrong?.problem ? problemBlocks(wrong.problem) : []),
    ...(form.intro === undefined ? [] : packed(markdownParts(form.intro))),
  ];
  const fields = fieldsWithin(form, MOST_VIEW_BLOCKS - head.length, lang, wrong);
  const metadata: Carried = { action: form.action, place };
  return {
    type: "modal",
    callback_id: FORM,
    title: plain(title, LONGEST.modalTitle),
    submit: plain(form.submit, LONGEST.modalTitle),
    close: plain(form.back, LONGEST.modalTitle),
    private_metadata: JSON.stringify(metadata),
    blocks: [...head, ...fields].slice(0, MOST_VIEW_BLOCKS),
  };
}

/** As many fields as there is room for. The rest is not asked for, which is said, and so stays as it is. */
function fieldsWithin(form: Form, room: number, lang: Lang, wrong: Wrong | undefined): readonly Block[] {
  const blocks: Block[] = [];
  for (const field of form.fields) {
    const more = fieldBlocks(field, lang, wrong?.fields[field.name]);
    if (blocks.length + more.length >= room) {
      const isLast = field === form.fields.at(-1) && blocks.length + more.length === room;
      return isLast
        ? [...blocks, ...more]
        : [...blocks, ...packed(markdownParts(say(lang, "slack.not-all-fit", { label: field.label })))];
    }
    blocks.push(...more);
  }
  return blocks;
}

export function problemBlocks(problem: string): readonly Block[] {
  return packed([{ type: "rich_text_quote", elements: [...words(`${SIGNS.bad} ${problem}`)] }]);
}

export function fieldBlock(name: string): string {
  return `${FIELD}${name}`;
}

/** The field's name in a block's, and whether it holds the field's files. */
export function fieldOf(block: string): { readonly name: string; readonly files: boolean } | undefined {
  if (block.startsWith(FIELD)) return { name: block.slice(FIELD.length), files: false };
  return block.startsWith(FILES) ? { name: block.slice(FILES.length), files: true } : undefined;
}

function fieldBlocks(field: FormField, lang: Lang, wrong: string | undefined): readonly Block[] {
  const above = wrong === undefined ? [] : problemBlocks(wrong);
  if (field.type === "text" && field.value.length > LONGEST.input) {
    return [...above, ...packed(markdownParts(say(lang, "slack.too-long-here", { label: field.label })))];
  }
  const { name, label, hint, required, reshapes = false } = field;
  const input: Block = {
    type: "input",
    block_id: fieldBlock(name),
    label: plain(label, LONGEST.label),
    optional: !required || field.type === "check",
    ...(hint && { hint: plain(hint, LONGEST.label) }),
    ...(reshapes && { dispatch_action: true }),
    element: elementOf(field, lang),
  };
  return [...above, input, ...(field.type === "text" && field.files ? [filesBlock(name, lang)] : [])];
}

function filesBlock(name: string, lang: Lang): Block {
  return {
    type: "input",
    block_id: `${FILES}${name}`,
    label: plain(say(lang, "slack.files"), LONGEST.label),
    hint: plain(say(lang, "slack.files-hint"), LONGEST.label),
    optional: true,
    element: { type: "file_input", action_id: VALUE, max_files: MOST_FILES },
  };
}

type Element = Extract<Block, { type: "input" }>["element"];

function elementOf(field: FormField, lang: Lang): Element {
  switch (field.type) {
    case "text":
      return textElement(field);
    case "check":
      return checkElement(field);
    case "choice":
      return selectElement(field.options, field.value, field.required ? undefined : say(lang, "slack.nothing"));
    case "people":
      return field.many
        ? manyElement(field.options, field.value)
        : selectElement(field.options, field.value[0] ?? "", field.required ? undefined : say(lang, "slack.nobody"));
  }
}

function textElement({ value, lines, max, placeholder }: Extract<FormField, { type: "text" }>): Element {
  return {
    type: "plain_text_input",
    action_id: VALUE,
    multiline: lines > 1,
    max_length: Math.min(max, LONGEST.input),
    ...(value !== "" && { initial_value: value }),
    ...(placeholder && { placeholder: plain(placeholder, LONGEST.placeholder) }),
  };
}

function checkElement({ value, label }: Extract<FormField, { type: "check" }>): Element {
  const option = { text: plain(label, LONGEST.option), value: "yes" };
  return { type: "checkboxes", action_id: VALUE, options: [option], ...(value && { initial_options: [option] }) };
}

type Choice = Extract<FormField, { type: "choice" }>["options"][number];

/** Slack has no way to take a choice back, so that nothing is one of the options. */
function selectElement(choices: readonly Choice[], value: string, nothing: string | undefined): Element {
  const none = nothing === undefined ? [] : [{ text: plain(nothing, LONGEST.option), value: NOTHING }];
  const options = [...none, ...optionsOf(choices)];
  const chosen = options.find((option) => option.value === optionValue(value));
  const initial = chosen ? { initial_option: chosen } : {};
  return options.length > MOST_OPTIONS || options.length === 0
    ? { type: "external_select", action_id: VALUE, min_query_length: 0, ...initial }
    : { type: "static_select", action_id: VALUE, options: [...options], ...initial };
}

function manyElement(choices: readonly Choice[], values: readonly string[]): Element {
  const options = optionsOf(choices);
  const wanted = values.map(optionValue);
  const chosen = options.filter(({ value }) => value !== undefined && wanted.includes(value)).slice(0, MOST_OPTIONS);
  const initial = chosen.length > 0 ? { initial_options: chosen } : {};
  return options.length > MOST_OPTIONS || options.length === 0
    ? { type: "multi_external_select", action_id: VALUE, min_query_length: 0, ...initial }
    : { type: "multi_static_select", action_id: VALUE, options: [...options], ...initial };
}

export function optionsOf(choices: readonly Choice[]): readonly Option[] {
  return choices
    .filter(({ value }) => value !== "")
    .map(({ value, label }) => ({ text: plain(label, LONGEST.option), value: optionValue(value) }));
}

/** An option's value is short; what is longer is known by its digest. */
export function optionValue(value: string): string {
  if (value.length <= LONGEST.optionValue) return value;
  return `${HASHED}${createHash("sha256").update(value).digest("hex")}`;
}

export function isHashed(value: string): boolean {
  return value.startsWith(HASHED);
}

/** What a field that asks for its options is offered: those that have every typed word in them. */
export function suggested(field: FormField, typed: string): readonly Option[] {
  if (field.type !== "choice" && field.type !== "people") return [];
  const wanted = typed
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const fits = field.options.filter(({ label, value }) =>
    wanted.every((word) => label.toLowerCase().includes(word) || value.toLowerCase().includes(word)),
  );
  return optionsOf(fits).slice(0, MOST_OPTIONS);
}
