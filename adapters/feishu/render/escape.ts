/**
 * Text of others inside a card's Markdown: it reads as it was typed, and is never markup, never a mention, never an emoji
 * that its author did not write.
 */
import { cleanText } from "../../../src/chat/texts/clean.ts";

/** What Feishu's Markdown reads as markup; each has a number to be written by. */
const MARKUP = /[&<>*_~[\]()`#|\\!{}]/g;
/** What begins a list, a rule or an underline when it stands first. */
const AT_THE_START = /^(\s*)([-+](?=\s|$)|[-=](?=[-=\s]*$)|\d+[.)](?=\s|$))/u;
/** `:OK:` is an emoji of Feishu's. */
const EMOJI = /:(?=[A-Za-z_][\w+-]*:)/g;

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

function entity(sign: string): string {
  return `&#${sign.codePointAt(0)};`;
}
