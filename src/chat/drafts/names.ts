/**
 * Who is named in running text: mentions, and names that the directory knows. Nobody is guessed.
 */
import { GROUP_PREFIX } from "../../plan/content.ts";
import type { Known, Meant } from "./known.ts";

/** A name where it stands in a text. */
export interface Named {
  readonly at: number;
  readonly end: number;
  /** As it is written, without the `@`. */
  readonly text: string;
  readonly meant: Meant;
}

const TOKEN =
  /group[:：]\s*[\p{L}\p{N}_-]+|[@＠]?(?:[\p{Script=Latin}\p{N}_][\p{Script=Latin}\p{N}_.+-]*(?:@[\w.-]+\.\w+)?|\p{Script=Han}+)/giu;
/** Words of every sentence that somebody may be called, too: then they begin with a capital, and not the sentence. */
const COMMON = new Set(
  "a all an and any as at be by can dev do for from have i in is it lead may mark no of on one or ours release set so team test the then to up us we will with you".split(
    " ",
  ),
);
/** A name of more words is not looked for. */
const MOST_WORDS = 3;
const LONGEST_HAN_NAME = 4;

/** In their order. */
export function namesIn(text: string, known: Known): readonly Named[] {
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ word: match[0], at: match.index }));
  const named: Named[] = [];
  let from = 0;
  for (const [place, { word, at }] of tokens.entries()) {
    if (at < from) continue;
    const found = /^[@＠]/u.test(word)
      ? [mentioned(word, at, known)]
      : isHan(word)
        ? hanNames(word, at, known)
        : latinName(tokens.slice(place, place + MOST_WORDS), text, known);
    named.push(...found);
    from = found.at(-1)?.end ?? from;
  }
  return named;
}

function isHan(word: string): boolean {
  return /^\p{Script=Han}/u.test(word);
}

/** 请@陈晨审批 has no space after the name: the longest beginning that names somebody counts. */
function mentioned(word: string, at: number, known: Known): Named {
  const whole = word.slice(1).replace(/(?<![.+-])[.+-]+$/u, "");
  const letters = [...whole];
  const shortest = isHan(whole) ? 1 : letters.length;
  for (let length = letters.length; length >= shortest; length--) {
    const text = letters.slice(0, length).join("");
    const meant = known.meant(text);
    if (meant.kind !== "nobody") return { at, end: at + 1 + text.length, text, meant };
  }
  const text = isHan(whole) ? letters.slice(0, LONGEST_HAN_NAME).join("") : whole;
  return { at, end: at + 1 + text.length, text, meant: known.meant(text) };
}

/** The longest names first, from left to right. */
function hanNames(run: string, at: number, known: Known): readonly Named[] {
  const letters = [...run];
  const named: Named[] = [];
  for (let place = 0; place < letters.length; place++) {
    for (let length = Math.min(LONGEST_HAN_NAME, letters.length - place); length > 1; length--) {
      const text = letters.slice(place, place + length).join("");
      if (!known.names.has(text)) continue;
      const start = at + letters.slice(0, place).join("").length;
      named.push({ at: start, end: start + text.length, text, meant: known.meant(text) });
      place += length - 1;
      break;
    }
  }
  return named.filter(({ meant }) => meant.kind !== "nobody");
}

function latinName(
  tokens: readonly { readonly word: string; readonly at: number }[],
  text: string,
  known: Known,
): readonly Named[] {
  const [first] = tokens;
  if (!first) return [];
  for (let count = tokens.length; count > 0; count--) {
    const last = tokens[count - 1] ?? first;
    const written = text.slice(first.at, last.at + last.word.length).replace(/(?<![.+-])[.+-]+$/u, "");
    if (!isName(written, first.at, known)) continue;
    const meant = known.meant(written);
    if (meant.kind !== "nobody") return [{ at: first.at, end: first.at + written.length, text: written, meant }];
  }
  return [];
}

function isName(written: string, at: number, known: Known): boolean {
  if (written.toLowerCase().startsWith(GROUP_PREFIX)) return true;
  const word = written.normalize("NFKC").toLowerCase();
  if (!known.names.has(word)) return false;
  return !COMMON.has(word) || (at > 0 && /^\p{Lu}/u.test(written));
}
