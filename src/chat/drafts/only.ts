/**
 * Whether a text is nothing but pieces of some kinds, such as words that say nothing by themselves. Each piece is taken once: a
 * pattern such as `(…)*$` tries every way to cut a text into pieces, and a message can have more ways than there is time for.
 */

/** `piece` is sticky and names the longer of two pieces that begin alike first: what it takes is never cut another way. */
export function isOnly(piece: RegExp, text: string): boolean {
  let at = 0;
  while (at < text.length) {
    piece.lastIndex = at;
    const taken = piece.exec(text)?.[0].length ?? 0;
    if (taken === 0) return false;
    at += taken;
  }
  return true;
}
