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

/** Plain text of a key that is known only when it is read, with values that whoever chose the key must have for it. */
export function sayWith(lang: Lang, key: TextKey, values: Readonly<Record<string, string>>): string {
  return plainLine(parts(lang, key, values));
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

/** Values go through the format as objects, so that it is known afterwards what the catalogue wrote and what not. */
function parts(lang: Lang, key: TextKey, values: Given): Line {
  const wrapped = Object.entries(values).map(([name, value]) => [name, wrap(value)] as const);
  const made = format(lang, key).formatToParts<Wrapped>(Object.fromEntries(wrapped));
  const pieces = made.map(({ value }) => (value instanceof Wrapped ? value : String(value)));
  return joined(lang === "zh" ? spaced(pieces) : pieces);
}

type Piece = string | Wrapped;

/**
 * Chinese sets a space between Han and Latin, and none beside a full-width bracket. A text can't know which of them a
 * value begins or ends with, so the space that it has beside a bracket is taken away here.
 */
function spaced(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map((piece, place) => {
    if (typeof piece !== "string") return piece;
    const before = edge(pieces[place - 1]);
    const after = edge(pieces[place + 1]);
    const start = /[」）]$/u.test(before) ? piece.replace(/^ (?=[\p{Script=Han}\p{N}])/u, "") : piece;
    return /^[「（]/u.test(after) ? start.replace(/(?<=[\p{Script=Han}\p{N}]) $/u, "") : start;
  });
}

function edge(piece: Piece | undefined): string {
  return piece instanceof Wrapped ? plainLine(piece.line) : "";
}

/** Lines are spread into the sentence around them, and strings that meet become one. */
function joined(pieces: readonly Piece[]): Line {
  const line = pieces.flatMap((piece): Line => (piece instanceof Wrapped ? piece.line : [piece]));
  return line.reduce<Inline[]>((soFar, inline) => {
    const last = soFar.at(-1);
    if (typeof inline === "string" && typeof last === "string") soFar[soFar.length - 1] = last + inline;
    else soFar.push(inline);
    return soFar;
  }, []);
}

class Wrapped {
  readonly line: Line;
  constructor(line: Line) {
    this.line = line;
  }
}

function wrap(value: Value): number | Wrapped | FormatXMLElementFn<Wrapped> {
  if (typeof value === "number") return value;
  return new Wrapped(isLine(value) ? value : [value]);
}

function isLine(value: Inline | Line): value is Line {
  return Array.isArray(value);
}
