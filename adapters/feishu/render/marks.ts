/**
 * Emphasis between other text. CommonMark takes `**` for a mark or for two asterisks by what stands beside it, and in Chinese,
 * without spaces, it would often be asterisks: `**发布：**通知`. Where it would, its neighbour is written by its number.
 *
 * Source: spec.commonmark.org, 6.2, left- and right-flanking delimiter runs.
 */

export type Piece = { readonly text: string } | { readonly mark: string; readonly opens: boolean };

/** Holds apart what would be read as one; nobody sees it. */
export const NOTHING = "&#8203;";
/** Neither a space nor a sign: what a mark that stands between it and a sign could not be told from asterisks by. */
const WORD = /[^\s\p{P}!-/:-@[-`{-~]/u;

export function joinPieces(pieces: readonly Piece[]): string {
  const all = grouped(pieces);
  const texts = all.map((part) => ("text" in part ? part.text : part.marks));
  for (const [at, part] of all.entries()) {
    if ("text" in part) continue;
    const [before = "", after = ""] = [texts[at - 1], texts[at + 1]];
    // Unlike marks are signs to each other.
    const mixed = new Set(part.marks).size > 1;
    if (part.opens) {
      texts[at + 1] = after.replace(/^\s/u, entity);
      if (mixed || !/^[\p{L}\p{N}]/u.test(after)) texts[at - 1] = before.replace(lastWord, entity);
    } else {
      texts[at - 1] = before.replace(/\s$/u, entity);
      if (mixed || !/[\p{L}\p{N}]$/u.test(before)) texts[at + 1] = after.replace(firstWord, entity);
    }
  }
  return texts.join("");
}

const firstWord = new RegExp(`^${WORD.source}`, "u");
const lastWord = new RegExp(`${WORD.source}$`, "u");

type Part = { text: string } | { marks: string; readonly opens: boolean };

/** Texts and runs of marks in turn, beginning and ending with a text. */
function grouped(pieces: readonly Piece[]): readonly Part[] {
  const parts: Part[] = [{ text: "" }];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if ("text" in piece) {
      if (last && "text" in last) last.text += piece.text;
      else if (piece.text !== "") parts.push({ text: piece.text });
    } else if (last && "marks" in last && last.opens === piece.opens) last.marks += piece.mark;
    else if (last && "marks" in last) parts.push({ text: NOTHING }, { marks: piece.mark, opens: piece.opens });
    else parts.push({ marks: piece.mark, opens: piece.opens });
  }
  return [...parts, { text: "" }];
}

function entity(sign: string): string {
  return `&#${sign.codePointAt(0)};`;
}
