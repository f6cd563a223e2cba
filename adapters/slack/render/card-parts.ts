/**
 * The parts of a neutral card as rich text, in a given detail.
 */
import type { Block as CardBlock, Field, ItemRow, LevelRow, Line } from "../../../src/chat/card.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import { plainLine } from "../../../src/chat/texts/markdown.ts";
import { say } from "../../../src/chat/texts/say.ts";
import type { RichElement, RichPart } from "./blocks.ts";
import { clip } from "./blocks.ts";
import type { Detail } from "./detail.ts";
import { markdownParts } from "./markdown.ts";
import { lineElements, preformatted, SIGNS, section, words } from "./rich-text.ts";

type Of<K extends CardBlock["kind"]> = Extract<CardBlock, { kind: K }>;

const BAR = 10;

/** Everything but items, which have buttons. */
export function blockParts(
  block: Exclude<CardBlock, { kind: "items" }>,
  detail: Detail,
  lang: Lang,
): readonly RichPart[] {
  switch (block.kind) {
    case "markdown":
      return markdownParts(block.text, detail.text);
    case "fields":
      return section(joined(block.fields.map(fieldElements)));
    case "levels":
      return [...titleParts(block.title), ...block.rows.flatMap(levelParts)];
    case "progress":
      return section([
        ...words(`${block.label}  `, { bold: true }),
        ...words(`${bar(block.total > 0 ? block.done / block.total : 0)} ${block.done}/${block.total}`),
      ]);
    case "timeline":
      return timelineParts(block, detail, lang);
    case "list":
      return listParts(block, detail, lang);
    case "notice":
      return [{ type: "rich_text_quote", elements: [...words(`${SIGNS[block.tone]} `), ...lineElements(block.line)] }];
    case "code":
      return codeParts(block.text, detail.code, lang);
    case "context":
      return section(lineElements(block.line));
  }
}

export function titleParts(title: string): readonly RichPart[] {
  return section(words(title, { bold: true }));
}

function fieldElements({ label, value }: Field): readonly RichElement[] {
  return [...words(`${label}  `, { bold: true }), ...lineElements(value)];
}

function joined(lines: readonly (readonly RichElement[])[]): readonly RichElement[] {
  return lines.flatMap((line, place) => (place === 0 ? line : [...words("\n"), ...line]));
}

/** `▰▰▰▱▱▱▱▱▱▱` */
function bar(part: number): string {
  const full = Math.round(Math.min(Math.max(part, 0), 1) * BAR);
  return `${"▰".repeat(full)}${"▱".repeat(BAR - full)}`;
}

function timelineParts({ title, lines }: Of<"timeline">, detail: Detail, lang: Lang): readonly RichPart[] {
  const shown = lines.slice(0, detail.lines);
  return [
    ...titleParts(title),
    ...section(
      joined(
        shown.map(({ at, line }) => [...words(`${at}  `, { code: true }), ...words(" "), ...clipped(line, detail)]),
      ),
    ),
    ...leftOut(lines.length - shown.length, lang),
  ];
}

function listParts({ title, lines }: Of<"list">, detail: Detail, lang: Lang): readonly RichPart[] {
  const shown = lines.slice(0, detail.lines);
  const items = shown.flatMap((line) => section(clipped(line, detail)));
  const sections = items.flatMap((part) => (part.type === "rich_text_section" ? [part] : []));
  return [
    ...(title === undefined ? [] : titleParts(title)),
    ...(sections.length > 0 ? [{ type: "rich_text_list" as const, style: "bullet" as const, elements: sections }] : []),
    ...leftOut(lines.length - shown.length, lang),
  ];
}

/** A line that is longer than free text may be is cut as a whole, links and all. */
function clipped(line: Line, { text }: Detail): readonly RichElement[] {
  const whole = plainLine(line);
  return whole.length <= text ? lineElements(line) : words(clip(whole, text));
}

/** The end of a code block is what matters least: a plan's file begins with what it is. */
function codeParts(text: string, most: number, lang: Lang): readonly RichPart[] {
  if (text.length <= most) return preformatted(text);
  const kept = text.slice(0, Math.max(text.lastIndexOf("\n", most), most / 2));
  const left = text.slice(kept.length).split("\n").length;
  return [...preformatted(kept), ...section(words(say(lang, "slack.cut-code", { lines: left }), { italic: true }))];
}

export function leftOut(count: number, lang: Lang): readonly RichPart[] {
  return count <= 0 ? [] : section(words(say(lang, "slack.left-out", { count }), { italic: true }));
}

function levelParts({ name, tone, label, rule, people }: LevelRow): readonly RichPart[] {
  const head = section([
    ...words(`${SIGNS[tone]} `),
    ...words(name, { bold: true }),
    ...words(` (${rule}) · ${label}`),
  ]);
  const votes = people.flatMap(({ who, label: said, comment }) => {
    const quoted = comment ? words(` — ${comment}`, { italic: true }) : [];
    return section([...lineElements(who), ...words(said === "" ? "" : ` · ${said}`), ...quoted]);
  });
  const sections = votes.flatMap((part) => (part.type === "rich_text_section" ? [part] : []));
  return [
    ...head,
    ...(sections.length > 0 ? [{ type: "rich_text_list" as const, style: "bullet" as const, elements: sections }] : []),
  ];
}

/** An item: what it is, how it stands, and as much below as there is room for. */
export function itemParts(row: ItemRow, detail: Detail): readonly RichPart[] {
  const { number, name, tone, label, kind, details, percent, output } = row;
  const below = details.slice(0, detail.details).map((line) => [...words("      "), ...lineElements(line)]);
  const progress = percent === undefined ? [] : [words(`      ${bar(percent / 100)} ${Math.round(percent)}%`)];
  const tail = output === undefined || detail.output === 0 ? "" : clipEnd(output, detail.output);
  return [
    ...section(
      joined([
        [
          ...words(`${SIGNS[tone]} `),
          ...words(`${number} ${clip(name, detail.name)}`, { bold: true }),
          ...words(` · ${label}${kind === "" ? "" : ` · ${clip(kind, detail.name)}`}`),
        ],
        ...progress,
        ...below,
      ]),
    ),
    ...preformatted(tail),
  ];
}

/** Of a run's output the end says what happened. */
function clipEnd(text: string, most: number): string {
  return text.length <= most ? text : `…${text.slice(-most).replace(/^[\uDC00-\uDFFF]/, "")}`;
}

/** The same on one line, for beside a single button. */
export function itemText({ number, name, tone, label, kind, details }: ItemRow): string {
  const [first] = details;
  const about = [label, kind, ...(first ? [plainLine(first)] : [])].filter((part) => part !== "").join(" · ");
  return `${SIGNS[tone]} ${number} ${name}\n${about}`;
}
