/**
 * How long something may take, as settings write it: `90s`, `15m`, `2h`, `1h30m`, `3d`.
 */

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PART = /(\d{1,6})([smhd])/g;
const WHOLE = /^(?:\d{1,6}[smhd])+$/;

/** The milliseconds of a written duration, or undefined when it isn't one. */
export function millisecondsOf(written: string): number | undefined {
  const text = written.trim();
  if (!WHOLE.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(PART)) {
    if (unit === "s" || unit === "m" || unit === "h" || unit === "d") total += Number(count) * UNITS[unit];
  }
  return total;
}
