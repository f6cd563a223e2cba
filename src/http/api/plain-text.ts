/**
 * A text of the catalogue without its Markdown: what programs log and terminals show.
 */
const ESCAPED = /\\([\\`*_[\]<>~|#&.)+=-])/g;

/** Takes back the escapes with which names stand in Markdown. */
export function plainText(markdown: string): string {
  return markdown.replace(ESCAPED, "$1");
}
