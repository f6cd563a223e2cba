/**
 * Why a time could not be read: a code, and what the text needs.
 */
import type { Instant } from "../../plan/content.ts";

export type TimeProblem =
  | { readonly code: "not-understood"; readonly text: string }
  /** No such day in the calendar, or one that is not on the weekday given with it. */
  | { readonly code: "impossible-date"; readonly text: string }
  | { readonly code: "impossible-time"; readonly text: string }
  /** A day without a time of day. */
  | { readonly code: "needs-clock"; readonly text: string }
  /** One time where a window needs two. */
  | { readonly code: "needs-end"; readonly text: string }
  | { readonly code: "backwards"; readonly opens: Instant; readonly closes: Instant }
  | { readonly code: "in-the-past"; readonly at: Instant }
  /** The clocks go forward over this local time. `instead` is the instant the same clock would have meant. */
  | { readonly code: "skipped-time"; readonly text: string; readonly zone: string; readonly instead: Instant }
  /** The clocks go back over this local time, so it happens twice: an offset says which is meant. */
  | {
      readonly code: "repeated-time";
      readonly text: string;
      readonly zone: string;
      readonly first: Instant;
      readonly second: Instant;
    };

export type Lang = "zh" | "en";

/** What a time is read relative to. */
export interface TimeContext {
  readonly now: Instant;
  /** The person's IANA zone. */
  readonly zone: string;
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: TimeProblem };

/** Longer than any time a person writes, short enough that reading it costs nothing. */
export const LONGEST_TIME = 200;
