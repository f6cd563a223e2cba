/**
 * The core's Markdown as Feishu's, written anew from its structure, since Feishu reads more as markup than Markdown does.
 *
 * Feishu's is CommonMark without HTML, headings here as bold lines, lists nested by four spaces; tables become lines, since a
 * card may hold few of them.
 */
import { clipRich, longestThat } from "../../../src/chat/texts/clip-rich.ts";
import { linkTarget } from "../../../src/chat/texts/link-address.ts";
import { readMarkdown } from "../../../src/chat/texts/read-markdown.ts";
import type { ListItem, Part, RichText, Span } from "../../../src/chat/texts/rich-text.ts";
import { taskSign } from "../../../src/chat/texts/rich-text.ts";
import { escapeCode, escapeText } from "./escape.ts";
import type { Piece } from "./marks.ts";
import { joinPieces, NOTHING } from "./marks.ts";

const LONGEST = 20_000;
const INDENT = 4;

/** Markdown of the core as Markdown of a card, of at most so many characters of words. */
export function cardMarkdown(text: string, most: number = LONGEST): string {
  return partsText(clipRich(readMarkdown(text), most));
}

/** As much of it as is taken. */
export function markdownThat(text: string, taken: (markdown: string) => boolean): string {
  return partsText(longestThat(clipRich(readMarkdown(text), LONGEST), (parts) => taken(partsText(parts))));
}

function partsText(parts: RichText): string {
  return parts
    .map((part) => partText(part))
    .filter((text) => text !== "")
    .join("\n\n");
}

function partText(part: Part): string {
  switch (part.kind) {
    case "paragraph":
      return spansText(part.spans);
    case "heading":
      return spansText([{ kind: "strong", spans: part.spans }]);
    case "list":
      return part.items
        .map((item, place) => itemText(item, part.start === undefined ? "- " : `${part.start + place}. `))
        .join("\n");
    case "quote":
      return partsText(part.parts).replace(/^/gmu, "> ");
    case "code":
      return `\`\`\`\n${escapeCode(part.text)}\n\`\`\``;
    case "table":
      return part.rows.map((row, place) => rowText(row, place === 0)).join("\n");
    case "rule":
      return "---";
  }
}

/** A list follows its words at once; anything else is a paragraph of its own. An item without words has a sign nobody sees. */
function itemText(item: ListItem, mark: string): string {
  const [first, ...rest] = item.parts;
  const opens = first?.kind === "paragraph" || first?.kind === "heading";
  const words = `${taskSign(item)}${opens ? partText(first) : ""}`;
  const below = (opens ? rest : item.parts).map((part) => `${part.kind === "list" ? "\n" : "\n\n"}${partText(part)}`);
  const text = `${words === "" ? NOTHING : words}${below.join("")}`;
  const indent = " ".repeat(Math.max(INDENT, mark.length));
  return `${mark}${text.replace(/\n(?!\n)/gu, `\n${indent}`)}`;
}

function rowText(row: readonly (readonly Span[])[], head: boolean): string {
  return row.map((cell) => spansText(head ? [{ kind: "strong", spans: cell }] : cell)).join(" &#124; ");
}

function spansText(spans: readonly Span[]): string {
  return joinPieces(piecesOf(spans, []));
}

type Mark = "strong" | "emphasis" | "strike";
const MARKS: Readonly<Record<Mark, string>> = { strong: "**", emphasis: "*", strike: "~~" };

function piecesOf(spans: readonly Span[], inside: readonly Mark[]): readonly Piece[] {
  return spans.flatMap((span): readonly Piece[] => {
    switch (span.kind) {
      case "text":
        return [{ text: escapeText(span.text) }];
      case "code":
        return codePieces(span.text);
      case "break":
        return [{ text: "\n" }];
      case "link": {
        const address = linkTarget(span.address);
        const words = piecesOf(span.spans, inside);
        return address === undefined ? words : [{ text: "[" }, ...words, { text: `](${address})` }];
      }
      default: {
        const pieces = piecesOf(span.spans, [...inside, span.kind]);
        const mark = MARKS[span.kind];
        if (inside.includes(span.kind) || pieces.length === 0) return pieces;
        return [{ mark, opens: true }, ...pieces, { mark, opens: false }];
      }
    }
  });
}

/** Feishu has no way to write a backtick in code. */
function codePieces(text: string): readonly Piece[] {
  const code = escapeCode(text).replaceAll("`", "'").trim();
  return code === "" ? [] : [{ text: `\`${code}\`` }];
}
