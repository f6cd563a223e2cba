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

/** Requirements as they are typed: one a line, or with blanks or commas between them. */
export function requirementWords(text: string): readonly string[] {
  return text.split(/[\s,，、;；]+/u).filter((word) => word !== "");
}
