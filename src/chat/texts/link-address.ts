/**
 * Which addresses a text may link to, on any platform.
 */

const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:", "mailto:"]);

/** The address of a page or a mailbox, in full; undefined where it is none that a browser may open from here. */
export function linkAddress(text: string): string | undefined {
  const url = /^\s|\s$/u.test(text) ? null : URL.parse(text);
  return url !== null && SCHEMES.has(url.protocol) ? url.href : undefined;
}

/** Signs that would end an address in a platform's Markdown, or mark it. */
const MARKUP = /[()<>\s'"\\*_~`[\]]/gu;

/** The address as it may stand inside `[…](…)`; undefined where it is none to link to. */
export function linkTarget(text: string): string | undefined {
  return linkAddress(text)
    ?.replace(MARKUP, percent)
    .replace(/&(#?\w+);/gu, "&$1%3B");
}

function percent(sign: string): string {
  return `%${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}
