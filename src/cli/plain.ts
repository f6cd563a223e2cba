/**
 * Chat's Markdown as a terminal shows it.
 */

/** The words without the markup; what was escaped reads as it was typed, and nothing steers the terminal. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\*\*([^*]+)\*\*/gu, "$1")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/[^\P{Cc}\n]/gu, " ");
}
