/**
 * Fields of a team's own, as people write them: `risk=high regions="cn, eu"` on a line, any text in a file.
 */
import type { Content, CustomValue } from "../../plan/content.ts";
import type { CustomField } from "../../plan/custom.ts";
import { mergedCustom } from "../../plan/custom.ts";
import { nearest } from "./keys.ts";
import { splitList } from "./list-text.ts";
import type { Report, ResolveContext } from "./resolve-context.ts";

/** Values as typed; null clears one. */
export type CustomWords = Readonly<Record<string, CustomValue | null>>;

const NAME = String.raw`[^\s=＝"“”,，;；]+\s*[=＝]`;
const PAIR = new RegExp(
  String.raw`[\s,，;；]*([^\s=＝"“”,，;；]+)\s*[=＝]\s*("(?:[^"\\]|\\.)*"|“[^”]*”|[^"“”]*?)(?=[\s,，;；]+${NAME}|[\s;；]*$)`,
  "uy",
);

/** The values on a line, or undefined when not all of it is `name=value`. */
export function readCustomLine(text: string): Readonly<Record<string, string>> | undefined {
  const line = text.trim().replace(/[;；]+$/u, "");
  const pairs: [string, string][] = [];
  for (let place = 0; place < line.length; ) {
    PAIR.lastIndex = place;
    const [whole, name, value = ""] = PAIR.exec(line) ?? [];
    if (!whole || name === undefined || pairs.some(([known]) => known === name)) return undefined;
    pairs.push([name, /^["“]/u.test(value) ? value.slice(1, -1).replace(/\\(["\\])/gu, "$1") : value.trim()]);
    place += whole.length;
  }
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** The values of a new content; nothing for an empty one. What no field takes stays as it is, and is refused later. */
export function customOf(words: CustomWords, context: ResolveContext, report: Report): Content["custom"] {
  return mergedCustom(undefined, customChangeOf(words, context, report));
}

/** The values as the fields take them, by the fields' own names. */
export function customChangeOf(words: CustomWords, { custom }: ResolveContext, report: Report): CustomWords {
  const entries = Object.entries(words).flatMap(([name, value]) => {
    const field = fieldNamed(name, custom);
    if (field) return [[field.id, value === null ? null : fitted(value, field)] as const];
    // What a plan still says in a field that is gone can be taken away.
    if (value === null) return [[name, null] as const];
    const known = custom.map(({ id }) => id);
    const titles = custom.flatMap(({ id, title }) => [id, title.zh, title.en]);
    report(`custom.${name}`, { code: "unknown-custom", name, nearest: nearest(name, titles), known });
    return [];
  });
  return Object.fromEntries(entries);
}

function fieldNamed(name: string, fields: readonly CustomField[]): CustomField | undefined {
  const wanted = name.trim().toLowerCase();
  const names = ({ id, title }: CustomField) => [id, title.zh, title.en].map((each) => each.toLowerCase());
  return fields.find(({ id }) => id === wanted) ?? fields.find((field) => names(field).includes(wanted));
}

const TICKED = /^(?:true|yes|y|on|x|是|已勾选|勾选|√|✓|✔)$/iu;
const OPEN = /^(?:false|no|n|off|否|未勾选|)$/iu;

/** Null for what says nothing. A tick that is not set is one. */
function fitted(value: CustomValue, field: CustomField): CustomValue | null {
  switch (field.type) {
    case "checkbox":
      return ticked(value);
    case "multi-choice":
      return several(value, field);
    case "choice":
    case "text":
      return single(value, field);
  }
}

function ticked(value: CustomValue): CustomValue | null {
  const text = String(value).trim();
  if (TICKED.test(text)) return true;
  return OPEN.test(text) ? null : value;
}

function several(value: CustomValue, field: CustomField): CustomValue | null {
  const chosen = typeof value === "object" ? value : splitList(String(value));
  const values = [...new Set(chosen.map((each) => offered(each, field)))].filter((each) => each !== "");
  return values.length === 0 ? null : values;
}

function single(value: CustomValue, field: CustomField): CustomValue | null {
  if (typeof value === "object" && value.length > 1) return value;
  const said = typeof value === "object" ? (value[0] ?? "") : String(value);
  const text = field.type === "text" ? said : offered(said, field);
  return text.trim() === "" ? null : text;
}

/** An option is meant in whatever case it was typed. */
function offered(text: string, { options }: CustomField): string {
  const wanted = text.trim();
  return options.find((option) => option === wanted) ?? options.find((option) => same(option, wanted)) ?? wanted;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
