/**
 * DingTalk's subset of Markdown: bold, lists, quotes, links; no tables, no HTML that we would want, and no documented way to
 * escape. Plain text therefore shows lookalikes of the characters that would be markup.
 */
import type { Inline, Line, Tone } from "../../src/chat/card.ts";
import { cleanText } from "../../src/chat/texts/clean.ts";
import { linkTarget } from "../../src/chat/texts/link-address.ts";

const LOOKALIKES: Readonly<Record<string, string>> = {
  "<": "＜",
  ">": "＞",
  "[": "［",
  "]": "］",
  "*": "＊",
  "`": "｀",
  "~": "～",
  "&": "＆",
  "\\": "＼",
};
/** Underscores inside a word are no markup. */
const AT_WORDS_EDGE = /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu;
/** What begins a heading, a list, a rule, an underline or a table when it stands first. */
const AT_THE_START = /^(\s*)(#|[-+](?=\s|$)|\d+[.)](?=\s|$)|[-=|:](?=[-=|:\s]*$))/u;

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
  return unmarked(text).replaceAll(/\s+/gu, " ").trim();
}

/** Text shown as it is, with its lines and what they are indented by. */
export function plainLines(text: string): string {
  return unmarked(text)
    .split("\n")
    .map((line) => atStart(line.replace(/^[ \t]+/u, (space) => "\u00a0".repeat(space.length))))
    .join("\n");
}

function unmarked(text: string): string {
  return cleanText(text)
    .replaceAll(/[<>[\]*`~]|&(?=#?\w+;)|\\(?=[!-/:-@[-`{-~\s]|$)/gu, (character) => LOOKALIKES[character] ?? character)
    .replaceAll(AT_WORDS_EDGE, (run) => "＿".repeat(run.length));
}

/** A line that begins nothing but itself; what would begin a list or a rule is written by its lookalike. */
export function atStart(line: string): string {
  return line.replace(
    AT_THE_START,
    (_, space: string, mark: string) => space + mark.slice(0, -1) + (LOOK_LIKE_STARTS[mark.slice(-1)] ?? ""),
  );
}

const LOOK_LIKE_STARTS: Readonly<Record<string, string>> = {
  "#": "＃",
  "-": "\u2010",
  "+": "＋",
  ".": "\u2024",
  ")": "）",
  "=": "＝",
  "|": "｜",
  ":": "：",
};

export function renderLine(line: Line): string {
  return atStart(line.reduce<string>((before, part) => beside(before, renderInline(part)), ""));
}

/** A text and what follows it: `!` before a link would make it a picture. */
export function beside(before: string, after: string): string {
  return after.startsWith("[") ? `${before.replace(/!$/u, "！")}${after}` : `${before}${after}`;
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
  const href = linkTarget(address);
  return href === undefined || shown === "" ? shown : `[${shown}](${href})`;
}

/** The spaces at the ends of a part keep it apart from its neighbours. */
export function spaced(text: string): string {
  const inner = plain(text);
  if (inner === "") return text === "" ? "" : " ";
  return `${/^\s/u.test(text) ? " " : ""}${inner}${/\s$/u.test(text) ? " " : ""}`;
}

/**
 * The beginning of a text, so many bytes of UTF-8 at most, without half a character; says with `…` that it goes on. Of a
 * text in DingTalk's Markdown no link is cut, and no bold part is left open: only markup has brackets and asterisks.
 */
export function cut(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const shown = closed(beginning(text, most - Buffer.byteLength("…")));
  return Buffer.byteLength(shown) <= most ? shown : closed(beginning(text, most - Buffer.byteLength("…**")));
}

function beginning(text: string, most: number): string {
  let kept = "";
  let size = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    size += Buffer.byteLength(segment);
    if (size > most) break;
    kept += segment;
  }
  return kept;
}

function closed(kept: string): string {
  const whole = kept.replace(/\[[^\]]*(?:\](?:\([^)]*)?)?$/u, "").replace(/(?<!\*)\*$/u, "");
  const open = whole.split("**").length % 2 === 0;
  const words = open ? whole.replace(/\*\*\s*$/u, "") : whole;
  return `${words.trimEnd()}…${open && words === whole ? "**" : ""}`;
}

const GRAPHEMES = new Intl.Segmenter("zh", { granularity: "grapheme" });
