/**
 * Lines and tones of the neutral card in a card's Markdown.
 */
import type { Inline, Line, Tone } from "../../../src/chat/card.ts";
import { cleanLine } from "../../../src/chat/texts/clean.ts";
import { linkTarget } from "../../../src/chat/texts/link-address.ts";
import { isId } from "../ids.ts";
import { escapeText } from "./escape.ts";

/** Who people are on Feishu: only those whose account is known are named by it, since one wrong id spoils a whole card. */
export type AccountOf = (person: string) => string | undefined;

/** Told by a sign and words as well as by colour. */
export const SIGNS: Readonly<Record<Tone, string>> = {
  draft: "✏️",
  waiting: "⏳",
  active: "▶️",
  good: "✅",
  bad: "❌",
  muted: "➖",
};
export const TEMPLATES: Readonly<Record<Tone, string>> = {
  draft: "wathet",
  waiting: "orange",
  active: "blue",
  good: "green",
  bad: "red",
  muted: "grey",
};
export const TAG_COLOURS: Readonly<Record<Tone, string>> = {
  draft: "neutral",
  waiting: "orange",
  active: "blue",
  good: "green",
  bad: "red",
  muted: "neutral",
};
export const BACKGROUNDS: Readonly<Record<Tone, string>> = {
  draft: "grey",
  waiting: "orange-50",
  active: "blue-50",
  good: "green-50",
  bad: "red-50",
  muted: "grey",
};

const LONGEST_NAME = 120;
/** Of one piece of a line; what is longer is nothing that a card is for. */
const LONGEST_PIECE = 2_000;

export function lineMarkdown(line: Line, accountOf: AccountOf): string {
  return line.map((part) => inlineMarkdown(part, accountOf)).join("");
}

function inlineMarkdown(part: Inline, accountOf: AccountOf): string {
  if (typeof part === "string") return escapeText(clipped(part));
  if ("person" in part) return personMarkdown(part.person, part.name, accountOf);
  const address = linkTarget(part.link);
  const text = escapeText(clipped(part.text));
  return address === undefined ? text : `[${text}](${address})`;
}

function clipped(text: string): string {
  return text.length > LONGEST_PIECE ? `${text.slice(0, LONGEST_PIECE)}…` : text;
}

/** A person as Feishu shows people, with a face and a profile; unlike a mention it notifies nobody. */
function personMarkdown(person: string, name: string, accountOf: AccountOf): string {
  const account = accountOf(person);
  return account !== undefined && isId("person", account)
    ? `<person id='${account}' show_name=true show_avatar=true style='normal'></person>`
    : escapeText(cleanLine(name, LONGEST_NAME));
}

export function grey(markdown: string): string {
  return `<font color='grey'>${markdown}</font>`;
}

/** A share of ten blocks. */
export function bar(done: number, total: number): string {
  const full = Math.round((Math.min(Math.max(done, 0), total) / Math.max(total, 1)) * 10);
  return `${"█".repeat(full)}${"░".repeat(10 - full)}`;
}
