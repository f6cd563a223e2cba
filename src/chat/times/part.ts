/**
 * The parts a written time is made of, before anybody knows which instant they mean.
 */
export type Period = "am" | "pm" | "dawn" | "morning" | "noon" | "afternoon" | "night";

export type Day =
  | {
      readonly kind: "date";
      readonly year?: number | undefined;
      readonly month?: number | undefined;
      readonly day: number;
    }
  | { readonly kind: "ahead"; readonly days: number; readonly keepsClock: boolean };

export interface Weekday {
  /** 1 is Monday. */
  readonly day: number;
  /** Weeks ahead of this one; absent for the next such day. */
  readonly week?: number | undefined;
}

export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Written as a number alone, so that something near it must say that it is a clock. */
  readonly bare: boolean;
  /** `08:00` or `20:00`, which means what it says; `8` and `8:00` may be in the evening. */
  readonly full: boolean;
}

export interface Zone {
  readonly name?: string | undefined;
  /** Minutes east of UTC; a window across a change of clocks has two. */
  readonly offsets: readonly number[];
}

/** Everything one half of a window can say. */
export interface Parts {
  readonly day?: Day | undefined;
  readonly weekday?: Weekday | undefined;
  readonly clock?: Clock | undefined;
  readonly period?: Period | undefined;
  /** Milliseconds from now. */
  readonly ahead?: number | undefined;
  /** Milliseconds from the other half. */
  readonly lasts?: number | undefined;
  readonly zone?: Zone | undefined;
}

/** What one piece of the text says: parts, the dash between two halves, or nothing. */
export type Piece = Parts | "dash" | "filler" | "impossible-date" | "impossible-time";

/** One way to write a piece. The pattern is sticky and never empty. */
export interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => Piece | undefined;
}
