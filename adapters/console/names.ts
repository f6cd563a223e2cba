/**
 * Names and texts of others as they may be shown: nothing that turns the direction of the line around it, nothing
 * invisible, and no more than fits.
 */
import { cleanLine } from "../../src/chat/texts/clean.ts";

const LONGEST_NAME = 120;
const AVATAR_COLOURS = 8;

/** One line of at most `most` characters, with an ellipsis where it was cut. */
export function cleanName(text: string, most: number = LONGEST_NAME): string {
  return cleanLine(text, most);
}

/** One or two characters that stand for a person: initials, or the end of a Chinese name. */
export function initials(name: string): string {
  const clean = cleanName(name);
  if (/^\p{Script=Han}+$/u.test(clean)) return Array.from(clean).slice(-2).join("");
  const words = clean
    .split(/[\s._-]+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word) && !/^\p{Script=Han}/u.test(word));
  const letters = words.map((word) => Array.from(word)[0] ?? "");
  return (letters.length > 1 ? [letters[0], letters.at(-1)] : letters).join("").toLocaleUpperCase("en") || "?";
}

/** The same colour for the same person, everywhere. */
export function avatarColour(id: string): number {
  let sum = 7;
  for (const character of id) sum = (sum * 19 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % AVATAR_COLOURS;
}
