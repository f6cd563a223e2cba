/**
 * A second factor, which some policies want before a decision counts.
 */
import type { Context } from "./context.ts";

/** How long a second factor holds (ms): long enough to decide, too short to be found lying about. */
export const STEP_UP_LASTS = 5 * 60_000;

/** Whether the actor has just given a second factor. */
export function isProven({ provenAt, now }: Pick<Context, "provenAt" | "now">): boolean {
  return provenAt !== undefined && provenAt <= now && now < provenAt + STEP_UP_LASTS;
}
