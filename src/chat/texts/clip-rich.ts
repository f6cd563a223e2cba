/**
 * Rich text that is too long for a place: cut between characters, never inside a link, an escape or a fence, since it is the
 * structure that is cut and not what is written of it.
 */
import type { ListItem, Part, RichText, Span } from "./rich-text.ts";

/** At most so many characters of words, the last of them an ellipsis when something is left out. */
export function clipRich(text: RichText, most: number): RichText {
  return lengthOf(text) <= most ? text : new Clip(most - 1).parts(text);
}

/** As much of a text as `fits` takes of it; nothing at all where even an ellipsis is too much. */
export function longestThat(text: RichText, fits: (text: RichText) => boolean): RichText {
  if (fits(text)) return text;
  let [least, most] = [0, lengthOf(text)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(clipRich(text, middle))) least = middle;
    else most = middle - 1;
  }
  const clipped = clipRich(text, least);
  return fits(clipped) ? clipped : [];
}

function lengthOf(parts: RichText): number {
  return parts.reduce((sum, part) => sum + partLength(part), 0);
}

/** What has no words counts as one character, so that there is an end to rules and empty items, too. */
function partLength(part: Part): number {
  switch (part.kind) {
    case "paragraph":
    case "heading":
      return 1 + spansLength(part.spans);
    case "list":
      return part.items.reduce((sum, item) => sum + 1 + lengthOf(item.parts), 0);
    case "quote":
      return 1 + lengthOf(part.parts);
    case "code":
      return 1 + [...part.text].length;
    case "table":
      return part.rows.flat().reduce((sum, cell) => sum + 1 + spansLength(cell), 0);
    case "rule":
      return 1;
  }
}

function spansLength(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => {
    if (span.kind === "break") return sum + 1;
    return sum + ("text" in span ? [...span.text].length : spansLength(span.spans));
  }, 0);
}

/** Takes characters until there are none left, and then nothing any more but the ellipsis. */
class Clip {
  #left: number;
  #ended = false;

  constructor(left: number) {
    this.#left = left;
  }

  parts(parts: RichText): RichText {
    return this.#each(parts, (part) => this.#part(part));
  }

  #each<T>(all: readonly T[], take: (one: T) => T): readonly T[] {
    const taken: T[] = [];
    for (const one of all) {
      if (this.#ended) break;
      taken.push(take(one));
    }
    return taken;
  }

  #part(part: Part): Part {
    switch (part.kind) {
      case "paragraph":
      case "heading":
        this.#left--;
        return { ...part, spans: this.#spans(part.spans) };
      case "list":
        return { ...part, items: this.#each(part.items, (item) => this.#item(item)) };
      case "quote":
        this.#left--;
        return { ...part, parts: this.parts(part.parts) };
      case "code":
        this.#left--;
        return { ...part, text: this.#text(part.text) };
      case "table":
        return { ...part, rows: this.#each(part.rows, (row) => this.#row(row)) };
      case "rule":
        this.#left--;
        return part;
    }
  }

  #item(item: ListItem): ListItem {
    this.#left--;
    return { ...item, parts: this.parts(item.parts) };
  }

  /** A row keeps all its cells, also those that there was no room for. */
  #row(row: readonly (readonly Span[])[]): readonly (readonly Span[])[] {
    return row.map((cell) => {
      this.#left--;
      return this.#ended ? [] : this.#spans(cell);
    });
  }

  #spans(spans: readonly Span[]): readonly Span[] {
    if (spans.length === 0 && this.#left <= 0) return [{ kind: "text", text: this.#text("…") }];
    return this.#each(spans, (span): Span => {
      if (span.kind === "break") {
        this.#left--;
        return this.#left < 0 ? { kind: "text", text: this.#text("") } : span;
      }
      return "text" in span ? { ...span, text: this.#text(span.text) } : { ...span, spans: this.#spans(span.spans) };
    });
  }

  #text(text: string): string {
    const characters = [...text];
    if (characters.length <= this.#left) {
      this.#left -= characters.length;
      return text;
    }
    this.#ended = true;
    return `${beginning(text, this.#left).trimEnd()}…`;
  }
}

const GRAPHEMES = new Intl.Segmenter("zh", { granularity: "grapheme" });

/** So many characters at most, and none without what belongs to it. */
function beginning(text: string, most: number): string {
  let [kept, count] = ["", 0];
  for (const { segment } of GRAPHEMES.segment(text)) {
    count += [...segment].length;
    if (count > most) break;
    kept += segment;
  }
  return kept;
}
