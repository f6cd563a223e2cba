/**
 * The core's Markdown as Feishu's: read by a parser and written anew, since Feishu reads more as markup than Markdown does.
 */
import type { Token } from "markdown-it";
import MarkdownIt from "markdown-it";
import { escapeCode, escapeText, linkAddress } from "./escape.ts";

/** Longer texts are shown as they are: the parser is for what people write, not for what is thrown at it. */
const LONGEST = 20_000;

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true, maxNesting: 20 });
markdown.disable(["image"]);
markdown.validateLink = (url) => linkAddress(url) !== undefined;

export function parseMarkdown(text: string): readonly Token[] {
  return markdown.parse(text, {});
}

export function isTooLong(text: string): boolean {
  return text.length > LONGEST;
}

/** Markdown of the core as Markdown of a card. */
export function cardMarkdown(text: string): string {
  if (isTooLong(text)) return escapeText(`${text.slice(0, LONGEST)}…`);
  return new Writer().write(parseMarkdown(text));
}

/** Writes the blocks of a text one after the other; lists and quotes put their mark before each line of theirs. */
class Writer {
  readonly #lines: string[] = [];
  /** For each list that is open, the number of its next item; undefined in one without numbers. */
  readonly #lists: (number | undefined)[] = [];
  #quotes = 0;
  #mark = "";
  #heading = false;

  write(tokens: readonly Token[]): string {
    for (const token of tokens) this.#block(token);
    return this.#lines.join("\n").trim();
  }

  #block(token: Token): void {
    switch (token.type) {
      case "inline":
        this.#text(inlineMarkdown(token.children ?? []));
        return;
      case "heading_open":
        this.#heading = true;
        return;
      case "heading_close":
        this.#heading = false;
        return;
      case "bullet_list_open":
        this.#lists.push(undefined);
        return;
      case "ordered_list_open":
        this.#lists.push(Number(token.attrGet("start") ?? 1));
        return;
      case "bullet_list_close":
      case "ordered_list_close":
        this.#lists.pop();
        return;
      case "list_item_open":
        this.#mark = this.#nextMark();
        return;
      case "blockquote_open":
        this.#quotes++;
        return;
      case "blockquote_close":
        this.#quotes--;
        return;
      case "fence":
      case "code_block":
        this.#lines.push("```", escapeCode(token.content.replace(/\n$/u, "")), "```");
        return;
      case "hr":
        this.#lines.push("---");
        return;
      case "tr_close":
        this.#lines.push("");
        return;
    }
  }

  #text(text: string): void {
    const quote = "> ".repeat(this.#quotes);
    const indent = "  ".repeat(Math.max(0, this.#lists.length - 1));
    const shown = this.#heading && text !== "" ? `**${text}**` : text;
    const mark = this.#mark;
    this.#mark = this.#lists.length > 0 ? " ".repeat(2) : "";
    for (const [place, line] of shown.split("\n").entries()) {
      this.#lines.push(`${quote}${indent}${place === 0 ? mark : this.#mark}${line}`);
    }
  }

  #nextMark(): string {
    const depth = this.#lists.length - 1;
    const number = this.#lists[depth];
    if (number === undefined) return "- ";
    this.#lists[depth] = number + 1;
    return `${number}. `;
  }
}

function inlineMarkdown(tokens: readonly Token[]): string {
  const open: (string | undefined)[] = [];
  return tokens
    .map((token) => {
      switch (token.type) {
        case "text":
          return escapeText(token.content);
        case "softbreak":
        case "hardbreak":
          return "\n";
        case "code_inline":
          return `\`${escapeCode(token.content).replaceAll("`", "'")}\``;
        case "strong_open":
        case "strong_close":
          return "**";
        case "em_open":
        case "em_close":
          return "*";
        case "s_open":
        case "s_close":
          return "~~";
        case "link_open":
          open.push(linkAddress(String(token.attrGet("href") ?? "")));
          return open.at(-1) === undefined ? "" : "[";
        case "link_close": {
          const address = open.pop();
          return address === undefined ? "" : `](${address})`;
        }
        default:
          return escapeText(token.content);
      }
    })
    .join("");
}
