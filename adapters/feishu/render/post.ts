/**
 * The core's Markdown as a post: its elements are structure, so nothing that somebody typed can become markup or a mention.
 */
import type { Token } from "markdown-it";
import { cleanText, linkAddress } from "./escape.ts";
import { isTooLong, parseMarkdown } from "./markdown.ts";

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
  for (const line of postLines(markdown)) {
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

export function postLines(markdown: string): readonly PostLine[] {
  if (isTooLong(markdown)) return chunks(cleanText(markdown)).map((text) => [{ tag: "text", text }]);
  const lines = blockLines(parseMarkdown(markdown)).filter((line) => line.length > 0);
  return lines.length > 0 ? lines : [[{ tag: "text", text: cleanText(markdown) || "…" }]];
}

function chunks(text: string): readonly string[] {
  const length = LARGEST / 4;
  return Array.from({ length: Math.ceil(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length));
}

function blockLines(tokens: readonly Token[]): readonly PostLine[] {
  const lines: PostElement[][] = [];
  const numbers: (number | undefined)[] = [];
  let mark = "";
  let quotes = 0;
  let heading = false;
  for (const token of tokens) {
    switch (token.type) {
      case "inline": {
        const before = `${"› ".repeat(quotes)}${"    ".repeat(Math.max(0, numbers.length - 1))}${mark}`;
        mark = "";
        const [first = [], ...others] = inlineLines(token.children ?? [], heading);
        lines.push(before === "" ? first : [{ tag: "text", text: before }, ...first], ...others);
        break;
      }
      case "heading_open":
      case "heading_close":
        heading = token.nesting === 1;
        break;
      case "bullet_list_open":
        numbers.push(undefined);
        break;
      case "ordered_list_open":
        numbers.push(Number(token.attrGet("start") ?? 1));
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        numbers.pop();
        break;
      case "list_item_open": {
        const number = numbers.at(-1);
        mark = number === undefined ? "• " : `${number}. `;
        if (number !== undefined) numbers[numbers.length - 1] = number + 1;
        break;
      }
      case "blockquote_open":
      case "blockquote_close":
        quotes += token.nesting;
        break;
      case "fence":
      case "code_block":
        lines.push([{ tag: "code_block", text: cleanText(token.content.replace(/\n$/u, "")) || " " }]);
        break;
      case "hr":
        lines.push([{ tag: "hr" }]);
        break;
    }
  }
  return lines;
}

function inlineLines(tokens: readonly Token[], heading: boolean): readonly PostElement[][] {
  const lines: PostElement[][] = [[]];
  const styles: Style[] = heading ? ["bold"] : [];
  const links: (string | undefined)[] = [];
  const add = (text: string): void => {
    if (text === "") return;
    const style = styles.length > 0 ? { style: [...new Set(styles)] } : {};
    const href = links.at(-1);
    lines.at(-1)?.push(href === undefined ? { tag: "text", text, ...style } : { tag: "a", text, href, ...style });
  };
  for (const token of tokens) {
    const style = STYLES[token.type.replace(/_(?:open|close)$/u, "")];
    if (style !== undefined && token.nesting === 1) styles.push(style);
    else if (style !== undefined) styles.splice(styles.lastIndexOf(style), 1);
    else if (token.type === "link_open") links.push(linkAddress(String(token.attrGet("href") ?? "")));
    else if (token.type === "link_close") links.pop();
    else if (token.type === "softbreak" || token.type === "hardbreak") lines.push([]);
    else add(cleanText(token.content));
  }
  return lines;
}

const STYLES: Readonly<Record<string, Style>> = { strong: "bold", em: "italic", s: "lineThrough" };

/** The same text without any markup, for toasts and notices. */
export function plainMarkdown(markdown: string): string {
  return postLines(markdown)
    .map((line) => line.map((element) => (element.tag === "hr" ? "" : element.text)).join(""))
    .filter((line) => line !== "")
    .join("\n");
}
