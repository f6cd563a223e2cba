/**
 * A card under a link. What is shown there takes plain blocks alone: rich text was refused there (java-slack-sdk issue 948),
 * and who knows whether it still is.
 */
import type { Card } from "../../../src/chat/card.ts";
import { plainLine } from "../../../src/chat/texts/markdown.ts";
import type { Block } from "./blocks.ts";
import { clip, LONGEST, plain } from "./blocks.ts";
import { langOf } from "./card.ts";
import { blockParts } from "./card-parts.ts";
import { DETAILS } from "./detail.ts";
import { plainOf, SIGNS } from "./rich-text.ts";

/** A link's preview is short, or nobody reads past it. */
const LONGEST_PREVIEW = 1_200;

export function renderUnfurl(card: Card): readonly Block[] {
  const { title, tone, label, blocks } = card;
  const [detail] = DETAILS;
  const lang = langOf(card);
  const body = blocks.flatMap((block) =>
    block.kind === "items" || block.kind === "context" ? [] : [plainOf(blockParts(block, detail, lang))],
  );
  const small = blocks.flatMap((block) => (block.kind === "context" ? [plainLine(block.line)] : []));
  const text = clip(body.filter((part) => part !== "").join("\n"), LONGEST_PREVIEW);
  return [
    { type: "section", text: plain(`${title}\n${SIGNS[tone]} ${label}`, LONGEST.rich) },
    ...(text === "" ? [] : [{ type: "section" as const, text: plain(text, LONGEST.rich) }]),
    ...(small.length === 0
      ? []
      : [{ type: "context" as const, elements: [plain(small.join(" · "), LONGEST.context)] }]),
  ];
}
