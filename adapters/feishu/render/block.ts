/**
 * The blocks of the neutral card, but its items, as elements.
 */
import type { Block, Field, LevelRow, Line } from "../../../src/chat/card.ts";
import { cleanLine } from "../../../src/chat/texts/clean.ts";
import type { Element } from "./element.ts";
import { column, columns, markdownElement, plainText } from "./element.ts";
import { escapeCode, escapeText } from "./escape.ts";
import type { AccountOf } from "./line.ts";
import { BACKGROUNDS, bar, grey, lineMarkdown, SIGNS } from "./line.ts";
import { cardMarkdown, markdownThat } from "./markdown.ts";

export type PlainBlock = Exclude<Block, { kind: "items" }>;

const LONGEST_TITLE = 120;
const LONGEST_CODE = 6_000;
const LONGEST_TEXT = 4_000;
/** More than a card has room for. */
const MOST_LINES = 200;
/** A timeline longer than this is folded. */
const OPEN_TIMELINE = 3;

export function blockElements(block: PlainBlock, accountOf: AccountOf): readonly Element[] {
  const shown = (line: Line) => lineMarkdown(line, accountOf);
  switch (block.kind) {
    case "markdown":
      return block.text.trim() === "" ? [] : [markdownElement(cardMarkdown(block.text, LONGEST_TEXT))];
    case "fields":
      return fieldElements(block.fields, shown);
    case "levels":
      return [markdownElement([heading(block.title), ...block.rows.map((row) => levelText(row, shown))].join("\n"))];
    case "progress":
      return [markdownElement(progressText(block.label, block.done, block.total))];
    case "timeline": {
      const lines = block.lines.slice(0, MOST_LINES).map(({ at, line }) => `${grey(escapeText(at))} ${shown(line)}`);
      if (lines.length === 0) return [];
      if (lines.length > OPEN_TIMELINE) return [panel(block.title, [markdownElement(lines.join("\n"))])];
      return [markdownElement([heading(block.title), ...lines].join("\n"))];
    }
    case "list": {
      const lines = block.lines.slice(0, MOST_LINES).map((line) => `- ${shown(line)}`);
      const all = block.title === undefined ? lines : [heading(block.title), ...lines];
      return all.length === 0 ? [] : [markdownElement(all.join("\n"))];
    }
    case "notice":
      return [noticeElement(`${SIGNS[block.tone]} ${shown(block.line)}`, BACKGROUNDS[block.tone])];
    case "code":
      return [markdownElement(codeText(block.text))];
    case "context":
      return [markdownElement(grey(shown(block.line)), { text_size: "notation" })];
  }
}

/** As much of a text or a list as is taken, told by `…`; nothing of what can't be cut. */
export function shortened(block: PlainBlock, accountOf: AccountOf, taken: (elements: readonly Element[]) => boolean) {
  if (block.kind === "markdown") {
    const text = markdownThat(block.text, (shown) => taken([markdownElement(shown)]));
    return text === "" ? [] : [markdownElement(text)];
  }
  const [first] = blockElements(block, accountOf);
  if (first?.tag !== "markdown" || typeof first.content !== "string") return [];
  const lines = first.content.split("\n");
  const end = block.kind === "code" ? ["…", "```"] : ["…"];
  for (let count = lines.length - end.length; count > 0; count = Math.floor(count * 0.8)) {
    const cut = { ...first, content: [...lines.slice(0, count), ...end].join("\n") };
    if (taken([cut])) return [cut];
  }
  return [];
}

export function heading(title: string): string {
  return `**${escapeText(cleanLine(title, LONGEST_TITLE))}**`;
}

/** Something that is folded until it is wanted. */
export function panel(title: string, elements: readonly Element[], expanded = false): Element {
  return {
    tag: "collapsible_panel",
    expanded,
    header: {
      title: plainText(cleanLine(title, LONGEST_TITLE) || "…"),
      vertical_align: "center",
      icon: { tag: "standard_icon", token: "down-small-ccm_outlined" },
      icon_position: "right",
      icon_expanded_angle: -180,
    },
    border: { color: "grey", corner_radius: "5px" },
    padding: "8px 8px 8px 8px",
    elements,
  };
}

/** A text on a ground of its own colour. */
export function noticeElement(markdown: string, background: string): Element {
  const only = column([markdownElement(markdown)], { padding: "8px 12px 8px 12px" });
  return { tag: "column_set", background_style: background, columns: [only] };
}

/** The end of an output, which says what came of it. */
export function codeText(text: string): string {
  const end = text.length > LONGEST_CODE ? `…${text.slice(-LONGEST_CODE)}` : text;
  return `\`\`\`\n${escapeCode(end)}\n\`\`\``;
}

export function progressText(label: string, done: number, total: number): string {
  const percent = Math.round((Math.min(Math.max(done, 0), total) / Math.max(total, 1)) * 100);
  return `${escapeText(label)}  ${bar(done, total)}  ${done}/${total} · ${percent}%`;
}

/** Short fields share a row, two at a time; long ones have theirs. */
function fieldElements(fields: readonly Field[], shown: (line: Line) => string): readonly Element[] {
  const elements: Element[] = [];
  let waiting: Element[] = [];
  const flush = () => {
    if (waiting.length > 0) elements.push(columns(waiting));
    waiting = [];
  };
  for (const { label, value, short } of fields) {
    const text = markdownElement(`${grey(escapeText(label))}\n${shown(value)}`);
    if (!short) {
      flush();
      elements.push(text);
      continue;
    }
    waiting.push(column([text]));
    if (waiting.length === 2) flush();
  }
  // A field that stays alone keeps its half, so that columns stay in line.
  if (waiting.length === 1 && elements.length > 0) waiting.push(column([]));
  flush();
  return elements;
}

function levelText(row: LevelRow, shown: (line: Line) => string): string {
  const rule = row.rule === "" ? "" : ` · ${grey(escapeText(row.rule))}`;
  const head = `${SIGNS[row.tone]} **${escapeText(cleanLine(row.name, LONGEST_TITLE))}**${rule} · ${escapeText(row.label)}`;
  const people = row.people.map(({ who, tone, label, comment }) => {
    const said = comment === undefined || comment === "" ? "" : ` ${grey(`“${escapeText(cleanLine(comment, 200))}”`)}`;
    return `  ${SIGNS[tone]} ${shown(who)} ${grey(escapeText(label))}${said}`;
  });
  return [head, ...people].join("\n");
}
