/**
 * Free text in a line of the timeline: bounded, and on one line.
 */
import type { Line } from "../card.ts";
import { excerpt, oneLine } from "./markdown.ts";
import type { Reader } from "./reader.ts";

/** Free text longer than this is cut: the whole of it is on the card or in the export. */
const FREE_TEXT = 500;

/** Somebody's words, as far as a line holds them. */
export function free(text: string): string {
  return excerpt(oneLine(text).trim(), FREE_TEXT);
}

/** The line, and after a colon why. */
export function withReason(said: Line, reason: string | undefined, { lang }: Reader): Line {
  return reason ? [...said, lang === "zh" ? "：" : ": ", free(reason)] : said;
}
