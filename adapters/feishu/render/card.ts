/**
 * The neutral card as a card in JSON 2.0, within what Feishu takes: 30 KB and 200 elements. A card that is too much is shown
 * with less detail, then on pages, and in the end without what comes last.
 */
import type { Block, Card } from "../../../src/chat/card.ts";
import { cleanLine } from "../../../src/chat/texts/clean.ts";
import type { PlainBlock } from "./block.ts";
import { blockElements, shortened } from "./block.ts";
import { buttonElement, buttonRow } from "./button.ts";
import type { Element } from "./element.ts";
import { bytesOf, countTags, markdownElement, plainText } from "./element.ts";
import type { Density } from "./items.ts";
import { itemGroups } from "./items.ts";
import type { AccountOf } from "./line.ts";
import { TAG_COLOURS, TEMPLATES } from "./line.ts";

const LONGEST_TITLE = 160;
const LONGEST_SUMMARY = 200;
const LONGEST_TAG = 80;
/** Below Feishu's 200 and 30 KB: it counts a little differently than anybody can. */
const MOST_ELEMENTS = 180;
const LARGEST = 26_000;
/** What is around the body, and the buttons that turn pages. */
const FRAME = { elements: 14, bytes: 1_400 };

export interface RenderedCard {
  /** As Feishu wants it: a string. */
  readonly content: string;
  /** The page that is shown, from 1, and how many there are. */
  readonly page: number;
  readonly pages: number;
}

/** The card; `page` says which where it has several, and is brought back to those that there are. */
export function renderCard(card: Card, accountOf: AccountOf, page = 1): RenderedCard {
  const laidOut = layOut(card, accountOf);
  const shown = Math.min(Math.max(1, page), laidOut.pages.length);
  const buttons = card.buttons.length > 0 ? [buttonRow(card.buttons.map((button) => buttonElement(button)))] : [];
  const elements = [
    ...laidOut.before,
    ...(laidOut.pages[shown - 1] ?? []),
    ...(laidOut.pages.length > 1 ? [pager(shown, laidOut.pages.length)] : []),
    ...laidOut.after,
    ...buttons,
  ];
  const json = {
    schema: "2.0",
    config: {
      update_multi: true,
      enable_forward_interaction: false,
      width_mode: "default",
      summary: { content: cleanLine(card.summary || card.title, LONGEST_SUMMARY) },
    },
    header: {
      title: plainText(cleanLine(card.title, LONGEST_TITLE) || "…"),
      template: TEMPLATES[card.tone],
      ...(card.label !== "" && {
        text_tag_list: [
          { tag: "text_tag", text: plainText(cleanLine(card.label, LONGEST_TAG)), color: TAG_COLOURS[card.tone] },
        ],
      }),
    },
    body: {
      direction: "vertical",
      vertical_spacing: "medium",
      elements: elements.length > 0 ? elements : [markdownElement(" ")],
    },
  };
  return { content: JSON.stringify(json), page: shown, pages: laidOut.pages.length };
}

/** What stands before and after the items, and the items, one page or several. */
interface Layout {
  readonly before: readonly Element[];
  readonly pages: readonly (readonly Element[])[];
  readonly after: readonly Element[];
}

interface Room {
  readonly elements: number;
  readonly bytes: number;
}

function layOut({ blocks, buttons }: Card, accountOf: AccountOf): Layout {
  const items = blocks.find((block) => block.kind === "items");
  const place = items === undefined ? blocks.length : blocks.indexOf(items);
  const buttonElements = buttons.map((button) => buttonElement(button));
  const room = less({ elements: MOST_ELEMENTS - FRAME.elements, bytes: LARGEST - FRAME.bytes }, [
    ...buttonElements,
    ...buttonElements.map(() => ({ tag: "column" })),
  ]);
  // Whatever else there is to say, half of the room is the items'.
  const others = items === undefined ? room : { elements: room.elements / 2, bytes: room.bytes / 2 };
  const plain = (some: readonly Block[]) => some.flatMap((block) => (block.kind === "items" ? [] : [block]));
  const before = fitting(plain(blocks.slice(0, place)), others, accountOf);
  const after = fitting(plain(blocks.slice(place)), less(others, before), accountOf);
  if (items?.kind !== "items") return { before, pages: [[]], after };
  const left = less(less(room, before), after);
  const groupsOf = (density: Density) => itemGroups(items.title, items.rows, density, accountOf);
  for (const density of ["full", "brief"] satisfies readonly Density[]) {
    const all = groupsOf(density).flat();
    if (fits(all, left)) return { before, pages: [all], after };
  }
  const brief = groupsOf("brief");
  const rows = brief.every((group) => fits(group, left)) ? brief : groupsOf("terse");
  return { before, pages: paged(rows, left), after };
}

/** As many blocks as there is room for; the one that is too long is cut, and none comes after it. */
function fitting(blocks: readonly PlainBlock[], room: Room, accountOf: AccountOf): readonly Element[] {
  const kept: Element[] = [];
  for (const block of blocks) {
    const elements = blockElements(block, accountOf);
    if (!fits([...kept, ...elements], room)) {
      const left = less(room, kept);
      return [...kept, ...shortened(block, accountOf, (some) => fits(some, left))];
    }
    kept.push(...elements);
  }
  return kept;
}

function less({ elements, bytes }: Room, taken: readonly Element[]): Room {
  return { elements: elements - countTags(taken), bytes: bytes - bytesOf(taken) };
}

function fits(elements: readonly Element[], room: Room): boolean {
  return countTags(elements) <= room.elements && bytesOf(elements) <= room.bytes;
}

/** Groups on as few pages as they need; the first group, the heading, stands on each. */
function paged(groups: readonly (readonly Element[])[], room: Room): readonly (readonly Element[])[] {
  const [head = [], ...rest] = groups;
  const pages: Element[][] = [[...head]];
  for (const group of rest) {
    const last = pages.at(-1) ?? [];
    if (fits([...last, ...group], room)) last.push(...group);
    else pages.push([...head, ...group]);
  }
  return pages;
}

/** The pages of a card are everybody's: who turns one turns it for all who see the card. */
function pager(page: number, pages: number): Element {
  const turn = (label: string, to: number): Element => ({
    tag: "button",
    text: plainText(label),
    type: "default",
    size: "small",
    disabled: to < 1 || to > pages,
    behaviors: [{ type: "callback", value: { page: Math.min(Math.max(to, 1), pages) } }],
  });
  return buttonRow([turn("‹", page - 1), markdownElement(`${page} / ${pages}`), turn("›", page + 1)]);
}
