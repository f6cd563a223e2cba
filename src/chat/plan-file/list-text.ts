/**
 * Lists as people type them: `@bo, chen`, `bo、chen`, `bo；chen`. A mention's `@` is not part of the name.
 */

/** The parts of a typed list, in order, without blanks and without the `@` of mentions. */
export function splitList(text: string): readonly string[] {
  return text
    .split(/[,，、;；\n]|\s(?=@)/u)
    .map(bareName)
    .filter((part) => part !== "");
}

/** `@ada` is `ada`; an address like `ada@example.com` stays as it is. */
export function bareName(text: string): string {
  return text.trim().replace(/^[@＠]\s*/u, "");
}

/** A comma or semicolon that ends a link: one before a blank, or before the beginning of another requirement. */
const LINK_END = /[,;]+(?=[\s,;]|$|https?:|sprint:|[A-Z][A-Z0-9_]+-\d)/iu.source;
/** A link, with the commas that are part of it; or what stands between blanks and commas. */
const REQUIREMENT = new RegExp(`https?:(?:(?!${LINK_END})[^\\s，、；])+|[^\\s,，、;；]+`, "giu");

/** Requirements as they are typed: one a line, or with blanks or commas between them. */
export function requirementWords(text: string): readonly string[] {
  return text.match(REQUIREMENT) ?? [];
}
