/**
 * Markdown as people write it: CommonMark with tables, strikethrough, tasks and bare addresses, where a line's end is one, and
 * emphasis works beside Chinese punctuation. HTML stays text, and a picture is a link to it, so that nobody's client fetches
 * it from wherever the author says.
 */
import type { Token } from "markdown-it";
import MarkdownIt from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import { cleanText } from "./clean.ts";
import { linkAddress } from "./link-address.ts";
import type { ListItem, Part, RichText, Span } from "./rich-text.ts";

/** Longer texts are shown as they are: the parser is for what people write, not for what is thrown at it. */
const LONGEST = 40_000;
/** What stands deeper would be left out by the parser, and nobody would see it: such a text is shown as it is. */
const DEEPEST = 60;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: DEEPEST });
markdown.use(cjkFriendly);
markdown.validateLink = (url) => linkAddress(url) !== undefined;
// `deploy.sh` is a file, not a site in Saint Helena.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export function readMarkdown(text: string): RichText {
  const clean = cleanText(text);
  if (clean.length > LONGEST) return plainParts(clean);
  const tokens = markdown.parse(clean, {});
  return tokens.some(({ level }) => level >= DEEPEST - 2) ? plainParts(clean) : new Blocks(tokens).parts();
}

/** The spans of one line of Markdown: no list, no heading, no code block begins in it. */
export function readMarkdownLine(text: string): readonly Span[] {
  const clean = cleanText(text);
  if (clean.length > LONGEST) return plainSpans(clean);
  const [token] = markdown.parseInline(clean, {});
  return new Inlines(token?.children ?? []).spans();
}

function plainParts(text: string): RichText {
  const spans = plainSpans(text);
  return spans.length === 0 ? [] : [{ kind: "paragraph", spans }];
}

function plainSpans(text: string): readonly Span[] {
  return text
    .split("\n")
    .flatMap((line, place): readonly Span[] => [
      ...(place === 0 ? [] : [{ kind: "break" } as const]),
      ...(line === "" ? [] : [{ kind: "text", text: line } as const]),
    ]);
}

class Blocks {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Up to the token that ends what they are in; all of them without one. */
  parts(end?: string): readonly Part[] {
    const parts: Part[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      const part = this.#part(token);
      if (part) parts.push(part);
    }
    return parts;
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #part(token: Token): Part | undefined {
    switch (token.type) {
      case "paragraph_open":
        return { kind: "paragraph", spans: this.#spans("paragraph_close") };
      case "heading_open":
        return { kind: "heading", level: Number(token.tag.slice(1)), spans: this.#spans("heading_close") };
      case "bullet_list_open":
        return this.#list("bullet_list_close");
      case "ordered_list_open":
        return this.#list("ordered_list_close", Number(token.attrGet("start") ?? 1));
      case "blockquote_open":
        return { kind: "quote", parts: this.parts("blockquote_close") };
      case "fence":
      case "code_block": {
        const language = /^[\w+#.-]{1,40}/u.exec(token.info.trim())?.[0] ?? "";
        return { kind: "code", language, text: cleanText(token.content.replace(/\n$/u, "")) };
      }
      case "hr":
        return { kind: "rule" };
      case "table_open":
        return { kind: "table", rows: this.#rows() };
      default:
        return undefined;
    }
  }

  #spans(end: string): readonly Span[] {
    const spans: Span[] = [];
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      if (token.type === "inline") spans.push(...new Inlines(token.children ?? []).spans());
    }
    return spans;
  }

  #list(end: string, start?: number): Part {
    const items: ListItem[] = [];
    let loose = false;
    for (let token = this.#next(); token && token.type !== end; token = this.#next()) {
      if (token.type !== "list_item_open") continue;
      const first = this.#tokens[this.#at];
      if (first?.type === "paragraph_open" && !first.hidden) loose = true;
      items.push(taskOf(this.parts("list_item_close")));
    }
    return { kind: "list", ...(start !== undefined && { start }), loose, items };
  }

  #rows(): readonly (readonly (readonly Span[])[])[] {
    const rows: (readonly Span[])[][] = [];
    for (let token = this.#next(); token && token.type !== "table_close"; token = this.#next()) {
      if (token.type === "tr_open") rows.push([]);
      if (token.type === "inline") rows.at(-1)?.push(new Inlines(token.children ?? []).spans());
    }
    return rows;
  }
}

/** `[ ] Tell them` and `[x] Tell them`. */
function taskOf(parts: readonly Part[]): ListItem {
  const [first, ...rest] = parts;
  if (first?.kind !== "paragraph") return { parts };
  const [head, ...others] = first.spans;
  const box = head?.kind === "text" ? /^\[([ xX])\]\s+/u.exec(head.text) : null;
  if (head?.kind !== "text" || !box) return { parts };
  const text = head.text.slice(box[0].length);
  const spans = text === "" ? others : [{ kind: "text", text } as const, ...others];
  return { done: box[1] !== " ", parts: [{ kind: "paragraph", spans }, ...rest] };
}

const MARKS = { strong_open: "strong", em_open: "emphasis", s_open: "strike" } as const;

class Inlines {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  spans(end?: string): readonly Span[] {
    const spans: Span[] = [];
    for (let token = this.#tokens[this.#at++]; token && token.type !== end; token = this.#tokens[this.#at++]) {
      const span = this.#span(token);
      const last = spans.at(-1);
      if (span?.kind === "text" && last?.kind === "text") {
        spans.splice(-1, 1, { kind: "text", text: last.text + span.text });
      } else if (span) spans.push(span);
    }
    return spans;
  }

  #span(token: Token): Span | undefined {
    const { type, content } = token;
    switch (type) {
      case "softbreak":
      case "hardbreak":
        return { kind: "break" };
      case "code_inline":
        return { kind: "code", text: lineOf(content) };
      case "strong_open":
      case "em_open":
      case "s_open": {
        const spans = this.spans(type.replace("_open", "_close"));
        return spans.length === 0 ? undefined : { kind: MARKS[type], spans };
      }
      case "link_open":
        return linkOf(token, "href", this.spans("link_close"));
      case "image":
        return linkOf(token, "src", new Inlines(token.children ?? []).spans());
      default:
        return content === "" ? undefined : { kind: "text", text: lineOf(content) };
    }
  }
}

/** A link whose words are links or nothing is shown as its address. */
function linkOf(token: Token, attribute: "href" | "src", spans: readonly Span[]): Span {
  const address = String(token.attrGet(attribute) ?? "");
  const title = token.attrGet("title");
  const words = withoutLinks(spans);
  return {
    kind: "link",
    address,
    ...(title !== null && title !== "" && { title: lineOf(String(title)) }),
    spans: wordsAre(words) ? words : [{ kind: "text", text: address }],
  };
}

/** Pictures with a link around them: the outer one counts. */
function withoutLinks(spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) => {
    if (span.kind === "link") return withoutLinks(span.spans);
    return "spans" in span ? [{ ...span, spans: withoutLinks(span.spans) }] : [span];
  });
}

function wordsAre(spans: readonly Span[]): boolean {
  return spans.some((span) => ("spans" in span ? wordsAre(span.spans) : "text" in span && span.text.trim() !== ""));
}

/** An entity may have made what no line holds. */
function lineOf(text: string): string {
  return cleanText(text).replace(/[\t\n]+/gu, " ");
}
