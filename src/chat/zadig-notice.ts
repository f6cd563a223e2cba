/**
 * What Zadig told of a release plan or a workflow task, as cards show it. Texts are as they came, times are instants.
 */
import type { Checkpoint, Instant, PersonId, Window } from "../plan/content.ts";

/** What a chat can ask to hear. */
export const ZADIG_EVENTS = ["finish_planning", "start_execute", "all_job_done", "workflow"] as const;
export type ZadigEvent = (typeof ZADIG_EVENTS)[number];

export interface ZadigItem {
  readonly name: string;
  /** As Zadig spells it. */
  readonly status: string;
  /** The workflow that the item runs; undefined for a text. */
  readonly workflow?: string | undefined;
  readonly by?: string | undefined;
  readonly at?: Instant | undefined;
}

export interface ZadigPlanNotice {
  readonly kind: "plan";
  readonly id: string;
  readonly index?: number | undefined;
  readonly name: string;
  readonly event?: Checkpoint | undefined;
  /** In the code's spelling, whichever came. */
  readonly status: string;
  /** What Zadig waits for, when it waits for an outside answer. */
  readonly waitsFor?: Checkpoint | undefined;
  readonly manager: string;
  readonly window?: Window | undefined;
  readonly schedule?: Instant | undefined;
  readonly items: readonly ZadigItem[];
  /** Names one edit of the plan; an answer must carry it. */
  readonly code?: string | undefined;
  /** When planning last began or ended: tells two rounds with the same code apart. */
  readonly plannedAt: Instant;
  /** The latest time it mentions. */
  readonly moment: Instant;
  /** Projects of the workflows it runs. */
  readonly projects: readonly string[];
  readonly link?: string | undefined;
}

export interface ZadigTaskNotice {
  readonly kind: "task";
  readonly project: string;
  readonly projectName: string;
  readonly workflow: string;
  readonly workflowName: string;
  readonly task: number;
  readonly status: string;
  readonly creator: string;
  readonly stages: readonly { readonly name: string; readonly status: string }[];
  readonly error: string;
  /** The release plan that runs it. */
  readonly plan?: { readonly name: string; readonly index?: number | undefined } | undefined;
  readonly startedAt?: Instant | undefined;
  readonly endedAt?: Instant | undefined;
  readonly moment: Instant;
  readonly link?: string | undefined;
}

export type ZadigNotice = ZadigPlanNotice | ZadigTaskNotice;

export type ZadigVerdict = "go" | "no-go";

/** What somebody answered, and what became of it. */
export interface ZadigAnswer {
  readonly verdict: ZadigVerdict;
  readonly reason?: string | undefined;
  readonly by: PersonId;
  readonly at: Instant;
  readonly state: "sending" | "answered" | "refused" | "unreachable";
  /** Zadig's own words, or why it could not be reached. */
  readonly words?: string | undefined;
  /** Whether Zadig is known to wait still, although it refused this answer. */
  readonly waiting: boolean;
}

/** Zadig took the answer with success, and goes on waiting: it does so while its callbacks are turned off. */
export const NOT_MOVED = "not-moved";

export type ShownNotice =
  | { readonly notice: ZadigTaskNotice }
  | {
      readonly notice: ZadigPlanNotice;
      /** Names what Zadig waits for; undefined when no answer can be given. */
      readonly gate?: string | undefined;
      /** False where this instance has no access to Zadig. */
      readonly reachable: boolean;
      readonly answer?: ZadigAnswer | undefined;
    };

/** What a chat hears. */
export interface ZadigSubscription {
  readonly project?: string | undefined;
  /** Words of the plan's name. */
  readonly plan?: string | undefined;
  readonly events: readonly ZadigEvent[];
}

/** What became of a press of one of the card's buttons. */
export type Pressing =
  | { readonly kind: "taken"; readonly name: string }
  | { readonly kind: "already"; readonly answer: ZadigAnswer }
  | { readonly kind: "not-allowed"; readonly who: readonly PersonId[] }
  /** Zadig waits for this no longer. */
  | { readonly kind: "over" };

export interface Press {
  readonly gate: string;
  readonly person: PersonId;
  readonly at: Instant;
}

/** What chat asks of whoever keeps Zadig's notices. */
export interface ZadigDesk {
  subscribe(place: string, wanted: ZadigSubscription, by: PersonId, at: Instant): Promise<void>;
  /** Answers whether there was something to end. */
  unsubscribe(place: string): Promise<boolean>;
  subscriptions(place: string): Promise<readonly ZadigSubscription[]>;
  /** What would become of an answer now; `taken` means that it would be. */
  ask(press: Press): Promise<Pressing>;
  answer(press: Press & { readonly verdict: ZadigVerdict; readonly reason?: string | undefined }): Promise<Pressing>;
  /** Sends an answer once more that did not reach Zadig. */
  sendAgain(press: Press): Promise<Pressing>;
}
