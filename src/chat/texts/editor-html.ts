/**
 * Whether a text may be an editor's HTML, told without reading it: what reads HTML is heavy to load, and hardly ever needed.
 */

/** Characters; an editor's page is some ten thousand. What is longer is text. */
export const LONGEST_HTML = 500_000;
const BEGINS = /^<(?:p|h[1-6]|ul|ol|blockquote|pre|table|div|figure|section|article)(?:\s[^<>]*)?>/iu;
const ENDS = /<(?:hr\s*\/?|\/(?:p|h[1-6]|ul|ol|blockquote|pre|table|div|figure|section|article))>$/iu;

export function looksLikeEditorHtml(text: string): boolean {
  const html = text.trim();
  return html.length <= LONGEST_HTML && BEGINS.test(html) && ENDS.test(html);
}
