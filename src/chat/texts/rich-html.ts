/**
 * Rich text as HTML that is safe to put into a page: only elements named here, only links to pages and mailboxes.
 */
import { readMarkdown, readMarkdownLine } from "./read-markdown.ts";
import type { ListItem, Part, RichText, Span } from "./rich-text.ts";
import { taskSign } from "./rich-text.ts";

/** What a page makes of the parts that pages differ in. */
export interface Dress {
  readonly heading: (level: number, inner: string) => string;
  readonly table: (inner: string) => string;
  /** Attributes of a link, with a space before them. */
  readonly link: string;
}

const PLAIN: Dress = {
  heading: (level, inner) => `<h${level}>${inner}</h${level}>`,
  table: (inner) => `<table>\n${inner}</table>`,
  link: "",
};

/** Markdown as HTML; nothing for nothing. */
export function htmlOf(markdown: string, dress: Dress = PLAIN): string {
  return htmlOfParts(readMarkdown(markdown), dress);
}

/** One line of Markdown, without a paragraph around it. */
export function htmlOfLine(markdown: string, dress: Dress = PLAIN): string {
  return spansHtml(readMarkdownLine(markdown), dress);
}

function htmlOfParts(parts: RichText, dress: Dress): string {
  return parts.map((part) => partHtml(part, dress)).join("\n");
}

function partHtml(part: Part, dress: Dress): string {
  switch (part.kind) {
    case "paragraph":
      return `<p>${spansHtml(part.spans, dress)}</p>`;
    case "heading":
      return dress.heading(part.level, spansHtml(part.spans, dress));
    case "list": {
      const items = part.items.map((item) => itemHtml(item, part.loose, dress)).join("\n");
      if (part.start === undefined) return `<ul>\n${items}\n</ul>`;
      return `<ol${part.start === 1 ? "" : ` start="${part.start}"`}>\n${items}\n</ol>`;
    }
    case "quote":
      return `<blockquote>\n${htmlOfParts(part.parts, dress)}\n</blockquote>`;
    case "code": {
      const language = part.language === "" ? "" : ` class="language-${escapeHtml(part.language)}"`;
      return `<pre><code${language}>${part.text === "" ? "" : `${escapeHtml(part.text)}\n`}</code></pre>`;
    }
    case "table":
      return dress.table(tableHtml(part.rows, dress));
    case "rule":
      return "<hr>";
  }
}

function itemHtml(item: ListItem, loose: boolean, dress: Dress): string {
  const [first, ...rest] = item.parts;
  const sign = taskSign(item);
  if (first?.kind !== "paragraph") return `<li>${sign}${htmlOfParts(item.parts, dress)}</li>`;
  const words = `${sign}${spansHtml(first.spans, dress)}`;
  const head = loose ? `\n<p>${words}</p>` : words;
  const more = rest.length === 0 ? "" : `\n${htmlOfParts(rest, dress)}`;
  return `<li>${head}${more}${loose || more !== "" ? "\n" : ""}</li>`;
}

function tableHtml([head = [], ...rows]: readonly (readonly (readonly Span[])[])[], dress: Dress): string {
  const row = (cells: readonly (readonly Span[])[], tag: "th" | "td") =>
    `<tr>\n${cells.map((cell) => `<${tag}>${spansHtml(cell, dress)}</${tag}>\n`).join("")}</tr>\n`;
  const body = rows.length === 0 ? "" : `<tbody>\n${rows.map((cells) => row(cells, "td")).join("")}</tbody>\n`;
  return `<thead>\n${row(head, "th")}</thead>\n${body}`;
}

const TAGS = { strong: "strong", emphasis: "em", strike: "s" } as const;

function spansHtml(spans: readonly Span[], dress: Dress): string {
  return spans.map((span) => spanHtml(span, dress)).join("");
}

function spanHtml(span: Span, dress: Dress): string {
  switch (span.kind) {
    case "text":
      return escapeHtml(span.text);
    case "code":
      return `<code>${escapeHtml(span.text)}</code>`;
    case "break":
      return "<br>\n";
    case "link": {
      const title = span.title === undefined ? "" : ` title="${escapeHtml(span.title)}"`;
      return `<a href="${escapeHtml(span.address)}"${title}${dress.link}>${spansHtml(span.spans, dress)}</a>`;
    }
    default: {
      const tag = TAGS[span.kind];
      return `<${tag}>${spansHtml(span.spans, dress)}</${tag}>`;
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? sign);
}
