/**
 * How a form's fields are asked and what they hold: what the card that shows a form and the one who reads it agree on.
 */

/** What stands in a field, by its name. */
export type Filled = Readonly<Record<string, string | readonly string[] | boolean>>;

/** How a field was asked, which tells what its answer means. Short, since it travels with the button. */
export type Asked =
  | { readonly n: string; readonly t: "text" | "choice" | "list" | "check" | "person" }
  /** Two pickers; left as they were, they mean what the text said. */
  | { readonly n: string; readonly t: "span"; readonly f: string; readonly u: string; readonly v: string };

/** The names of a span's two pickers: the field's own, and one of these. */
export const FROM = "~from";
export const UNTIL = "~until";
