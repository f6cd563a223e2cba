/**
 * Parts of rich text, packed into as few blocks as Slack takes.
 */
import type { Inline, Line, Tone } from "../../../src/chat/card.ts";
import { linkAddress } from "../../../src/chat/texts/link-address.ts";
import { oneLine } from "../../../src/chat/texts/markdown.ts";
import type { RichBlock, RichElement, RichPart } from "./blocks.ts";
import { LONGEST } from "./blocks.ts";

/** Told by a sign as well as by words. */
export const SIGNS: Readonly<Record<Tone, string>> = {
  draft: "📝",
  waiting: "⏳",
  active: "▶️",
  good: "✅",
  bad: "❌",
  muted: "⚪",
};

type Style = NonNullable<Extract<RichElement, { type: "text" }>["style"]>;

/** Slack takes no empty text. */
export function words(text: string, style?: Style): readonly RichElement[] {
  if (text === "") return [];
  return [{ type: "text", text, ...(style && Object.keys(style).length > 0 && { style }) }];
}

export function linkTo(url: string, text: string, style?: Style): readonly RichElement[] {
  if (linkAddress(url) === undefined || url.length > LONGEST.link) return words(text, style);
  return [
    { type: "link", url, ...(text !== "" && { text }), ...(style && Object.keys(style).length > 0 && { style }) },
  ];
}

/** People are named, not mentioned: a card that is edited every minute must not call them every minute. */
export function lineElements(line: Line): readonly RichElement[] {
  return line.flatMap(inlineElements);
}

function inlineElements(part: Inline): readonly RichElement[] {
  if (typeof part === "string") return words(part);
  if ("person" in part) return words(`@${oneLine(part.name)}`, { bold: true });
  return linkTo(part.link, part.text);
}

export function section(elements: readonly RichElement[]): readonly RichPart[] {
  return elements.length === 0 ? [] : [{ type: "rich_text_section", elements: [...elements] }];
}

export function preformatted(text: string): readonly RichPart[] {
  return text === "" ? [] : [{ type: "rich_text_preformatted", elements: [{ type: "text", text }] }];
}

/** As many blocks as it takes, each within what Slack takes. */
export function packed(parts: readonly RichPart[], most: number = LONGEST.rich): readonly RichBlock[] {
  const blocks: RichPart[][] = [];
  let room = 0;
  for (const part of parts.flatMap((each) => split(each, most))) {
    const length = partLength(part);
    const last = blocks.at(-1);
    if (last === undefined || length > room) {
      blocks.push([part]);
      room = most - length;
    } else {
      last.push(part);
      room -= length;
    }
  }
  return blocks.map((elements) => ({ type: "rich_text", elements }));
}

export function partLength(part: RichPart): number {
  return part.elements.reduce((sum, each) => sum + ("elements" in each ? partLength(each) : elementLength(each)), 0);
}

function elementLength(element: RichElement): number {
  return "text" in element && element.text !== undefined ? element.text.length : 1;
}

/** A part that is too long alone, as several of its kind. */
function split(part: RichPart, most: number): readonly RichPart[] {
  if (partLength(part) <= most) return [part];
  if (part.type === "rich_text_list") {
    return part.elements.flatMap((each) =>
      split(each, most).map((piece): RichPart => {
        const elements = piece.type === "rich_text_section" ? [piece] : [];
        return { ...part, elements };
      }),
    );
  }
  if (part.type === "rich_text_preformatted") {
    const [first] = part.elements;
    const text = first?.type === "text" ? first.text : "";
    return chunks(text, most).flatMap(preformatted);
  }
  return runs(part.elements, most).map((elements): RichPart => ({ ...part, elements }));
}

function runs(elements: readonly RichElement[], most: number): readonly RichElement[][] {
  const pieces = elements.flatMap((element): readonly RichElement[] =>
    element.type === "text" ? chunks(element.text, most).map((text) => ({ ...element, text })) : [element],
  );
  const found: RichElement[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const length = elementLength(piece);
    const last = found.at(-1);
    if (last === undefined || length > room) {
      found.push([piece]);
      room = most - length;
    } else {
      last.push(piece);
      room -= length;
    }
  }
  return found;
}

/** Pieces that end with a line where they can, and never within a character. */
function chunks(text: string, most: number): readonly string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const line = rest.length <= most ? rest.length : rest.lastIndexOf("\n", most - 1) + 1;
    const length = line > 0 ? line : /[\uD800-\uDBFF]$/.test(rest.slice(0, most)) ? most - 1 : most;
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return pieces;
}

/** The words of parts, for where nothing else can be shown. */
export function plainOf(parts: readonly RichPart[]): string {
  return parts.map(partText).join("\n");
}

function partText(part: RichPart): string {
  if (part.type === "rich_text_list") return part.elements.map((each) => `• ${partText(each)}`).join("\n");
  return part.elements
    .map((element) =>
      "text" in element && element.text !== undefined ? element.text : "url" in element ? element.url : "",
    )
    .join("");
}
