/**
 * What is different between two texts, line by line.
 */
import { diffLines } from "diff";

export interface ChangedLine {
  readonly sign: "-" | "+";
  readonly text: string;
}

/** Texts with more edits than this are new ones, and comparing them would take long. */
const MOST_EDITS = 1_000;

/** Lines that went and came, in their order and without empty ones; nothing where the texts have too little in common. */
export function changedLines(before: string, after: string): readonly ChangedLine[] {
  const changes = diffLines(ended(before), ended(after), { maxEditLength: MOST_EDITS }) ?? [];
  return changes.flatMap(({ added, removed, value }): readonly ChangedLine[] => {
    if (!added && !removed) return [];
    const lines = value.split("\n").filter((line) => line.trim() !== "");
    return lines.map((text) => ({ sign: added ? "+" : "-", text }));
  });
}

/** The last line of a text ends as the others do, or it would be another one as soon as a line follows. */
function ended(text: string): string {
  return text === "" ? "" : `${text.replaceAll("\r\n", "\n").replace(/\n+$/u, "")}\n`;
}
