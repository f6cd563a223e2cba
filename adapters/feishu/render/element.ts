/**
 * The parts of a card in JSON 2.0 that are used here.
 */

export interface Element {
  readonly tag: string;
  readonly [property: string]: unknown;
}

export interface PlainText {
  readonly tag: "plain_text";
  readonly content: string;
}

export function plainText(content: string): PlainText {
  return { tag: "plain_text", content };
}

export function markdownElement(content: string, more: Readonly<Record<string, unknown>> = {}): Element {
  return { tag: "markdown", content: content === "" ? " " : content, ...more };
}

/** Columns side by side; on a phone they go below each other where they don't fit. */
export function columns(all: readonly Element[], more: Readonly<Record<string, unknown>> = {}): Element {
  return { tag: "column_set", flex_mode: "stretch", horizontal_spacing: "medium", columns: all, ...more };
}

export function column(elements: readonly Element[], more: Readonly<Record<string, unknown>> = {}): Element {
  return { tag: "column", width: "weighted", weight: 1, elements, ...more };
}

/** Components and texts both count towards Feishu's 200. */
export function countTags(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countTags(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + countTags(each), "tag" in value ? 1 : 0);
}

export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
