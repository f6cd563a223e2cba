/**
 * How much of a card is shown. A card is shown in the most detailed way that Slack still takes.
 *
 * A message has at most 50 blocks. For the length of all texts Slack documents no limit; others measured that it ends near
 * 13,200 characters with the containers counted in, and once before 11,400 (bolt-js issues 2509 and 2867).
 */
import type { Block } from "./blocks.ts";

export interface Detail {
  /** Characters of a run's output, and of a block of code. */
  readonly output: number;
  readonly code: number;
  /** Characters of free text. */
  readonly text: number;
  /** Characters of an item's name, and lines below it. */
  readonly name: number;
  readonly details: number;
  /** Lines of a list, and items of a plan. */
  readonly lines: number;
  readonly rows: number;
  /** Whether items have their buttons beside them, or in one menu for all. */
  readonly buttons: "beside" | "menu";
}

export const DETAILS: readonly [Detail, ...Detail[]] = [
  { output: 1500, code: 7000, text: 3000, name: 200, details: 10, lines: 100, rows: 100, buttons: "beside" },
  { output: 600, code: 5000, text: 1500, name: 200, details: 4, lines: 50, rows: 100, buttons: "menu" },
  { output: 0, code: 3000, text: 800, name: 100, details: 1, lines: 25, rows: 100, buttons: "menu" },
  { output: 0, code: 1500, text: 400, name: 50, details: 0, lines: 12, rows: 100, buttons: "menu" },
  { output: 0, code: 800, text: 200, name: 40, details: 0, lines: 6, rows: 50, buttons: "menu" },
  { output: 0, code: 800, text: 200, name: 30, details: 0, lines: 6, rows: 20, buttons: "menu" },
];

const CONTAINER = 20;
const OPTION = 10;
const MOST_WEIGHT = 10_500;

/** Whether Slack takes this many blocks and this much text in one message. */
export function fits(blocks: readonly Block[], most: number): boolean {
  return blocks.length <= most && weight(blocks) <= MOST_WEIGHT;
}

function weight(part: unknown): number {
  if (Array.isArray(part)) return part.reduce<number>((sum, each) => sum + weight(each), 0);
  if (typeof part !== "object" || part === null) return 0;
  if (isOption(part)) return OPTION + part.text.text.length;
  return Object.entries(part).reduce(
    (sum, [name, value]) => sum + (name === "text" && typeof value === "string" ? value.length : weight(value)),
    CONTAINER,
  );
}

function isOption(part: object): part is { readonly text: { readonly text: string }; readonly value: string } {
  return "value" in part && "text" in part && !("type" in part);
}
