/**
 * Release windows around the present, as plan files write them.
 */
const HOUR = 60 * 60_000;

/** Open now, for half a day. */
export function openWindow(): string {
  return between(0, 12);
}

/** Ended an hour ago. */
export function pastWindow(): string {
  return between(-3, -1);
}

function between(from: number, until: number): string {
  const now = Math.floor(Date.now() / HOUR) * HOUR;
  return `${new Date(now + from * HOUR).toISOString()}/${new Date(now + until * HOUR).toISOString()}`;
}
