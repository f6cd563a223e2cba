/**
 * Markdown that people or the core wrote, as DingTalk's subset has it: bold, lists, quotes and links that lead to a page stay;
 * headings are bold lines, code is quoted, what is struck out stands between tildes, and all else becomes text.
 */
import { clipRich } from "../../src/chat/texts/clip-rich.ts";
import { readMarkdown } from "../../src/chat/texts/read-markdown.ts";
import type { ListItem, Part, RichText, Span } from "../../src/chat/texts/rich-text.ts";
import { taskSign, wordsOf } from "../../src/chat/texts/rich-text.ts";
import { atStart, beside, LINE, link, PARAGRAPH, plainLines, spaced } from "./markdown.ts";

/** Longer texts are for the export. */
const LONGEST = 20_000;
/** Before the words of an item inside another one: DingTalk's lists have one level. */
const NESTED = "· ";

/** Paragraphs of DingTalk's Markdown. */
export function tame(markdown: string): string {
  return paragraphsOf(clipRich(readMarkdown(markdown), LONGEST)).join(PARAGRAPH);
}

function paragraphsOf(parts: RichText): readonly string[] {
  return parts.flatMap(ofPart).filter((text) => text !== "");
}

function ofPart(part: Part): readonly string[] {
  switch (part.kind) {
    case "paragraph":
      return [linesOf(part.spans)];
    case "heading":
      return [linesOf([{ kind: "strong", spans: part.spans }])];
    case "list":
      return part.items.flatMap((item, place) =>
        ofItem(item, part.start === undefined ? "- " : `${part.start + place}. `),
      );
    case "quote":
      return paragraphsOf(part.parts).map((text) => `> ${text}`);
    case "code":
      return [quotedLines(part.text)];
    case "table":
      return [part.rows.map((row, place) => rowText(row, place === 0)).join(LINE)];
    case "rule":
      return ["———"];
  }
}

function ofItem(item: ListItem, mark: string): readonly string[] {
  const [first, ...rest] = item.parts;
  const words = first === undefined ? [""] : first.kind === "list" ? ["", ...ofPart(first)] : ofPart(first);
  const [head = "", ...below] = [...words, ...rest.flatMap(ofPart)];
  return [`${mark}${taskSign(item)}${head}`.trimEnd(), ...below.map(nested)];
}

/** `- sub` inside an item is `- · sub`, `1. sub` is `- · 1. sub`, and a quote stays one. */
function nested(text: string): string {
  if (/^\d+\. /u.test(text)) return `- ${NESTED}${text}`;
  return text.startsWith("- ") ? `- ${NESTED}${text.slice(2)}` : text;
}

function rowText(row: readonly (readonly Span[])[], head: boolean): string {
  return row.map((cell) => linesOf(head ? [{ kind: "strong", spans: cell }] : cell)).join(" ｜ ");
}

function quotedLines(text: string): string {
  const lines = plainLines(text).trim().split("\n");
  return lines.map((line) => `> ${line}`).join(LINE);
}

/** Text of a paragraph; no line of it begins what its author did not begin. */
function linesOf(spans: readonly Span[]): string {
  return inlineOf(spans, false)
    .trim()
    .split(LINE)
    .map((line) => atStart(line.trim()))
    .join(LINE);
}

function inlineOf(spans: readonly Span[], strong: boolean): string {
  let text = "";
  for (const span of spans) text = joined(text, spanText(span, strong));
  return text;
}

function spanText(span: Span, strong: boolean): string {
  switch (span.kind) {
    case "text":
    case "code":
      return spaced(span.text);
    case "break":
      return LINE;
    case "link":
      return link(span.address, wordsOf(span.spans));
    case "emphasis":
      return inlineOf(span.spans, strong);
    case "strike":
      return `～～${inlineOf(span.spans, strong)}～～`;
    case "strong":
      return strong ? inlineOf(span.spans, true) : strongText(inlineOf(span.spans, true));
  }
}

/** The marks stand at its words, and its spaces outside; each of its lines has its own. */
function strongText(text: string): string {
  return text
    .split(LINE)
    .map((line) => {
      const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/su.exec(line) ?? [];
      return words === "" ? line : `${before}**${words}**${after}`;
    })
    .join(LINE);
}

/**
 * `**` beside a letter and a sign is read as two asterisks, by CommonMark, 6.2: a space keeps it a mark. DingTalk knows no
 * other way to write one; no other asterisk gets here.
 */
function joined(before: string, after: string): string {
  const opens = /[^\s\p{P}]$/u.test(before) && /^\*\*[^\p{L}\p{N}\s]/u.test(after);
  const closes = /[^\p{L}\p{N}\s*]\*\*$/u.test(before) && /^[^\s\p{P}]/u.test(after);
  const stuck = before.endsWith("**") && after.startsWith("**");
  return beside(opens || closes || stuck ? `${before} ` : before, after);
}
