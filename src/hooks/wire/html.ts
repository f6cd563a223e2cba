/**
 * Markdown as the HTML that receivers of Zadig's hooks expect in descriptions, contents and remarks.
 */
import markdownIt from "markdown-it";

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/iu;

/** CommonMark with tables, as the console reads it. Markup that people typed stays text. */
const markdown = markdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
// What could run something, or leads to a place of the receiver's own, is no link.
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());
// Whoever reads the page of a receiver would fetch a picture from wherever the author says.
markdown.disable(["image"]);
// `deploy.sh` is a file, not a site in Saint Helena.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** What Zadig's own editor writes for nothing. */
const NOTHING = "<p><br></p>";

/** Safe to put into a page as it is: only elements that markdown-it makes, only links to pages and mailboxes. */
export function htmlOf(text: string): string {
  return markdown.render(text).trim() || NOTHING;
}
