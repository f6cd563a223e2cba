/**
 * Characters that no text a person writes has.
 */

/** Controls but tab and line ends, half pairs, what a broken decoding leaves, and marks that turn the direction of text. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFD\u202A-\u202E\u2066-\u2069]/u;

/** Where the first such character stands; -1 when there is none. */
export function controlCharacter(text: string): number {
  return text.search(FORBIDDEN);
}
