/**
 * Markdown as Slack's rich text: no markup of Slack's own is ever made of what somebody wrote.
 */
import { clipRich } from "../../../src/chat/texts/clip-rich.ts";
import { readMarkdown } from "../../../src/chat/texts/read-markdown.ts";
import { plainMarkdown } from "../../../src/chat/texts/rich-plain.ts";
import type { ListItem, Part, RichText, Span } from "../../../src/chat/texts/rich-text.ts";
import { taskSign, wordsOf } from "../../../src/chat/texts/rich-text.ts";
import type { RichElement, RichList, RichPart } from "./blocks.ts";
import { linkTo, preformatted, section, words } from "./rich-text.ts";

type Style = { bold?: true; italic?: true; strike?: true; code?: true };

const LONGEST = 40_000;
const DEEPEST_LIST = 5;

/** Of at most so many characters of words. */
export function markdownParts(text: string, most: number = LONGEST): readonly RichPart[] {
  return merged(partsOf(clipRich(readMarkdown(text), most), { quoted: false, indent: 0 }));
}

/** Its words alone. */
export function markdownText(text: string): string {
  return plainMarkdown(text);
}

interface Around {
  readonly quoted: boolean;
  /** How many lists are around. */
  readonly indent: number;
}

function partsOf(parts: RichText, around: Around): readonly RichPart[] {
  return parts.flatMap((part) => ofPart(part, around));
}

function ofPart(part: Part, around: Around): readonly RichPart[] {
  switch (part.kind) {
    case "paragraph":
      return running(elementsOf(part.spans, {}), around);
    case "heading":
      return running(elementsOf(part.spans, { bold: true }), around);
    case "list":
      return part.items.flatMap((item, place) => itemParts(item, part.start, place, around));
    case "quote":
      return partsOf(part.parts, { ...around, quoted: true });
    case "code":
      return preformatted(part.text);
    case "table":
      return preformatted(part.rows.map((row) => row.map(wordsOf).join(" | ")).join("\n"));
    case "rule":
      return section(words("———"));
  }
}

function running(elements: readonly RichElement[], { quoted }: Around): readonly RichPart[] {
  if (elements.length === 0) return [];
  return quoted ? [{ type: "rich_text_quote", elements: [...elements] }] : section(elements);
}

/** The words of an item are one section; what else is in it follows, its lists one step further in. */
function itemParts(item: ListItem, start: number | undefined, place: number, around: Around): readonly RichPart[] {
  const opening = item.parts.findIndex(({ kind }) => kind !== "paragraph" && kind !== "heading");
  const end = opening === -1 ? item.parts.length : opening;
  const lines = item.parts
    .slice(0, end)
    .map((part) => ("spans" in part ? elementsOf(part.spans, part.kind === "heading" ? { bold: true } : {}) : []));
  const sign = words(taskSign(item));
  const said = [...sign, ...lines.flatMap((line, at) => (at === 0 ? line : [...words("\n"), ...line]))];
  const offset = start === undefined ? 0 : start + place - 1;
  const list: RichPart = {
    type: "rich_text_list",
    style: start === undefined ? "bullet" : "ordered",
    indent: Math.min(around.indent, DEEPEST_LIST),
    ...(offset > 0 && { offset }),
    elements: [{ type: "rich_text_section", elements: said.length === 0 ? [...words(" ")] : said }],
  };
  return [list, ...partsOf(item.parts.slice(end), { ...around, indent: around.indent + 1 })];
}

/** Items of one list stand in one part. */
function merged(parts: readonly RichPart[]): readonly RichPart[] {
  const all: RichPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.type === "rich_text_list" && last?.type === "rich_text_list" && goesOn(last, part)) {
      last.elements.push(...part.elements);
    } else all.push(part);
  }
  return all;
}

function goesOn(last: RichList, next: RichList): boolean {
  if (last.style !== next.style || last.indent !== next.indent) return false;
  return next.style === "bullet" || (next.offset ?? 0) === (last.offset ?? 0) + last.elements.length;
}

const STYLES = { strong: { bold: true }, emphasis: { italic: true }, strike: { strike: true } } as const;

function elementsOf(spans: readonly Span[], style: Style): readonly RichElement[] {
  return spans.flatMap((span): readonly RichElement[] => {
    switch (span.kind) {
      case "text":
        return words(span.text, style);
      case "code":
        return words(span.text, { ...style, code: true });
      case "break":
        return words("\n", style);
      case "link":
        return linkTo(span.address, wordsOf(span.spans), style);
      default:
        return elementsOf(span.spans, { ...style, ...STYLES[span.kind] });
    }
  });
}
