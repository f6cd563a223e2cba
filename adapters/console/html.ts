/**
 * HTML as a value of its own: what is put into a template is escaped once, unless it is already such a value.
 */
import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString;
export type Part = string | number | undefined | false | Html | readonly Part[];

/** A template whose parts are escaped; lists are joined, `undefined` and `false` leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const made = template(strings, ...parts);
  if (made instanceof Promise) throw new Error("a template was given something asynchronous");
  return made;
}

/** A value as JSON in an attribute; the template escapes it. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}
