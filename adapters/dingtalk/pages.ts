/**
 * A card's pieces laid out on pages, since a value of a card holds one kilobyte: each page is full texts and the buttons that
 * belong to them; the card's own buttons are on the first.
 */
import type { NamedButton, Piece } from "./render-card.ts";

export interface Page {
  /** One for each value that the template has for texts. */
  readonly texts: readonly string[];
  readonly buttons: readonly NamedButton[];
}

export interface PageLimits {
  /** How many values a template has for texts, and the bytes that each holds. */
  readonly texts: number;
  readonly bytes: number;
  /** Whether so many buttons fit on a page, beside those for turning it. */
  readonly fits: (buttons: readonly NamedButton[]) => boolean;
}

/** At least one page. No piece is torn: one that is too long for a page was cut before. */
export function paginate(pieces: readonly Piece[], own: readonly NamedButton[], limits: PageLimits): readonly Page[] {
  const pages: Page[] = [];
  let page: Page = { texts: [], buttons: shareOf(own, limits) };
  for (const piece of pieces) {
    const more = withPiece(page, piece, limits);
    if (more) {
      page = more;
      continue;
    }
    pages.push(page);
    page = { texts: [piece.text], buttons: shareOf(piece.buttons, limits) };
  }
  return [...pages, page];
}

/** The page with the piece; undefined when it is full. */
function withPiece(page: Page, piece: Piece, limits: PageLimits): Page | undefined {
  const buttons = [...page.buttons, ...piece.buttons];
  if (!limits.fits(buttons)) return undefined;
  const last = page.texts.at(-1);
  if (last === undefined) return { texts: [piece.text], buttons };
  const joined = `${last}${piece.joint}${piece.text}`;
  if (Buffer.byteLength(joined) <= limits.bytes) return { texts: [...page.texts.slice(0, -1), joined], buttons };
  return page.texts.length < limits.texts ? { texts: [...page.texts, piece.text], buttons } : undefined;
}

/** As many as fit: a row or a card with more buttons than a page holds has the rest in commands. */
function shareOf(buttons: readonly NamedButton[], { fits }: PageLimits): readonly NamedButton[] {
  let kept = buttons;
  while (kept.length > 0 && !fits(kept)) kept = kept.slice(0, -1);
  return kept;
}
