/**
 * Markdown as the HTML that receivers of Zadig's hooks expect in descriptions, contents and remarks.
 */
import { htmlOf as richHtml } from "../../chat/texts/rich-html.ts";

/** What Zadig's own editor writes for nothing. */
const NOTHING = "<p><br></p>";

/** Safe to put into a page as it is: no tag that somebody wrote, no picture, only links to pages and mailboxes. */
export function htmlOf(text: string): string {
  return richHtml(text) || NOTHING;
}
