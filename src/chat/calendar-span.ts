/**
 * Something of the release calendar, at one time of it.
 */
import type { Instant } from "../plan/content.ts";

export interface CalendarSpan {
  readonly name: string;
  readonly kind: "freeze" | "window";
  readonly from: Instant;
  readonly until: Instant;
  /** Whom it concerns: plans with these tags, or in these environments; everything without any. */
  readonly concerns: readonly string[];
  /** The number of a freeze that was begun by command. */
  readonly number?: number | undefined;
}
