/**
 * A message cut into words. Quotes of every kind hold a word together; `key:` and `key=` begin a pair.
 */

export interface Word {
  /** What it says, without its quotes. */
  readonly text: string;
  readonly quoted: boolean;
  /** What stands before the first colon or equals sign, if the word may be a pair. */
  readonly key?: string | undefined;
  readonly sign?: ":" | "=" | undefined;
  /** What stands after it, without quotes. */
  readonly value: string;
  readonly valueQuoted: boolean;
  /** The word as it was typed. */
  readonly raw: string;
  /** Where the text after this word begins. */
  readonly end: number;
}

export type Lexed =
  | { readonly ok: true; readonly words: readonly Word[]; readonly content: string | undefined }
  | { readonly ok: false; readonly unclosed: string };

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"“”',
  "“": '”"“',
  "”": '”"',
  "「": "」",
  "『": "』",
  "'": "'",
};
const SPACE = /[\s\u3000]/u;
const PAIR_KEY = /([^\s:：=＝"“”「『']{1,40})([:：=＝])/uy;

/** The words up to a `--` that stands alone, and what follows it, verbatim but for the blanks around it. */
export function lex(text: string): Lexed {
  const words: Word[] = [];
  let place = skipSpace(text, 0);
  while (place < text.length) {
    if (isDashes(text, place)) return { ok: true, words, content: text.slice(place + 2).trim() };
    const word = wordAt(text, place);
    if (word === undefined) return { ok: false, unclosed: text.slice(place, place + 40) };
    words.push(word);
    place = skipSpace(text, word.end);
  }
  return { ok: true, words, content: undefined };
}

/** The one word that begins at `from`, unless a quote is not closed. */
export function wordAt(text: string, from: number): Word | undefined {
  if (quoteAt(text, from)) {
    const quoted = readQuoted(text, from);
    return (
      quoted && {
        text: quoted.text,
        quoted: true,
        value: "",
        valueQuoted: false,
        raw: text.slice(from, quoted.end),
        end: quoted.end,
      }
    );
  }
  PAIR_KEY.lastIndex = from;
  const [head = "", key, sign = ""] = PAIR_KEY.exec(text) ?? [];
  const start = from + head.length;
  const quoted = head !== "" && quoteAt(text, start) ? readQuoted(text, start) : undefined;
  if (head !== "" && quoteAt(text, start) && !quoted) return undefined;
  const end = quoted?.end ?? wordEnd(text, start);
  const raw = text.slice(from, end);
  const pair = key === undefined ? {} : { key, sign: sign === ":" || sign === "：" ? (":" as const) : ("=" as const) };
  return {
    text: raw,
    quoted: false,
    ...pair,
    value: quoted?.text ?? text.slice(start, end),
    valueQuoted: quoted !== undefined,
    raw,
    end,
  };
}

export function skipSpace(text: string, from: number): number {
  let place = from;
  while (place < text.length && SPACE.test(text[place] ?? "")) place++;
  return place;
}

function isDashes(text: string, place: number): boolean {
  const after = text[place + 2];
  return text.startsWith("--", place) && (after === undefined || SPACE.test(after));
}

function quoteAt(text: string, place: number): boolean {
  return Object.hasOwn(CLOSING, text[place] ?? "");
}

/** Phones mix the shapes of quotes, so one of its family closes each. A backslash takes the next quote as it is. */
function readQuoted(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  const closing = CLOSING[text[from] ?? ""] ?? "";
  const said: string[] = [];
  for (let place = from + 1; place < text.length; place++) {
    const char = text[place] ?? "";
    const next = text[place + 1] ?? "";
    if (char === "\\" && (next === "\\" || closing.includes(next)) && next !== "") {
      said.push(next);
      place++;
    } else if (closing.includes(char)) return { text: said.join(""), end: place + 1 };
    else said.push(char);
  }
  return undefined;
}

function wordEnd(text: string, from: number): number {
  let place = from;
  while (place < text.length && !SPACE.test(text[place] ?? "")) place++;
  return place;
}
