/**
 * A modal as the person in front of it has it: fields, what is in them, what is wrong with them.
 */
import { z } from "zod";
import { fileBody } from "./methods-files.ts";
import type { SeenBlocks } from "./read-blocks.ts";
import { readBlocks } from "./read-blocks.ts";
import type { Json, View, World } from "./world.ts";

const text = z.looseObject({ text: z.string() });
const option = z.looseObject({ text, value: z.string() });
const inputBlock = z.looseObject({
  type: z.literal("input"),
  block_id: z.string(),
  label: text,
  hint: text.optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.looseObject({
    type: z.string(),
    action_id: z.string(),
    placeholder: text.optional(),
    initial_value: z.string().optional(),
    initial_option: option.optional(),
    initial_options: z.array(option).optional(),
    options: z.array(option).optional(),
    option_groups: z.array(z.looseObject({ options: z.array(option) })).optional(),
    max_length: z.int().optional(),
    min_query_length: z.int().optional(),
  }),
});
type InputBlock = z.infer<typeof inputBlock>;
export type Option = z.infer<typeof option>;

export interface SeenField {
  readonly name: string;
  readonly action: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly type: string;
  readonly required: boolean;
  /** The app hears of every change. */
  readonly live: boolean;
  readonly value: string | readonly string[] | boolean;
  readonly options: readonly Option[];
  readonly error: string | undefined;
  readonly most: number | undefined;
}

export interface SeenModal {
  readonly view: View;
  readonly title: string;
  readonly submit: string | undefined;
  readonly lines: readonly string[];
  readonly fields: readonly SeenField[];
  readonly buttons: SeenBlocks["buttons"];
}

export function seenModal(world: World, user: string): SeenModal | undefined {
  const view = world.views.get((world.stacks.get(user) ?? []).at(-1) ?? "");
  if (!view) return undefined;
  const { title, submit, blocks } = z
    .looseObject({ title: text, submit: text.optional(), blocks: z.array(z.json()) })
    .parse(view.body);
  const read = readBlocks(blocks.filter((block) => !inputBlock.safeParse(block).success));
  return {
    view,
    title: title.text,
    submit: submit?.text,
    lines: read.title === undefined ? read.lines : [read.title, ...read.lines],
    buttons: read.buttons,
    fields: inputsOf(view).map((block) => fieldOf(block, view)),
  };
}

function inputsOf({ body }: View): readonly InputBlock[] {
  return z
    .array(z.unknown())
    .parse(body.blocks)
    .flatMap((block) => inputBlock.safeParse(block).data ?? []);
}

function optionsOf({ element: { options, option_groups: groups } }: InputBlock): readonly Option[] {
  return options ?? (groups ?? []).flatMap((group) => group.options);
}

function fieldOf(block: InputBlock, view: View): SeenField {
  const { block_id: name, element, label, hint, optional = false, dispatch_action: live = false } = block;
  return {
    name,
    action: element.action_id,
    label: label.text,
    hint: hint?.text,
    type: element.type,
    required: !optional,
    live,
    value: shownValue(stateOf(block, view)),
    options: optionsOf(block),
    error: view.errors[name],
    most: element.max_length,
  };
}

const state = z.looseObject({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).optional(),
  files: z.array(z.looseObject({ name: z.string() })).optional(),
});

function shownValue(given: Json): string | readonly string[] | boolean {
  const { value, selected_option: one, selected_options: many, files } = state.parse(given);
  if (many) return many.map((each) => each.value);
  if (files) return files.map((file) => file.name);
  return one?.value ?? value ?? "";
}

/** What Slack says of one element: what was typed, or what it began with. */
function stateOf(block: InputBlock, view: View): Json {
  const { element } = block;
  const typed = view.typed.get(`${block.block_id} ${element.action_id}`);
  if (typed !== undefined) return typed;
  const { type, initial_value: value, initial_option: one, initial_options: many } = element;
  if (type === "file_input") return { type, files: [] };
  if (type.startsWith("multi_") || type === "checkboxes") return { type, selected_options: json(many ?? []) };
  return type.endsWith("_select") ? { type, selected_option: json(one ?? null) } : { type, value: value ?? null };
}

function json(given: unknown): Json {
  return z.json().parse(given);
}

/** `view.state.values`: by block, then by action. */
export function valuesOf(view: View): Json {
  return Object.fromEntries(
    inputsOf(view).map((block) => [block.block_id, { [block.element.action_id]: stateOf(block, view) }]),
  );
}

export interface Typed {
  readonly text?: string;
  readonly options?: readonly Option[];
  readonly files?: readonly string[];
}

/** Puts something into a field; what the client would not let through is an error of the test. */
export function type(world: World, view: View, field: SeenField, typed: Typed, base: string): void {
  if (field.most !== undefined && (typed.text ?? "").length > field.most) {
    throw new Error(`${field.label} takes ${field.most} characters`);
  }
  const key = `${field.name} ${field.action}`;
  const files = (typed.files ?? []).flatMap((id) => world.files.get(id) ?? []).map((file) => fileBody(file, base));
  const value =
    field.type.startsWith("multi_") || field.type === "checkboxes"
      ? { type: field.type, selected_options: json(typed.options ?? []) }
      : field.type.endsWith("_select")
        ? { type: field.type, selected_option: json(typed.options?.[0] ?? null) }
        : field.type === "file_input"
          ? { type: field.type, files: json(files) }
          : { type: field.type, value: typed.text === undefined || typed.text === "" ? null : typed.text };
  view.typed.set(key, value);
}

/** Required fields that are empty: the client keeps the form and sends nothing. */
export function emptyFields({ fields }: SeenModal): readonly SeenField[] {
  return fields.filter(
    ({ required, value }) => required && (value === "" || (Array.isArray(value) && value.length === 0)),
  );
}
