/**
 * Text of others inside a card's Markdown: it reads as it was typed, and is never markup, never a mention, never an emoji
 * that its author did not write.
 */

/** Control characters, and those that turn or hide what stands around them. */
const UNSAFE = /[[\p{Cc}--[\t\n]]\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gv;
/** What Feishu's Markdown reads as markup; each has a number to be written by. */
const MARKUP = /[&<>*_~[\]()`#|\\!{}]/g;
/** What begins a list, a rule or an underline when it stands first. */
const AT_THE_START = /^(\s*)([-+](?=\s|$)|[-=](?=[-=\s]*$)|\d+[.)](?=\s|$))/u;
/** `:OK:` is an emoji of Feishu's. */
const EMOJI = /:(?=[A-Za-z_][\w+-]*:)/g;

export function cleanText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSAFE, "");
}

/** One line of at most `most` characters, as plain text. */
export function cleanLine(text: string, most: number): string {
  const line = cleanText(text.length > most * 4 ? text.slice(0, most * 4) : text)
    .replace(/\s+/gu, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}

/** Markdown that shows exactly this text; its line breaks stay. */
export function escapeText(text: string): string {
  return cleanText(text)
    .replace(MARKUP, entity)
    .replace(EMOJI, entity)
    .split("\n")
    .map((line) =>
      line.replace(
        AT_THE_START,
        (_, space: string, mark: string) => space + mark.slice(0, -1) + entity(mark.slice(-1)),
      ),
    )
    .join("\n");
}

/** Inside code nothing is markup, but a tag might still be taken for one. */
export function escapeCode(text: string): string {
  return cleanText(text)
    .replace(/<(?=[a-z/])/giu, "<\u200b")
    .replace(/`{3,}/gu, "``\u200b`");
}

/** An address inside `[text](address)`; undefined where it is none that a browser may open. */
export function linkAddress(text: string): string | undefined {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" && url?.protocol !== "http:" && url?.protocol !== "mailto:") return undefined;
  return url.href.replace(
    /[()<>\s'"\\*_~`[\]]/gu,
    (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
  );
}

function entity(sign: string): string {
  return `&#${sign.codePointAt(0)};`;
}
