/**
 * A text with its markup as structure: what is read of Markdown once, and written anew for each platform. What is not in it
 * (tags, pictures, mentions) no platform can be made to show.
 */

export type Span =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly spans: readonly Span[] }
  | {
      readonly kind: "link";
      /** Of a page or a mailbox; nothing else gets here. */
      readonly address: string;
      readonly title?: string | undefined;
      readonly spans: readonly Span[];
    };

export interface ListItem {
  /** Present in a list of tasks. */
  readonly done?: boolean | undefined;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "heading"; readonly level: number; readonly spans: readonly Span[] }
  | {
      readonly kind: "list";
      /** The first number of an ordered one. */
      readonly start?: number | undefined;
      /** Its items are paragraphs of their own. */
      readonly loose: boolean;
      readonly items: readonly ListItem[];
    }
  | { readonly kind: "quote"; readonly parts: readonly Part[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  /** The first row is the head; every row has as many cells. */
  | { readonly kind: "table"; readonly rows: readonly (readonly (readonly Span[])[])[] }
  | { readonly kind: "rule" };

export type RichText = readonly Part[];

/** Told by a sign where a platform has no boxes to tick. */
export function taskSign({ done }: ListItem): string {
  return done === undefined ? "" : done ? "☑ " : "☐ ";
}

/** The words alone; breaks are spaces. */
export function wordsOf(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if (span.kind === "break") return " ";
      return "text" in span ? span.text : wordsOf(span.spans);
    })
    .join("");
}
