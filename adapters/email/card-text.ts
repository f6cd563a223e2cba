/**
 * A card as Markdown: the plain text of a mail, and what its HTML is made from.
 */
import type { Block, Card, Line } from "../../src/chat/card.ts";
import { escapeMarkdown, lineMarkdown } from "../../src/chat/texts/markdown.ts";

export function cardMarkdown(card: Card): string {
  const head = `**${escapeMarkdown(card.title)}** · ${escapeMarkdown(card.label)}`;
  return [head, ...card.blocks.map(blockMarkdown)].filter((part) => part !== "").join("\n\n");
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case "markdown":
      return block.text;
    case "notice":
    case "context":
      return lineMarkdown(block.line);
    case "fields":
      return listOf(block.fields.map(({ label, value }) => [`${label}: `, ...value]));
    case "list":
      return titled(block.title, listOf(block.lines));
    case "timeline":
      return titled(block.title, listOf(block.lines.map(({ at, line }) => [`${at} `, ...line])));
    case "items":
      return titled(
        block.title,
        listOf(block.rows.map(({ number, name, label, kind }) => [`${number} ${name} · ${label} · ${kind}`])),
      );
    case "levels":
      return titled(
        block.title,
        listOf(
          block.rows.map(({ name, label, rule, people }): Line => {
            const decided = people.flatMap(({ who, label: said }) => [" · ", ...who, ` (${said})`]);
            return [`${name} · ${label} · ${rule}`, ...decided];
          }),
        ),
      );
    case "progress":
      return escapeMarkdown(`${block.label}: ${block.done}/${block.total}`);
    case "code":
      return block.text.replace(/^/gmu, "    ");
  }
}

function titled(title: string | undefined, text: string): string {
  if (text === "") return "";
  return title === undefined ? text : `**${escapeMarkdown(title)}**\n\n${text}`;
}

function listOf(lines: readonly Line[]): string {
  return lines.map((line) => `- ${lineMarkdown(line)}`).join("\n");
}
