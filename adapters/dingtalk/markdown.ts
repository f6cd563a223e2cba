/**
 * DingTalk's subset of Markdown: bold, lists, quotes, links; no tables, no HTML that we would want, and no documented way to
 * escape. Plain text therefore shows lookalikes of the characters that would be markup.
 */
import type { Inline, Line, Tone } from "../../src/chat/card.ts";

const LOOKALIKES: Readonly<Record<string, string>> = {
  "<": "＜",
  ">": "＞",
  "[": "［",
  "]": "］",
  "*": "＊",
  "`": "｀",
  "~": "～",
};
const SAFE_LINK = /^(?:https?:\/\/|mailto:)/iu;
/** Control characters, and those that reorder or hide what stands around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

export const TONE_SIGNS: Readonly<Record<Tone, string>> = {
  draft: "⚪",
  waiting: "⏳",
  active: "▶️",
  good: "✅",
  bad: "❌",
  muted: "➖",
};

/** Two spaces before the end of a line keep it a line. */
export const LINE = "  \n";
export const PARAGRAPH = "\n\n";
/** Between the items of a list. */
export const ITEM = "\n";

/** Text shown as it is, on one line. */
export function plain(text: string): string {
  return plainLines(text).replaceAll(/\s+/gu, " ").trim();
}

/** Text shown as it is, with its lines. */
export function plainLines(text: string): string {
  return text
    .replaceAll(INVISIBLE, "")
    .replaceAll(/[<>[\]*`~]/gu, (character) => LOOKALIKES[character] ?? character)
    .replaceAll(/^([ \t]*)#/gmu, "$1＃");
}

export function renderLine(line: Line): string {
  return line.map(renderInline).join("");
}

function renderInline(part: Inline): string {
  if (typeof part === "string") return spaced(part);
  // Nobody is called by a card that is brought up to date: a name is a name.
  if ("person" in part) return plain(part.name);
  return link(part.link, part.text);
}

/** A link that can be followed from a card; anything else is its text. */
export function link(address: string, text: string): string {
  const shown = plain(text);
  if (!SAFE_LINK.test(address) || !URL.canParse(address)) return shown;
  const href = new URL(address).href.replaceAll("(", "%28").replaceAll(")", "%29");
  return `[${shown}](${href})`;
}

/** The spaces at the ends of a part keep it apart from its neighbours. */
export function spaced(text: string): string {
  const inner = plain(text);
  if (inner === "") return text === "" ? "" : " ";
  return `${/^\s/u.test(text) ? " " : ""}${inner}${/\s$/u.test(text) ? " " : ""}`;
}

/** The beginning of a text, so many bytes of UTF-8 at most, without half a character; says with `…` that it goes on. */
export function cut(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let kept = "";
  let size = Buffer.byteLength("…");
  for (const { segment } of GRAPHEMES.segment(text)) {
    size += Buffer.byteLength(segment);
    if (size > most) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

const GRAPHEMES = new Intl.Segmenter("zh", { granularity: "grapheme" });
