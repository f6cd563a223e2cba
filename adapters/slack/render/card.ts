/**
 * The neutral card as a Slack message. Decided once for all: a title, its status, then rich text in as few blocks as there
 * can be, buttons below what they belong to. A card that is too much for one message is shown in less detail; what is left
 * out is said, and the buttons of all items fold into menus.
 */
import type { Card, Block as CardBlock, Button as CardButton, ItemRow } from "../../../src/chat/card.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import type { Block, RichPart } from "./blocks.ts";
import { fallbackText, LONGEST, MOST_BLOCKS, plain } from "./blocks.ts";
import type { Foldable } from "./buttons.ts";
import { buttonOf, buttonRows, menuRows } from "./buttons.ts";
import { blockParts, itemParts, itemText, leftOut, titleParts } from "./card-parts.ts";
import type { Detail } from "./detail.ts";
import { DETAILS, fits } from "./detail.ts";
import { packed, SIGNS } from "./rich-text.ts";

export interface Rendered {
  /** What stands in for the blocks in a notification and for a screen reader. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Much less of the same, should Slack find the blocks too long after all: where it draws the line it tells nobody. */
  readonly fewer: readonly Block[];
}

/** `most` blocks at most, which is less on a surface that shows something beside the card. */
export function renderCard(card: Card, most: number = MOST_BLOCKS): Rendered {
  const lang = langOf(card);
  const text = fallbackText(card.summary);
  const [least = DETAILS[0]] = DETAILS.slice(-1);
  const fewer = cutTo(blocksOf(card, least, lang), Math.min(most, FEW_BLOCKS), lang);
  for (const detail of DETAILS) {
    const blocks = blocksOf(card, detail, lang);
    if (fits(blocks, most)) return { text, blocks, fewer };
  }
  return { text, blocks: cutTo(blocksOf(card, least, lang), most, lang), fewer };
}

const FEW_BLOCKS = 12;

/** A card's words are in its reader's language; what is added here follows them. */
export function langOf({ title, label, summary }: Card): Lang {
  return /\p{Script=Han}/u.test(`${label}${summary}${title}`) ? "zh" : "en";
}

/** Text and blocks in the order in which they are read; text that touches becomes one block. */
type Piece = { readonly parts: readonly RichPart[] } | { readonly block: Block };

function blocksOf(card: Card, detail: Detail, lang: Lang): readonly Block[] {
  const folded: Foldable[] = [];
  const body = card.blocks.flatMap((block) =>
    block.kind === "items" ? itemPieces(block, detail, folded, lang) : [pieceOf(block, detail, lang)],
  );
  return [
    { type: "header", text: plain(card.title, LONGEST.title) },
    { type: "context", elements: [plain(`${SIGNS[card.tone]} ${card.label}`, LONGEST.context)] },
    ...merged(body),
    ...menuRows(folded, lang),
    ...buttonRows(card.buttons),
  ];
}

/** A line of context is small print where it is words alone; with a link in it, it is text like any other. */
function pieceOf(block: Exclude<CardBlock, { kind: "items" }>, detail: Detail, lang: Lang): Piece {
  if (block.kind === "context" && block.line.every((part) => typeof part === "string" || "person" in part)) {
    const said = block.line
      .map((part) => (typeof part === "string" ? part : "name" in part ? `@${part.name}` : ""))
      .join("");
    return { block: { type: "context", elements: [plain(said, LONGEST.context)] } };
  }
  return { parts: blockParts(block, detail, lang) };
}

function itemPieces(
  { title, rows }: Extract<CardBlock, { kind: "items" }>,
  detail: Detail,
  folded: Foldable[],
  lang: Lang,
): readonly Piece[] {
  const shown = rows.slice(0, detail.rows);
  if (detail.buttons === "menu") {
    folded.push(...rows.flatMap(({ number, buttons }) => buttons.map((button) => ({ about: number, button }))));
  }
  return [
    { parts: title === "" ? [] : titleParts(title) },
    ...shown.flatMap((row) => rowPieces(row, detail)),
    { parts: leftOut(rows.length - shown.length, lang) },
  ];
}

function rowPieces(row: ItemRow, detail: Detail): readonly Piece[] {
  if (detail.buttons === "menu" || row.buttons.length === 0) return [{ parts: itemParts(row, detail) }];
  const [only, ...others] = row.buttons;
  if (only && others.length === 0 && isShort(row)) return [{ block: rowWith(only, row) }];
  return [{ parts: itemParts(row, detail) }, ...buttonRows(row.buttons).map((block) => ({ block }))];
}

/** A row that says all it has to say in two lines of plain words has its only button to the right. */
function isShort({ details, output, percent }: ItemRow): boolean {
  const words = details.every((line) => line.every((part) => typeof part === "string" || "person" in part));
  return details.length <= 1 && words && !output && percent === undefined;
}

function rowWith(button: CardButton, row: ItemRow): Block {
  return { type: "section", text: plain(itemText(row), LONGEST.rich), accessory: buttonOf(button) };
}

function merged(pieces: readonly Piece[]): readonly Block[] {
  const blocks: Block[] = [];
  let parts: RichPart[] = [];
  const flush = () => {
    blocks.push(...packed(parts));
    parts = [];
  };
  for (const piece of pieces) {
    if ("parts" in piece) parts.push(...piece.parts);
    else {
      flush();
      blocks.push(piece.block);
    }
  }
  flush();
  return blocks;
}

/** What no detail makes small enough loses its middle: title and buttons stay. */
function cutTo(blocks: readonly Block[], most: number, lang: Lang): readonly Block[] {
  if (fits(blocks, most)) return blocks;
  const foot = blocks.filter(({ type }) => type === "actions").slice(-4);
  const body = blocks.filter((block) => !foot.includes(block));
  for (let kept = Math.min(body.length, most - foot.length - 1); kept > 2; kept--) {
    const note = packed(leftOut(body.length - kept, lang));
    const shorter = [...body.slice(0, kept), ...note, ...foot];
    if (fits(shorter, most)) return shorter;
  }
  return [...body.slice(0, 2), ...foot];
}
