/**
 * A plan's items: rows with their buttons. Where there are many, those that are over are folded into one panel, and the rest
 * goes onto pages.
 */
import type { ItemRow, Tone } from "../../../src/chat/card.ts";
import { cleanLine } from "../../../src/chat/texts/clean.ts";
import { codeText, heading, panel } from "./block.ts";
import { buttonElement, buttonRow } from "./button.ts";
import type { Element } from "./element.ts";
import { markdownElement } from "./element.ts";
import { escapeText } from "./escape.ts";
import type { AccountOf } from "./line.ts";
import { bar, grey, lineMarkdown, SIGNS } from "./line.ts";

const LONGEST_NAME = 160;
/** Up to here every row is shown as it is. */
const FEW = 6;
const OVER: readonly Tone[] = ["good", "muted"];

/** How much of a row is shown: all of it, without its output, or its first line alone. */
export type Density = "full" | "brief" | "terse";

/** The elements of each row that can't be split, in order; those of a folded panel come as one. */
export function itemGroups(
  title: string,
  rows: readonly ItemRow[],
  density: Density,
  accountOf: AccountOf,
): readonly (readonly Element[])[] {
  const folded = rows.length > FEW ? rows.filter((row) => isOver(row)) : [];
  const open = rows.filter((row) => !folded.includes(row));
  const head = [markdownElement(heading(title))];
  const panels =
    folded.length < 2
      ? folded.map((row) => rowElements(row, density, accountOf))
      : [[foldedPanel(folded, density, accountOf)]];
  return [head, ...panels, ...open.map((row) => rowElements(row, density, accountOf))];
}

function isOver({ tone, buttons }: ItemRow): boolean {
  return OVER.includes(tone) && buttons.length === 0;
}

function foldedPanel(rows: readonly ItemRow[], density: Density, accountOf: AccountOf): Element {
  const counts = Map.groupBy(rows, ({ label }) => label);
  const title = [...counts]
    .map(([label, all]) => `${SIGNS[all[0]?.tone ?? "good"]} ${label} × ${all.length}`)
    .join("   ");
  return panel(title, [markdownElement(rows.map((row) => rowText(row, density, accountOf)).join("\n"))]);
}

function rowElements(row: ItemRow, density: Density, accountOf: AccountOf): readonly Element[] {
  const output = row.output?.trim() ?? "";
  const buttons = row.buttons.map((button) => buttonElement(button, "small"));
  return [
    markdownElement(rowText(row, density, accountOf)),
    ...(density === "full" && output !== "" ? [markdownElement(codeText(output), { text_size: "notation" })] : []),
    ...(buttons.length > 0 ? [buttonRow(buttons)] : []),
  ];
}

function rowText(row: ItemRow, density: Density, accountOf: AccountOf): string {
  const percent = row.percent === undefined ? "" : ` ${Math.round(row.percent)}%`;
  const name = escapeText(cleanLine(row.name, LONGEST_NAME));
  const head = `${SIGNS[row.tone]} **${escapeText(row.number)} ${name}** · ${escapeText(row.label)}${percent}`;
  if (density === "terse") return head;
  const kind = row.kind === "" ? [] : [grey(escapeText(cleanLine(row.kind, LONGEST_NAME)))];
  const progress = row.percent === undefined ? [] : [bar(row.percent, 100)];
  const details = row.details.map((line) => lineMarkdown(line, accountOf));
  return [head, ...[...kind, ...progress, ...details].map((line) => `  ${line}`)].join("\n");
}
