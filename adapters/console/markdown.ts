/**
 * Markdown as the console shows it: no HTML of its own, no images, and only links that lead to a page or a mailbox.
 */
import { raw } from "hono/html";
import MarkdownIt from "markdown-it";
import type { Html } from "./html.ts";
import { cleanText } from "./names.ts";

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/iu;
/** Longer texts are shown as they are: the parser is for what people write, not for what is thrown at it. */
const LONGEST = 40_000;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());
markdown.disable(["image"]);
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  token?.attrSet("rel", "noopener noreferrer nofollow");
  token?.attrSet("target", "_blank");
  return self.renderToken(tokens, index, options);
};
// A heading inside a card is a strong line: the page keeps its outline.
markdown.renderer.rules.heading_open = () => '<p class="md-heading">';
markdown.renderer.rules.heading_close = () => "</p>\n";
markdown.renderer.rules.table_open = () => '<div class="md-table" tabindex="0"><table>\n';
markdown.renderer.rules.table_close = () => "</table></div>\n";
// A column's alignment comes as a style attribute, which the page's policy forbids.
for (const cell of ["th_open", "td_open"]) {
  markdown.renderer.rules[cell] = () => `<${cell.slice(0, 2)}>`;
}

/** A Markdown text as paragraphs. */
export function renderMarkdown(text: string): Html {
  return raw(markdown.render(bounded(text)));
}

/** One Markdown line, without a paragraph around it. */
export function renderMarkdownLine(text: string): Html {
  return raw(markdown.renderInline(bounded(text)));
}

/** Whether a link may be followed from a card. */
export function safeLink(url: string): boolean {
  return SAFE_LINK.test(url) && URL.canParse(url);
}

function bounded(text: string): string {
  const clean = cleanText(text);
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
