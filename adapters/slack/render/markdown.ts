/**
 * Markdown as Slack's rich text: no markup of Slack's own is ever made of what somebody wrote.
 */
import MarkdownIt from "markdown-it";
import type { RichElement, RichPart } from "./blocks.ts";
import { clip } from "./blocks.ts";
import { linkTo, plainOf, preformatted, section, words } from "./rich-text.ts";

type Token = ReturnType<typeof markdown.parse>[number];
type Style = { bold?: true; italic?: true; strike?: true; code?: true };

/** Longer texts are shown as they are: the parser is for what people write, not for what is thrown at it. */
const LONGEST = 40_000;
const DEEPEST_LIST = 5;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export function markdownParts(text: string): readonly RichPart[] {
  const clean = text.replaceAll("\r\n", "\n");
  if (clean.length > LONGEST) return section(words(clip(clean, LONGEST)));
  return new Walk().of(markdown.parse(clean, {}));
}

/** Its words alone. */
export function markdownText(text: string): string {
  return plainOf(markdownParts(text));
}

/** Walks the tokens of a text; what it is inside of decides what a paragraph becomes. */
class Walk {
  readonly #parts: RichPart[] = [];
  readonly #lists: ("bullet" | "ordered")[] = [];
  #quotes = 0;
  /** The cells of the table's row, and its rows, while there is one. */
  #cells: string[] | undefined;
  #rows: string[] = [];
  #heading = false;

  of(tokens: readonly Token[]): readonly RichPart[] {
    for (const token of tokens) this.#take(token);
    return this.#parts;
  }

  #take(token: Token): void {
    switch (token.type) {
      case "bullet_list_open":
        this.#lists.push("bullet");
        break;
      case "ordered_list_open":
        this.#lists.push("ordered");
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        this.#lists.pop();
        break;
      case "blockquote_open":
        this.#quotes++;
        break;
      case "blockquote_close":
        this.#quotes--;
        break;
      case "heading_open":
        this.#heading = true;
        break;
      case "heading_close":
        this.#heading = false;
        break;
      case "fence":
      case "code_block":
        this.#parts.push(...preformatted(token.content.replace(/\n$/, "")));
        break;
      case "hr":
        this.#parts.push(...section(words("———")));
        break;
      case "tr_open":
        this.#cells = [];
        break;
      case "tr_close":
        this.#rows.push((this.#cells ?? []).join(" | "));
        this.#cells = undefined;
        break;
      case "table_close":
        this.#parts.push(...preformatted(this.#rows.join("\n")));
        this.#rows = [];
        break;
      case "inline":
        this.#inline(token);
        break;
      default:
        break;
    }
  }

  #inline({ children }: Token): void {
    const elements = inlineElements(children ?? [], this.#heading ? { bold: true } : {});
    if (this.#cells) {
      this.#cells.push(plainOf(section(elements)));
      return;
    }
    if (elements.length === 0) return;
    const style = this.#lists.at(-1);
    if (style) this.#listItem(style, elements);
    else if (this.#quotes > 0) this.#parts.push({ type: "rich_text_quote", elements: [...elements] });
    else this.#parts.push(...section(elements));
  }

  /** Items of one list stand in one part, for numbers to go on. */
  #listItem(style: "bullet" | "ordered", elements: readonly RichElement[]): void {
    const indent = Math.min(this.#lists.length - 1, DEEPEST_LIST);
    const item = { type: "rich_text_section" as const, elements: [...elements] };
    const last = this.#parts.at(-1);
    if (last?.type === "rich_text_list" && last.style === style && (last.indent ?? 0) === indent)
      last.elements.push(item);
    else this.#parts.push({ type: "rich_text_list", style, indent, elements: [item] });
  }
}

function inlineElements(tokens: readonly Token[], base: Style): readonly RichElement[] {
  const elements: RichElement[] = [];
  const styles: Style[] = [base];
  let link: { readonly url: string; text: string } | undefined;
  const style = (): Style => Object.assign({}, ...styles);
  const add = (text: string, more: Style = {}) => {
    if (link) link.text += text;
    else elements.push(...words(text, { ...style(), ...more }));
  };
  for (const token of tokens) {
    const opened = OPENED[token.type];
    if (opened) styles.push(opened);
    else if (CLOSED.has(token.type)) styles.pop();
    else if (token.type === "link_open") link = { url: String(token.attrGet("href") ?? ""), text: "" };
    else if (token.type === "link_close") {
      const { url, text } = link ?? { url: "", text: "" };
      link = undefined;
      elements.push(...linkTo(url, text, style()));
    } else if (token.type === "softbreak" || token.type === "hardbreak") add("\n");
    else if (token.type === "code_inline") add(token.content, { code: true });
    else if (token.type === "image")
      elements.push(...linkTo(String(token.attrGet("src") ?? ""), token.content, style()));
    else add(token.content);
  }
  return elements;
}

const OPENED: Readonly<Record<string, Style>> = {
  strong_open: { bold: true },
  em_open: { italic: true },
  s_open: { strike: true },
};
const CLOSED: ReadonlySet<string> = new Set(["strong_close", "em_close", "s_close"]);
