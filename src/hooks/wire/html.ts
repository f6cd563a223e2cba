/**
 * Markdown as the HTML that receivers of Zadig's hooks expect in descriptions, contents and remarks.
 */
import markdownIt from "markdown-it";

/** Markup that people typed stays text; links that could run something are no links (CommonMark, as markdown-it reads it). */
const markdown = markdownIt({ html: false, linkify: true, breaks: true });

/** What Zadig's own editor writes for nothing. */
const NOTHING = "<p><br></p>";

export function htmlOf(text: string): string {
  return markdown.render(text).trim() || NOTHING;
}
