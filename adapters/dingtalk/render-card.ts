/**
 * The neutral card as pieces of DingTalk's Markdown, each with the buttons that belong to it. What DingTalk can't show
 * degrades so: a row's buttons stand below the card with the row's number in their name; progress is a bar of characters;
 * output and long descriptions are cut, the export has all of them.
 */
import type { Block, Button, Card, ItemRow, LevelRow, Tone } from "../../src/chat/card.ts";
import { cut, ITEM, LINE, PARAGRAPH, plain, plainLines, renderLine, TONE_SIGNS } from "./markdown.ts";
import { tame } from "./tame.ts";

/** A button with the name it has below the card. */
export interface NamedButton {
  readonly button: Button;
  readonly text: string;
}

/** What stays together on one page. */
export interface Piece {
  readonly text: string;
  /** What stands between it and the piece before. */
  readonly joint: typeof LINE | typeof PARAGRAPH | typeof ITEM;
  readonly buttons: readonly NamedButton[];
}

/** The most bytes of one piece: a page holds it and a little more. */
const LONGEST_PIECE = 800;
const LONGEST_OUTPUT = 300;
const LONGEST_TITLE = 200;
const LONGEST_BUTTON = 60;
const BAR = 10;

export function titleOf({ title }: Card): string {
  return cut(plain(title), LONGEST_TITLE);
}

export function labelOf({ tone, label }: Card): string {
  return cut(signed(tone, label), LONGEST_TITLE);
}

/** The card's own buttons; those of its rows are with their pieces. */
export function ownButtons({ buttons }: Card): readonly NamedButton[] {
  return buttons.map((button) => ({ button, text: buttonText(button.label) }));
}

export function piecesOf({ blocks }: Card): readonly Piece[] {
  return blocks.flatMap(piecesOfBlock);
}

/** The lines of a card's timeline, the newest first. */
export function notePieces(title: string, notes: readonly string[]): readonly Piece[] {
  return titled(
    title,
    notes.map((note, index) => piece(`- ${note}`, index === 0 ? PARAGRAPH : ITEM)),
  );
}

function piecesOfBlock(block: Block): readonly Piece[] {
  switch (block.kind) {
    case "markdown":
      return block.text.trim() === "" ? [] : [alone(tame(block.text))];
    case "fields":
      return block.fields.map(({ label, value }, index) =>
        piece(`**${plain(label)}** ${renderLine(value)}`, index === 0 ? PARAGRAPH : LINE),
      );
    case "items":
      return titled(block.title, block.rows.map(itemPiece));
    case "levels":
      return titled(block.title, block.rows.map(levelPiece));
    case "progress":
      return [alone(`**${plain(block.label)}** ${bar(block.done, block.total)} ${block.done}/${block.total}`)];
    case "timeline":
      return titled(
        block.title,
        block.lines.map(({ at, line }) => piece(`${plain(at)} ${renderLine(line)}`, LINE)),
      );
    case "list":
      return titled(
        block.title,
        block.lines.map((line, index) => piece(`- ${renderLine(line)}`, index === 0 ? PARAGRAPH : ITEM)),
      );
    case "notice":
      return [alone(`${block.tone === "bad" ? "⚠️" : TONE_SIGNS[block.tone]} ${renderLine(block.line)}`)];
    case "code":
      return [alone(quoted(plainLines(block.text)))];
    case "context":
      return [alone(renderLine(block.line))];
  }
}

function itemPiece(row: ItemRow): Piece {
  const { number, name, tone, label, kind, percent, output } = row;
  const running = percent === undefined ? "" : ` ${bar(percent, 100)} ${Math.round(percent)}%`;
  const head = `${TONE_SIGNS[tone]} **${plain(number)} ${plain(name)}** ${plain(label)} · ${plain(kind)}${running}`;
  const lines = [head, ...row.details.map((line) => renderLine(line))];
  const shown = output === undefined || output === "" ? [] : [quoted(plainLines(tail(output)))];
  const buttons = row.buttons.map((button) => ({ button, text: buttonText(`${button.label} ${number}`) }));
  return { text: cut([...lines, ...shown].join(LINE), LONGEST_PIECE), joint: PARAGRAPH, buttons };
}

function levelPiece({ name, tone, label, rule, people }: LevelRow): Piece {
  const head = `${TONE_SIGNS[tone]} **${plain(name)}** ${plain(rule)} · ${plain(label)}`;
  const votes = people.map(({ who, label: said, comment }) => {
    const quote = comment === undefined || comment === "" ? "" : ` “${plain(comment)}”`;
    return `${renderLine(who)} ${plain(said)}${quote}`;
  });
  return piece([head, ...votes].join(LINE), PARAGRAPH);
}

function titled(title: string | undefined, pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  if (title === undefined || plain(title) === "" || first === undefined) return pieces;
  const text = `**${plain(title)}**${first.joint}${first.text}`;
  return [{ ...first, text, joint: PARAGRAPH }, ...rest];
}

function alone(text: string): Piece {
  return piece(text, PARAGRAPH);
}

function piece(text: string, joint: Piece["joint"]): Piece {
  return { text: cut(text, LONGEST_PIECE), joint, buttons: [] };
}

function signed(tone: Tone, text: string): string {
  return `${TONE_SIGNS[tone]} ${text}`;
}

function quoted(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `> ${line}`)
    .join(LINE);
}

/** The end of an output says how it went. */
function tail(output: string): string {
  const lines = output.trimEnd().split("\n").slice(-4).join("\n");
  const kept = [...lines];
  while (Buffer.byteLength(kept.join("")) > LONGEST_OUTPUT) kept.splice(0, 20);
  return kept.join("");
}

function bar(done: number, total: number): string {
  const filled = total <= 0 ? 0 : Math.round((Math.min(Math.max(done, 0), total) / total) * BAR);
  return `${"▓".repeat(filled)}${"░".repeat(BAR - filled)}`;
}

function buttonText(text: string): string {
  return cut(plain(text), LONGEST_BUTTON);
}
