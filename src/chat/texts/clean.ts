/**
 * Texts of others as they may be shown anywhere: nothing that turns the direction of what stands around it, and nothing
 * that hides in it.
 */

/** Control characters but tab and newline, those that turn the direction, and those without width that hide in names. */
const UNSAFE = /[[\p{Cc}--[\t\n]]\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gv;

/** Its lines stay; joined emoji and scripts that need a joiner do, too. */
export function cleanText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSAFE, "");
}

/** One line of at most `most` characters, with an ellipsis where it was cut. */
export function cleanLine(text: string, most: number): string {
  const line = cleanText(text.length > most * 4 ? text.slice(0, most * 4) : text)
    .replace(/\s+/gu, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}
