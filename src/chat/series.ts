/**
 * Plans that recur: a template that is used again and again, at times that a rule says.
 */
import type { Instant, PersonId } from "../plan/content.ts";
import type { Actor } from "../plan/plan.ts";
import type { Refusal } from "../plan/refusal.ts";
import type { Beginning, TemplateProblem } from "./plan-file/from-template.ts";
import type { ResolveProblem } from "./plan-file/resolve-context.ts";
import type { TimeProblem } from "./times/problem.ts";

export interface Series extends Beginning {
  readonly number: number;
  readonly template: string;
  /** An RRULE of iCalendar, followed on the clock of the zone from an instant on. */
  readonly repeat: string;
  readonly from: Instant;
  readonly zone: string;
  /** When the next plan is made; absent while it is paused. */
  readonly next?: Instant | undefined;
}

export interface NewSeries extends Beginning {
  readonly template: string;
  /** As somebody wrote it: `thursday 20:00`. */
  readonly every: string;
  readonly zone: string;
}

export type SeriesProblem =
  | TemplateProblem
  | { readonly code: "no-template"; readonly name: string }
  /** `by` saved the template. */
  | { readonly code: "template-not-yours"; readonly name: string; readonly by: PersonId }
  /** Whoever saved the template, and would own the plans, may make none any more. */
  | { readonly code: "owner-gone"; readonly name: string; readonly by: PersonId }
  | { readonly code: "bad-time"; readonly problem: TimeProblem }
  | { readonly code: "bad-rule"; readonly repeat: string }
  /** The rule has no time to come. */
  | { readonly code: "never" }
  | { readonly code: "no-series"; readonly number: number }
  | { readonly code: "unresolved"; readonly problems: readonly ResolveProblem[] }
  | { readonly code: "refused"; readonly refusal: Refusal };

export type SeriesAnswer =
  | { readonly ok: true; readonly series: Series }
  | { readonly ok: false; readonly problem: SeriesProblem };

/** Whoever saved a template, admins, and programs that may write plans have it recur. */
export interface SeriesDesk {
  list(): Promise<readonly Series[]>;
  /** Tried first: what could make no plan now is refused. The same key begins it once. */
  begin(asked: NewSeries, by: Actor, key?: string): Promise<SeriesAnswer>;
  /** Makes no plans until it is resumed; those of the time between are not made up for. */
  pause(number: number, by: Actor): Promise<SeriesAnswer>;
  resume(number: number, by: Actor): Promise<SeriesAnswer>;
  stop(number: number, by: Actor): Promise<SeriesAnswer>;
}

/** What people hear of a time at which no plan was made. */
export type SeriesWord =
  | {
      readonly word: "missed";
      readonly count: number;
      readonly first: Instant;
      readonly last: Instant;
      /** Why the last of them is not made up for. */
      readonly why: "later" | "long-ago" | "window-over";
    }
  | { readonly word: "not-made"; readonly at: Instant; readonly problem: SeriesProblem }
  /** The rule has come to its end. */
  | { readonly word: "ended" };
