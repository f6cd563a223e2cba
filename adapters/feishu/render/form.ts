/**
 * A form as a card of its own, in the direct chat of whoever fills it in. It says what kind each field is when it is sent, so
 * that nothing about it has to be remembered here.
 */
import type { Action } from "../../../src/chat/action.ts";
import type { Form, FormField } from "../../../src/chat/card.ts";
import { cleanLine } from "../../../src/chat/texts/clean.ts";
import type { Asked, Filled } from "../form-fields.ts";
import { FROM, UNTIL } from "../form-fields.ts";
import type { Texts } from "../texts.ts";
import { noticeElement } from "./block.ts";
import type { Element } from "./element.ts";
import { bytesOf, markdownElement, plainText } from "./element.ts";
import { escapeText } from "./escape.ts";
import type { AccountOf } from "./line.ts";
import { BACKGROUNDS, grey, SIGNS } from "./line.ts";
import { cardMarkdown } from "./markdown.ts";

export interface FormView {
  readonly form: Form;
  readonly action: Action;
  readonly texts: Texts;
  readonly accountOf: AccountOf;
  readonly filled?: Filled | undefined;
  readonly problem?: string | undefined;
  readonly problems?: Readonly<Record<string, string>> | undefined;
}

/** Feishu lets people type no more into one field. */
const LONGEST_TYPED = 1_000;
/** Longer lists are typed: a card has no room for them. */
const MOST_OPTIONS = 100;
const LARGEST_OPTIONS = 6_000;
const LONGEST_LABEL = 100;
/** Of the 200 elements and 30 KB that Feishu lets a card have, what is left beside its frame. */
const MOST_ELEMENTS = 180;
const LARGEST_FIELDS = 24_000;

export function renderForm(view: FormView): string {
  const { form, problem, problems = {} } = view;
  const { fields, asked } = fieldsWithin(view);
  const wrong = problem ?? (Object.keys(problems).length > 0 ? view.texts.failed : undefined);
  const elements = [
    ...(form.intro === undefined || form.intro === "" ? [] : [markdownElement(cardMarkdown(form.intro))]),
    ...(wrong === undefined ? [] : [noticeElement(`${SIGNS.bad} ${escapeText(wrong)}`, BACKGROUNDS.bad)]),
    { tag: "form", name: "form", vertical_spacing: "medium", elements: [...fields, buttons(view, asked)] },
  ];
  return card(form.title, form.style === "danger" ? "red" : "blue", elements);
}

/**
 * As many fields as a card has room for. The rest is not asked for, which is said, and so stays as it is.
 */
function fieldsWithin(view: FormView): { readonly fields: readonly Element[]; readonly asked: readonly Asked[] } {
  const fields: Element[] = [];
  const asked: Asked[] = [];
  for (const field of view.form.fields) {
    const more: Asked[] = [];
    const elements = fieldElements(field, view, more);
    if (countOf([...fields, ...elements]) > MOST_ELEMENTS || bytesOf([...fields, ...elements]) > LARGEST_FIELDS) {
      fields.push(note(grey(escapeText(view.texts.notAllFit(cleanLine(field.label, LONGEST_LABEL))))));
      break;
    }
    fields.push(...elements);
    asked.push(...more);
  }
  return { fields, asked };
}

/** The fields that a card of this form asks for. */
export function askedIn(view: FormView): readonly string[] {
  return fieldsWithin(view).asked.map(({ n }) => n);
}

/** Whether a list is too long to choose from, so that a part of a name is typed. */
export function isLong({ options }: { readonly options: FormOptions }): boolean {
  return options.length > 0 && !isShort(optionsOf(options));
}

/** With all that stands inside of others, as Feishu counts. */
function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countOf(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value).reduce<number>((sum, each) => sum + countOf(each), 0);
  return "tag" in value ? inside + 1 : inside;
}

/** What a form's card shows when it is over. */
export function renderClosed(title: string, markdown: string, tone: "good" | "muted"): string {
  return card(title, tone === "good" ? "green" : "grey", [markdownElement(markdown)]);
}

function card(title: string, template: string, elements: readonly Element[]): string {
  const line = cleanLine(title, LONGEST_LABEL) || "…";
  return JSON.stringify({
    schema: "2.0",
    config: { update_multi: true, enable_forward: false, width_mode: "default", summary: { content: line } },
    header: { title: plainText(line), template },
    body: { direction: "vertical", vertical_spacing: "medium", elements },
  });
}

function buttons({ form, action }: FormView, asked: readonly Asked[]): Element {
  const submit = {
    tag: "button",
    name: "submit",
    text: plainText(cleanLine(form.submit, LONGEST_LABEL)),
    type: form.style === "danger" ? "danger_filled" : "primary_filled",
    form_action_type: "submit",
    behaviors: [{ type: "callback", value: { form: action, asked } }],
  };
  const back = {
    tag: "button",
    name: "back",
    text: plainText(cleanLine(form.back, LONGEST_LABEL)),
    type: "default",
    behaviors: [{ type: "callback", value: { back: cleanLine(form.title, LONGEST_LABEL) } }],
  };
  return {
    tag: "column_set",
    flex_mode: "flow",
    horizontal_spacing: "small",
    columns: [submit, back].map((button) => ({ tag: "column", width: "auto", elements: [button] })),
  };
}

function fieldElements(field: FormField, view: FormView, asked: Asked[]): readonly Element[] {
  const made = inputOf(field, view);
  if (!made)
    return [markdownElement(grey(escapeText(view.texts.tooLongToEdit(cleanLine(field.label, LONGEST_LABEL)))))];
  asked.push(made.asked);
  const problem = view.problems?.[field.name];
  return [
    ...(made.labelled ? [] : [markdownElement(labelOf(field, view.texts))]),
    ...made.elements,
    ...(made.hint === undefined || made.hint === "" ? [] : [note(grey(escapeText(made.hint)))]),
    ...(problem === undefined ? [] : [note(`${SIGNS.bad} <font color='red'>${escapeText(problem)}</font>`)]),
  ];
}

function note(content: string): Element {
  return markdownElement(content, { text_size: "notation" });
}

function labelOf(field: FormField, { optional }: Texts): string {
  const text = `**${escapeText(cleanLine(field.label, LONGEST_LABEL))}**`;
  const needed = field.required || (field.type === "text" && field.files === "needed");
  return needed ? text : `${text} ${grey(escapeText(optional))}`;
}

interface Made {
  readonly elements: readonly Element[];
  readonly asked: Asked;
  readonly hint: string | undefined;
  /** The component shows its own label. */
  readonly labelled?: boolean;
}

/** Undefined where the field holds more than anybody could change on a card. */
function inputOf(field: FormField, view: FormView): Made | undefined {
  const { name: n, hint } = field;
  switch (field.type) {
    case "text":
      return field.span ? spanMade(field, view) : textMade(field, textIn(view, n, field.value));
    case "choice":
      return choiceMade(field, view);
    case "people":
      return peopleMade(field, view);
    case "check": {
      const checked = view.filled?.[n] === undefined ? field.value : view.filled[n] === true;
      const text = plainText(cleanLine(field.label, LONGEST_LABEL));
      return { elements: [{ tag: "checker", name: n, checked, text }], asked: { n, t: "check" }, hint, labelled: true };
    }
  }
}

function textIn({ filled }: FormView, name: string, value: string): string {
  const given = filled?.[name];
  if (given === undefined || typeof given === "boolean") return value;
  return typeof given === "string" ? given : given.join(", ");
}

function textMade(field: Extract<FormField, { type: "text" }>, value: string): Made | undefined {
  const { name: n, hint, lines, max, placeholder } = field;
  if ([...value].length > LONGEST_TYPED) return undefined;
  const many = lines > 1;
  const input = {
    tag: "input",
    name: n,
    required: field.required,
    width: "fill",
    max_length: Math.min(max, LONGEST_TYPED),
    ...(many && { input_type: "multiline_text", rows: lines, auto_resize: true }),
    ...(value !== "" && { default_value: value }),
    ...(placeholder !== undefined &&
      placeholder !== "" && { placeholder: plainText(cleanLine(placeholder, LONGEST_LABEL)) }),
  };
  return { elements: [input], asked: { n, t: "text" }, hint };
}

/** From and until side by side. What somebody typed that pickers can't show goes into a text again. */
function spanMade(field: Extract<FormField, { type: "text" }>, view: FormView): Made | undefined {
  const { name: n, value, span } = field;
  const given = view.filled?.[n];
  if (typeof given === "string" && given !== value && !SENT.test(given)) return textMade(field, given);
  const [from = span?.from, until = span?.until] = typeof given === "string" ? pickedOf(given) : [];
  const picker = (name: string, label: string, at: string | undefined): Element => ({
    tag: "column",
    width: "weighted",
    weight: 1,
    elements: [
      note(grey(escapeText(label))),
      {
        tag: "picker_datetime",
        name,
        required: field.required,
        width: "fill",
        placeholder: plainText(view.texts.choose),
        ...(at !== undefined && { initial_datetime: at }),
      },
    ],
  });
  const columns = [picker(`${n}${FROM}`, view.texts.from, from), picker(`${n}${UNTIL}`, view.texts.until, until)];
  return {
    elements: [{ tag: "column_set", flex_mode: "stretch", horizontal_spacing: "medium", columns }],
    asked: { n, t: "span", f: span?.from ?? "", u: span?.until ?? "", v: value },
    hint: undefined,
  };
}

const SENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})\S*\/(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})\S*$/u;

function pickedOf(sent: string): readonly string[] {
  const [, fromDay, fromTime, untilDay, untilTime] = SENT.exec(sent) ?? [];
  return fromDay === undefined ? [] : [`${fromDay} ${fromTime}`, `${untilDay} ${untilTime}`];
}

function choiceMade(field: Extract<FormField, { type: "choice" }>, view: FormView): Made {
  const { name: n, hint, required } = field;
  const value = textIn(view, n, field.value);
  const options = optionsOf(field.options);
  const typed = textMade({ ...field, type: "text", value, lines: 1, max: LONGEST_TYPED }, value);
  if (!isShort(options) && typed) return { ...typed, hint: findHint(hint, options, view) };
  const select = {
    tag: "select_static",
    name: n,
    required,
    width: "fill",
    placeholder: plainText(view.texts.choose),
    options,
    ...(options.some((option) => option.value === value) && { initial_option: value }),
  };
  return { elements: [select], asked: { n, t: "choice" }, hint };
}

function peopleMade(field: Extract<FormField, { type: "people" }>, view: FormView): Made | undefined {
  const { name: n, hint, many, required } = field;
  const given = view.filled?.[n];
  const chosen = typeof given === "object" ? given : typeof given === "string" && given !== "" ? [given] : field.value;
  const options = optionsOf(field.options);
  if (!isShort(options)) {
    const typed = textMade({ ...field, type: "text", value: "", lines: 1, max: LONGEST_TYPED }, chosen.join(", "));
    return typed && { ...typed, asked: { n, t: "list" }, hint: findHint(hint, options, view) };
  }
  const base = { name: n, required, width: "fill", placeholder: plainText(view.texts.choose) };
  const accounts = field.options.map(({ value }) => view.accountOf(value));
  if (!many && accounts.every((account) => account !== undefined)) {
    const [one] = chosen;
    const initial =
      one === undefined ? undefined : (view.accountOf(one) ?? accounts.find((account) => account === one));
    const people = accounts.map((value) => ({ value }));
    const select = {
      tag: "select_person",
      ...base,
      options: people,
      ...(initial !== undefined && { initial_option: initial }),
    };
    return { elements: [select], asked: { n, t: "person" }, hint };
  }
  const known = chosen.filter((value) => options.some((option) => option.value === value));
  const select = many
    ? { tag: "multi_select_static", ...base, options, ...(known.length > 0 && { selected_values: known }) }
    : { tag: "select_static", ...base, options, ...(known[0] !== undefined && { initial_option: known[0] }) };
  return { elements: [select], asked: { n, t: many ? "list" : "choice" }, hint };
}

type FormOptions = Extract<FormField, { type: "choice" }>["options"];

interface Option {
  readonly text: { readonly content: string };
  readonly value: string;
}

/** How it is typed, below what it is for. */
function findHint(hint: string | undefined, options: readonly Option[], { texts }: FormView): string {
  const how = options.length === 0 ? texts.typePeople : texts.typePart(options.length);
  return hint === undefined || hint === "" ? how : `${hint}\n${how}`;
}

/** Feishu has no empty choice: what may be left open is not chosen. */
function optionsOf(options: FormOptions): readonly Option[] {
  return options
    .filter(({ value }) => value !== "")
    .map(({ value, label }) => ({ text: plainText(cleanLine(label, LONGEST_LABEL) || value), value }));
}

function isShort(options: readonly Option[]): boolean {
  return options.length > 0 && options.length <= MOST_OPTIONS && bytesOf(options) <= LARGEST_OPTIONS;
}
