/**
 * Markdown that people or the core wrote, as DingTalk's subset has it: emphasis, lists, quotes and links that lead to a page
 * stay; tags, images and all else become text.
 */
import type { Token } from "markdown-it";
import MarkdownIt from "markdown-it";
import { LINE, link, PARAGRAPH, plain, plainLines, spaced } from "./markdown.ts";

/** Longer texts are for the export. */
const LONGEST = 20_000;

const parser = new MarkdownIt({ html: false, linkify: false, breaks: true, maxNesting: 20 });

/** Paragraphs of DingTalk's Markdown. */
export function tame(markdown: string): string {
  const paragraphs: string[] = [];
  const quotes: string[] = [];
  const lists: { readonly ordered: boolean; count: number }[] = [];
  let mark = "";
  let heading = false;
  for (const token of parser.parse(markdown.slice(0, LONGEST), {})) {
    switch (token.type) {
      case "blockquote_open":
        quotes.push("> ");
        break;
      case "blockquote_close":
        quotes.pop();
        break;
      case "bullet_list_open":
      case "ordered_list_open":
        lists.push({ ordered: token.type === "ordered_list_open", count: 0 });
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        lists.pop();
        break;
      case "list_item_open":
        mark = itemMark(lists.at(-1));
        break;
      case "heading_open":
        heading = true;
        break;
      case "heading_close":
        heading = false;
        break;
      case "inline": {
        const text = inlineOf(token.children ?? []);
        paragraphs.push(quotes.join("") + mark + (heading && text !== "" ? `**${text}**` : text));
        mark = "";
        break;
      }
      case "fence":
      case "code_block":
        paragraphs.push(quotedLines(token.content));
        break;
    }
  }
  return paragraphs.filter((text) => text !== "").join(PARAGRAPH);
}

function itemMark(list: { readonly ordered: boolean; count: number } | undefined): string {
  if (!list) return "";
  list.count++;
  return list.ordered ? `${list.count}. ` : "- ";
}

function quotedLines(text: string): string {
  const lines = plainLines(text).trim().split("\n");
  return lines.map((line) => `> ${line}`).join(LINE);
}

function inlineOf(tokens: readonly Token[]): string {
  let shown = "";
  let address: string | undefined;
  let words = "";
  const add = (text: string) => {
    if (address === undefined) shown += text;
    else words += text;
  };
  for (const token of tokens) {
    if (token.type === "link_open") {
      address = String(token.attrGet("href") ?? "");
      words = "";
    } else if (token.type === "link_close") {
      shown += link(address ?? "", words);
      address = undefined;
    } else add(inlinePart(token, address !== undefined));
  }
  return shown.trim();
}

function inlinePart({ type, content, children }: Token, linked: boolean): string {
  switch (type) {
    case "strong_open":
    case "strong_close":
      return linked ? "" : "**";
    case "softbreak":
    case "hardbreak":
      return linked ? " " : LINE;
    case "image":
      return plain((children ?? []).map((child) => child.content).join(""));
    default:
      return spaced(content);
  }
}
