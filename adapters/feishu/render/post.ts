/**
 * The core's Markdown as a post: its elements are structure, so nothing that somebody typed can become markup or a mention.
 */
import { linkAddress } from "../../../src/chat/texts/link-address.ts";
import { readMarkdown } from "../../../src/chat/texts/read-markdown.ts";
import { plainMarkdown } from "../../../src/chat/texts/rich-plain.ts";
import type { ListItem, Part, RichText, Span } from "../../../src/chat/texts/rich-text.ts";
import { taskSign } from "../../../src/chat/texts/rich-text.ts";

type Style = "bold" | "italic" | "lineThrough";
export type PostElement =
  | { readonly tag: "text"; readonly text: string; readonly style?: readonly Style[] }
  | { readonly tag: "a"; readonly text: string; readonly href: string; readonly style?: readonly Style[] }
  | { readonly tag: "code_block"; readonly text: string }
  | { readonly tag: "hr" };
export type PostLine = readonly PostElement[];

/** Feishu takes 30 KB of a post; its JSON is a little larger than its text. */
const LARGEST = 24_000;

/** The content of the posts that tell this text, in their order; more than one only where it is very long. */
export function postContents(markdown: string): readonly string[] {
  const parts: PostLine[][] = [[]];
  let size = 0;
  for (const line of postLines(markdown).flatMap(shortLines)) {
    const length = Buffer.byteLength(JSON.stringify(line));
    if (size + length > LARGEST && size > 0) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(line);
    size += length;
  }
  return parts.map((lines) => JSON.stringify({ zh_cn: { content: lines } }));
}

/** A line that is longer than a post, as several of its kind. */
function shortLines(line: PostLine): readonly PostLine[] {
  if (Buffer.byteLength(JSON.stringify(line)) <= LARGEST) return [line];
  return line.flatMap((element): readonly PostLine[] =>
    element.tag === "hr" ? [[element]] : chunks(element.text).map((text) => [{ ...element, text }]),
  );
}

function chunks(text: string): readonly string[] {
  const characters = [...text];
  const length = LARGEST / 8;
  const count = Math.ceil(characters.length / length);
  return Array.from({ length: count }, (_, at) => characters.slice(at * length, (at + 1) * length).join(""));
}

export function postLines(markdown: string): readonly PostLine[] {
  const lines = partsLines(readMarkdown(markdown)).filter((line) => line.length > 0);
  return lines.length > 0 ? lines : [[{ tag: "text", text: plainMarkdown(markdown) || "…" }]];
}

function partsLines(parts: RichText): readonly PostLine[] {
  return parts.flatMap(partLines);
}

function partLines(part: Part): readonly PostLine[] {
  switch (part.kind) {
    case "paragraph":
      return spansLines(part.spans);
    case "heading":
      return spansLines([{ kind: "strong", spans: part.spans }]);
    case "list":
      return part.items.flatMap((item, place) =>
        itemLines(item, part.start === undefined ? "• " : `${part.start + place}. `),
      );
    case "quote":
      return partsLines(part.parts).map((line) => marked("› ", line));
    case "code":
      return [[{ tag: "code_block", text: part.text || " " }]];
    case "table":
      return part.rows.map((row) => row.flatMap((cell, place) => cellElements(cell, place)));
    case "rule":
      return [[{ tag: "hr" }]];
  }
}

function itemLines(item: ListItem, mark: string): readonly PostLine[] {
  const [first = [], ...rest] = partsLines(item.parts);
  return [marked(`${mark}${taskSign(item)}`, first), ...rest.map((line) => marked("    ", line))];
}

function cellElements(cell: readonly Span[], place: number): PostLine {
  const shown = spansLines(cell).flat();
  return place === 0 ? shown : [{ tag: "text", text: " | " }, ...shown];
}

/** Code and rules stand alone on their lines. */
function marked(mark: string, line: PostLine): PostLine {
  const [first] = line;
  if (first?.tag === "code_block" || first?.tag === "hr") return line;
  if (first?.tag === "text" && first.style === undefined) {
    return [{ tag: "text", text: `${mark}${first.text}` }, ...line.slice(1)];
  }
  return [{ tag: "text", text: mark }, ...line];
}

const STYLES = { strong: "bold", emphasis: "italic", strike: "lineThrough" } as const;

function spansLines(spans: readonly Span[]): readonly PostLine[] {
  const lines: PostElement[][] = [[]];
  const add = (text: string, styles: readonly Style[], href: string | undefined): void => {
    if (text === "") return;
    const style = styles.length > 0 ? { style: [...new Set(styles)] } : {};
    lines.at(-1)?.push(href === undefined ? { tag: "text", text, ...style } : { tag: "a", text, href, ...style });
  };
  const walk = (some: readonly Span[], styles: readonly Style[], href: string | undefined): void => {
    for (const span of some) {
      if (span.kind === "break") lines.push([]);
      else if ("text" in span) add(span.text, styles, href);
      else if (span.kind === "link") walk(span.spans, styles, linkAddress(span.address));
      else walk(span.spans, [...styles, STYLES[span.kind]], href);
    }
  };
  walk(spans, [], undefined);
  return lines;
}
