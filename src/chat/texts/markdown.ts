/**
 * Free text inside Markdown: it reads as it was typed and is never markup.
 */
import type { Inline, Line } from "../card.ts";

const MARKUP = /[\\`*_[\]<>~|#&]/g;
/** What starts a list or an underline when it comes first. */
const AT_THE_START = /^(\s*)(?:([-+=])|(\d+)([.)]))/;

/** One line of Markdown that shows exactly this text. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(MARKUP, "\\$&")
    .replace(AT_THE_START, (_, space: string, mark?: string, number?: string, dot?: string) =>
      mark === undefined ? `${space}${number}\\${dot}` : `${space}\\${mark}`,
    );
}

/** Turns the direction of what stands around it, so that a name could make a sentence say something else. */
const BIDI_CONTROLS = /[\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** Without line breaks and control characters, which have no place inside a sentence. */
export function oneLine(text: string): string {
  return text.replace(BIDI_CONTROLS, "").replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}

/** At most so many characters, the last of them an ellipsis when something is left out. */
export function excerpt(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}

export function lineMarkdown(line: Line): string {
  return line.map(inlineMarkdown).join("");
}

function inlineMarkdown(inline: Inline): string {
  if (typeof inline === "string") return escapeMarkdown(inline);
  if ("person" in inline) return escapeMarkdown(inline.name);
  const address = webAddress(inline.link);
  return address === undefined ? escapeMarkdown(inline.text) : `[${escapeMarkdown(inline.text)}](<${address}>)`;
}

export function plainLine(line: Line): string {
  return line.map(inlineText).join("");
}

function inlineText(inline: Inline): string {
  if (typeof inline === "string") return inline;
  return "person" in inline ? inline.name : inline.text;
}

/** The address when it is one a browser may open from a card; anything else stays text. */
export function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : undefined;
}
