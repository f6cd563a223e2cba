/**
 * How long a command may run, as settings write it: `90s`, `15m`, `2h`, `1h30m`.
 */

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
const PART = /(\d{1,6})([smh])/g;
const WHOLE = /^(?:\d{1,6}[smh])+$/;

/** The milliseconds of a written duration, or undefined when it isn't one. */
export function millisecondsOf(written: string): number | undefined {
  const text = written.trim();
  if (!WHOLE.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(PART)) {
    if (unit === "s" || unit === "m" || unit === "h") total += Number(count) * UNITS[unit];
  }
  return total;
}
