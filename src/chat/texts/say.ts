/**
 * Makes texts from the catalogue, in three forms: plain, as a line of a card, and as Markdown.
 */
import type { FormatXMLElementFn } from "intl-messageformat";
import { IntlMessageFormat } from "intl-messageformat";
import type { Inline, Line } from "../card.ts";
import type { Lang, Placeholders, TextKey } from "./catalogue.ts";
import { CATALOGUES } from "./catalogue.ts";
import { escapeMarkdown, lineMarkdown, plainLine } from "./markdown.ts";

type Value = string | number | Inline | Line;
type Values<K extends TextKey> = { readonly [Name in Placeholders<K>]: Value };
/** A text without placeholders takes no values; one with placeholders takes exactly those. */
type Rest<K extends TextKey> = [Placeholders<K>] extends [never] ? [] : [values: Values<K>];
type Given = Readonly<Record<string, Value>>;

/** The locales whose plurals and numbers the languages follow. */
const LOCALES: Readonly<Record<Lang, string>> = { en: "en-GB", zh: "zh-CN" };
const compiled: Readonly<Record<Lang, Map<TextKey, IntlMessageFormat>>> = { en: new Map(), zh: new Map() };

function format(lang: Lang, key: TextKey): IntlMessageFormat {
  const known = compiled[lang].get(key);
  if (known) return known;
  const made = new IntlMessageFormat(CATALOGUES[lang][key], LOCALES[lang], undefined, { ignoreTag: true });
  compiled[lang].set(key, made);
  return made;
}

/** Plain text. */
export function say<K extends TextKey>(lang: Lang, key: K, ...[values]: Rest<K>): string {
  return plainLine(parts(lang, key, values ?? {}));
}

/** A line of a card: people stay people, links stay links. */
export function sayLine<K extends TextKey>(lang: Lang, key: K, ...[values]: Rest<K>): Line {
  return parts(lang, key, values ?? {});
}

/** Markdown: what the catalogue writes is markup, what is put into it never is. */
export function sayMarkdown<K extends TextKey>(lang: Lang, key: K, ...[values]: Rest<K>): string {
  const escaped = Object.entries<Value>(values ?? {}).map(([name, value]) => [name, markdownOf(value)] as const);
  return plainLine(parts(lang, key, Object.fromEntries(escaped)));
}

function markdownOf(value: Value): string | number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return escapeMarkdown(value);
  return lineMarkdown(isLine(value) ? value : [value]);
}

/** Formatted parts carry a line as one object; it is spread into the sentence around it. */
function parts(lang: Lang, key: TextKey, values: Given): Line {
  const wrapped = Object.entries(values).map(([name, value]) => [name, wrap(value)] as const);
  const made = format(lang, key).formatToParts<Wrapped>(Object.fromEntries(wrapped));
  return made.flatMap(({ value }) => (value instanceof Wrapped ? value.line : [String(value)]));
}

class Wrapped {
  readonly line: Line;
  constructor(line: Line) {
    this.line = line;
  }
}

function wrap(value: Value): string | number | Wrapped | FormatXMLElementFn<Wrapped> {
  if (typeof value === "string" || typeof value === "number") return value;
  return new Wrapped(isLine(value) ? value : [value]);
}

function isLine(value: Inline | Line): value is Line {
  return Array.isArray(value);
}
