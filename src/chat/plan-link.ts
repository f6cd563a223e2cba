/**
 * The address of a plan in the console: what other systems link to.
 */

/** `publicUrl` is where browsers reach this instance, without a slash at its end. */
export function planUrl(publicUrl: string, index: number): string {
  return `${publicUrl}/plan/${index}`;
}

/** The number of the plan that an address leads to, if it is one of this instance's. */
export function planLinked(publicUrl: string, address: string): number | undefined {
  const url = URL.parse(address);
  const [, digits] = /\/plan\/([1-9]\d{0,8})\/?$/u.exec(url?.pathname ?? "") ?? [];
  if (!url || digits === undefined) return undefined;
  const plain = `${url.origin}${url.pathname}`.replace(/\/$/u, "");
  return plain === planUrl(publicUrl, Number(digits)) ? Number(digits) : undefined;
}
