/**
 * The text of Zadig's HTML.
 */

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
/** What only begins another line. */
const LINES = /<\/?(?:p|br|div)\b[^>]*>/giu;
const TAG = /<\/?[a-z][^>]*>/giu;
const ANY_TAG = /<\/?[a-z][^>]*>/iu;

/** `whole` says that the HTML had nothing but lines of text. */
export function textOfHtml(html: string): { readonly text: string; readonly whole: boolean } {
  const rest = html
    .replace(/<!--[\s\S]*?-->/gu, "")
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/giu, "")
    .replace(/<br\s*\/?>\s*<\/p>/giu, "</p>")
    .replace(/<\/(?:li|h\d|tr|blockquote|pre)>/giu, "$&\n")
    .replace(/<\/p>|<br\s*\/?>|<\/div>/giu, "\n");
  const plain = rest
    .replace(TAG, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/giu, (whole, decimal, hex, name) =>
      character(whole, decimal, hex, name),
    )
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
  return { text: plain, whole: !ANY_TAG.test(html.replace(LINES, "")) };
}

function character(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
