/**
 * A neutral card as compact text, so that a kept snapshot reads as the card does.
 */
import type { Block, Button, Card, ItemRow, LevelRow, Line, Tone } from "../../src/chat/card.ts";
import { plainLine } from "../../src/chat/texts/markdown.ts";

const SIGNS: Readonly<Record<Tone, string>> = {
  draft: "○",
  waiting: "◔",
  active: "▶",
  good: "✔",
  bad: "✘",
  muted: "–",
};

export function cardText(card: Card): string {
  const lines = [
    `${card.title}  ${told(card.tone, card.label)}`,
    ...card.blocks.flatMap(blockLines),
    ...card.buttons.flatMap((button) => buttonLines(button, "")),
    `(${card.summary})`,
  ];
  return `${lines.join("\n")}\n`;
}

/** All that a reader sees of a card, without the marks of this rendering. */
export function wordsOf(card: Card): readonly string[] {
  return cardText(card).split("\n");
}

/** Every button of a card, those of its rows as well. */
export function buttonsOn({ blocks, buttons }: Card): readonly Button[] {
  const rows = blocks.flatMap((block) => (block.kind === "items" ? block.rows.flatMap((row) => row.buttons) : []));
  return [...rows, ...buttons];
}

function told(tone: Tone, words: string): string {
  return `${SIGNS[tone]} ${words}`;
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "markdown":
      return block.text.split("\n").map((line) => `| ${line}`);
    case "fields":
      return block.fields.map(({ label, value, short }) => `${short ? "·" : "•"} ${label}: ${text(value)}`);
    case "items":
      return [`## ${block.title}`, ...block.rows.flatMap(itemLines)];
    case "levels":
      return [`## ${block.title}`, ...block.rows.flatMap(levelLines)];
    case "progress":
      return [`## ${block.label} ${block.done}/${block.total}`];
    case "timeline":
      return [`## ${block.title}`, ...block.lines.map(({ at, line }) => `  ${at}  ${text(line)}`)];
    case "list":
      return [
        ...(block.title === undefined ? [] : [`## ${block.title}`]),
        ...block.lines.map((line) => `  - ${text(line)}`),
      ];
    case "notice":
      return [`!! ${told(block.tone, text(block.line))}`];
    case "code":
      return block.text.split("\n").map((line) => `\`\`\` ${line}`);
    case "context":
      return [`… ${text(block.line)}`];
  }
}

function itemLines({ number, name, tone, label, kind, details, percent, output, buttons }: ItemRow): readonly string[] {
  const progress = percent === undefined ? "" : `  ${percent}%`;
  return [
    `  ${number} ${name}  ${told(tone, label)}  <${kind}>${progress}`,
    ...details.map((line) => `      ${text(line)}`),
    ...(output === undefined ? [] : output.split("\n").map((line) => `      \`\`\` ${line}`)),
    ...buttons.flatMap((button) => buttonLines(button, "      ")),
  ];
}

function levelLines({ name, tone, label, rule, people }: LevelRow): readonly string[] {
  const members = people.map(({ who, tone: standing, label: words, comment }) => {
    const said = comment === undefined ? "" : ` “${comment}”`;
    return `      ${text(who)}  ${told(standing, words)}${said}`;
  });
  return [`  ${name} (${rule})  ${told(tone, label)}`, ...members];
}

function buttonLines({ label, style, action, confirm }: Button, indent: string): readonly string[] {
  const { do: verb, ...about } = action;
  const payload = Object.values(about).filter((value) => value !== undefined && !/^[0-9a-f]{64}$/.test(String(value)));
  const shown = style === "plain" ? "" : ` ${style}`;
  const asks = confirm ? [`${indent}     ? ${confirm.title} ${confirm.text} [${confirm.back}] [${confirm.ok}]`] : [];
  return [`${indent}[${label}]${shown} → ${[verb, ...payload].join(" ")}`, ...asks];
}

/** People by name, links with their address. */
function text(line: Line): string {
  return line
    .map((part) => (typeof part !== "string" && "link" in part ? `${part.text} <${part.link}>` : plainLine([part])))
    .join("");
}
