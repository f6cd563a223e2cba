/**
 * The Retry-After header (RFC 9110, section 10.2.3).
 */
import type { Instant } from "../../src/plan/content.ts";

/** Longer than anybody asks to be left alone: what is more is a mistake. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Its milliseconds, written as seconds or as a date; undefined when there is none. */
export function retryAfterOf(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_WAIT_MS) : undefined;
}
