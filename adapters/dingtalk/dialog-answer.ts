/**
 * What somebody typed, as the value of a form's field.
 */
import type { FormField } from "../../src/chat/card.ts";
import { LINE, plain } from "./markdown.ts";
import type { DialogTexts } from "./texts.ts";

/** As many as are read at once. */
const MOST_FOUND = 20;

export type Value = string | readonly string[] | boolean;
export type Read = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

const YES = /^(?:是|对|好|确认|y|yes|ok|true)$/iu;
const NO = /^(?:否|不|不是|n|no|false)$/iu;

/** The value that a field has before anybody types. */
export function startValue(field: FormField): Value {
  return field.value;
}

/** An emptied field; undefined where it must not be empty. */
export function emptyOf(field: FormField): Value | undefined {
  if (field.required) return undefined;
  if (field.type === "people") return [];
  return field.type === "check" ? false : "";
}

/** Whether a field has what it needs. */
export function isFilled(field: FormField, value: Value | undefined): boolean {
  if (!field.required) return true;
  return typeof value === "boolean" || (value !== undefined && value.length > 0);
}

export function readAnswer(field: FormField, said: string, texts: DialogTexts): Read {
  const text = said.trim();
  switch (field.type) {
    case "text": {
      if (text === "") return { ok: false, problem: texts.needed };
      return [...text].length > field.max
        ? { ok: false, problem: texts.tooLong(field.max) }
        : { ok: true, value: text };
    }
    case "check":
      if (YES.test(text)) return { ok: true, value: true };
      return NO.test(text) ? { ok: true, value: false } : { ok: false, problem: texts.yesNo };
    case "choice":
      return pick(field.options, text, texts);
    case "people":
      return pickPeople(field, text, texts);
  }
}

type Options = Extract<FormField, { readonly type: "choice" }>["options"];

function pickPeople(field: Extract<FormField, { readonly type: "people" }>, text: string, texts: DialogTexts): Read {
  const parts = field.many ? text.split(/[,，、;；]+/u) : [text];
  const values: string[] = [];
  for (const part of parts.map((each) => each.trim()).filter((each) => each !== "")) {
    const picked = pick(field.options, part.replace(/^[@＠]/u, ""), texts);
    if (!picked.ok) return picked;
    if (typeof picked.value === "string") values.push(picked.value);
  }
  return values.length === 0 ? { ok: false, problem: texts.needed } : { ok: true, value: [...new Set(values)] };
}

/** By number, by value, by name, or by a part of the name that only one has. */
function pick(options: Options, text: string, texts: DialogTexts): Read {
  const numbered = /^\d{1,4}$/u.test(text) ? options[Number(text) - 1] : undefined;
  const word = text.toLocaleLowerCase();
  const same = options.filter(
    ({ value, label }) => value.toLocaleLowerCase() === word || label.toLocaleLowerCase() === word,
  );
  const like = options.filter(({ label }) => word !== "" && label.toLocaleLowerCase().includes(word));
  const [chosen, another] = same.length > 0 ? same : numbered ? [numbered] : like;
  if (chosen === undefined) return { ok: false, problem: texts.notOffered(text) };
  if (another === undefined) return { ok: true, value: chosen.value };
  return {
    ok: false,
    problem: [texts.ambiguous(text), ...listed(same.length > 0 ? same : like, options, texts)].join(LINE),
  };
}

/** Those that fit, by the numbers that they have in the whole list. */
function listed(fitting: Options, options: Options, texts: DialogTexts): readonly string[] {
  const shown = fitting.slice(0, MOST_FOUND).map((option) => `${options.indexOf(option) + 1}. ${plain(option.label)}`);
  return fitting.length > MOST_FOUND ? [...shown, texts.more(fitting.length - MOST_FOUND)] : shown;
}

/** A value in the words that people read. */
export function valueText(field: FormField, value: Value | undefined, texts: DialogTexts): string {
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (value === undefined || value.length === 0) return texts.empty;
  if (field.type !== "choice" && field.type !== "people") return String(value);
  const values = typeof value === "string" ? [value] : value;
  return values.map((each) => field.options.find((option) => option.value === each)?.label ?? each).join(", ");
}
