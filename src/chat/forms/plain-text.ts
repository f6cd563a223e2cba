/**
 * A Markdown sentence as plain text, for places that show no markup.
 */

/** Without the code's fences and the backslashes before punctuation. */
export function plainText(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])|`+/gu, (_, escaped: string | undefined) => escaped ?? "");
}
