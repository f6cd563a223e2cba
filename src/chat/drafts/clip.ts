/** At most so many UTF-16 units, with a sign where something is cut off, and no half character. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/u, "");
  return `${cut.trimEnd()}…`;
}
