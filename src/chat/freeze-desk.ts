/**
 * The release calendar, to look at and to change: what chat, the API and the command line share.
 */
import type { Instant } from "../plan/content.ts";
import type { Actor } from "../plan/plan.ts";
import type { CalendarSpan } from "./calendar-span.ts";
import type { TimeProblem } from "./times/problem.ts";

/** A freeze as somebody wrote it. */
export interface NewFreeze {
  readonly name: string;
  /** `tonight 20:00-22:00`, read on the clock of the zone. */
  readonly time: string;
  /** An RRULE of iCalendar, or one of the words for it: `weekly`. */
  readonly repeat?: string | undefined;
  readonly zone: string;
  readonly tags: readonly string[];
  readonly environments: readonly string[];
}

/** A freeze that was begun by command, and that nobody has ended. */
export interface Freezing {
  readonly number: number;
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly repeat?: string | undefined;
  readonly zone: string;
  readonly tags: readonly string[];
  readonly environments: readonly string[];
}

export type FreezeProblem =
  | { readonly code: "not-admin" }
  | { readonly code: "bad-time"; readonly problem: TimeProblem }
  /** It ends before it begins, or is over. */
  | { readonly code: "over" }
  | { readonly code: "bad-rule"; readonly repeat: string }
  | { readonly code: "no-freeze"; readonly number: number };

export type FreezeAnswer =
  | { readonly ok: true; readonly freeze: Freezing }
  | { readonly ok: false; readonly problem: FreezeProblem };

/** A feed of the settings, and how it was read last. */
export interface FeedState {
  readonly name: string;
  /** When its last good copy was read; absent while there is none. */
  readonly readAt?: Instant | undefined;
  /** Why it could not be read last. */
  readonly problem?: string | undefined;
}

export interface CalendarDesk {
  between(from: Instant, until: Instant): Promise<readonly CalendarSpan[]>;
  freezes(): Promise<readonly Freezing[]>;
  feeds(): Promise<readonly FeedState[]>;
  /** For admins, and for programs whose token says so. The same key begins it once. */
  begin(freeze: NewFreeze, by: Actor, key?: string): Promise<FreezeAnswer>;
  end(number: number, by: Actor): Promise<FreezeAnswer>;
  /** A new link for calendar programs; the one that the person had is good no longer. */
  link(person: string): Promise<string>;
}
