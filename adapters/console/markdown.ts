/**
 * Markdown as HTML of the console's page: what the core writes as Markdown may quote what people typed.
 */
import { raw } from "hono/html";
import { cleanText } from "../../src/chat/texts/clean.ts";
import { linkAddress } from "../../src/chat/texts/link-address.ts";
import type { Dress } from "../../src/chat/texts/rich-html.ts";
import { htmlOf, htmlOfLine } from "../../src/chat/texts/rich-html.ts";
import type { Html } from "./html.ts";

/** Longer texts are cut: nobody reads them in a chat. */
const LONGEST = 40_000;

const PAGE: Dress = {
  // A heading inside a card is a strong line: the page keeps its outline.
  heading: (_level, inner) => `<p class="md-heading">${inner}</p>`,
  table: (inner) => `<div class="md-table" tabindex="0"><table>\n${inner}</table></div>`,
  link: ' rel="noopener noreferrer nofollow" target="_blank"',
};

/** A Markdown text as paragraphs. */
export function renderMarkdown(text: string): Html {
  return raw(htmlOf(bounded(text), PAGE));
}

/** One Markdown line, without a paragraph around it. */
export function renderMarkdownLine(text: string): Html {
  return raw(htmlOfLine(bounded(text), PAGE));
}

/** Whether a link may be followed from a card. */
export function safeLink(url: string): boolean {
  return linkAddress(url) !== undefined;
}

function bounded(text: string): string {
  const clean = cleanText(text);
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
}
