/**
 * What a plan is after everything in its log has happened.
 */
import type { Checkpoint, Content, Instant, Party, PersonId } from "./content.ts";
import type { Confirmed, EvidenceFile, Given, Tick } from "./evidence.ts";
import type { Pace } from "./pace.ts";
import type { RequirementReading, RequirementStates } from "./reading.ts";
import type { WorkflowDescription } from "./workflow.ts";

export const STATUSES = [
  "planning",
  "wait_for_finish_planning_external_check",
  "wait_for_finish_planning_external_check_failed",
  "finish_planning",
  "wait_for_approval",
  "denied",
  "wait_for_execute_external_check",
  "wait_for_execute_external_check_failed",
  "executing",
  "timeout",
  "wait_for_all_done_external_check",
  "wait_for_all_done_external_check_failed",
  "success",
  "cancel",
] as const;
export type Status = (typeof STATUSES)[number];

export const ITEM_STATES = ["todo", "running", "done", "skipped", "failed"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** Who acts. A token or the system is never an approver. */
export type Actor =
  | { readonly kind: "person"; readonly id: PersonId }
  | { readonly kind: "token"; readonly name: string }
  | { readonly kind: "system"; readonly part: "timer" | "engine" | "hook" | "desk" };

/** A run as an engine reports it. Percent is 0 to 100; `tail` is the end of its output. */
export interface RunProgress {
  readonly stage?: string | undefined;
  readonly job?: string | undefined;
  readonly percent?: number | undefined;
  readonly link?: string | undefined;
  readonly tail?: string | undefined;
}

/** One execution of a workflow item. `key` is the same however often its start is attempted. */
export interface Run {
  readonly key: string;
  readonly attempt: number;
  /** The engine's name of the failed run that this one repeats. */
  readonly again?: string | undefined;
  /** Why it may go on in a freeze. */
  readonly despiteFreeze?: string | undefined;
  readonly ref?: string | undefined;
  readonly progress: RunProgress;
}

/** A run that a replan or a cancel asked to stop, and what became of it. */
export interface StoppedRun {
  readonly item: string;
  readonly itemName: string;
  readonly key: string;
  readonly outcome: "asked" | "stopped" | "ended" | "not-stopped";
  readonly reason?: string | undefined;
}

/** Why an item was not started although somebody wanted it: its workflow is not what was approved. */
export interface Hold {
  readonly at: Instant;
  /** What is different, a line each, for people. */
  readonly changes: readonly string[];
}

export type ItemProgress =
  | {
      readonly state: "todo";
      readonly held?: Hold | undefined;
      /** What is ticked off, by its place in the check list, from 0. */
      readonly ticked?: Readonly<Record<string, Tick>> | undefined;
      /** Given before anybody said that it is done. */
      readonly files?: readonly EvidenceFile[] | undefined;
      /** One person has said that it is done, and a second one has to confirm it. */
      readonly said?: (Given & Confirmed) | undefined;
    }
  | { readonly state: "running"; readonly by: Actor; readonly at: Instant; readonly run: Run }
  | {
      readonly state: "done";
      readonly by: Actor;
      readonly at: Instant;
      readonly remark?: string | undefined;
      readonly evidence?: readonly string[] | undefined;
      readonly answers?: Readonly<Record<string, string>> | undefined;
      readonly files?: readonly EvidenceFile[] | undefined;
      readonly ticked?: Readonly<Record<string, Tick>> | undefined;
      /** Who had said so first, where two have to. */
      readonly confirms?: Confirmed | undefined;
      readonly run?: Run | undefined;
    }
  | { readonly state: "skipped"; readonly by: Actor; readonly at: Instant; readonly reason: string }
  | {
      readonly state: "failed";
      /** Who started what failed. */
      readonly by: Actor;
      readonly at: Instant;
      readonly reason: string;
      readonly run: Run;
      /** True when nobody can know whether the engine started it: a person has to look first. */
      readonly unclear: boolean;
    };

/** One person's decision in a level. `seats` are the approvers it counts for: the voter, or whose delegate the voter is. */
export interface Vote {
  readonly level: number;
  readonly by: PersonId;
  readonly seats: readonly PersonId[];
  readonly verdict: "approve" | "reject";
  readonly comment?: string | undefined;
  readonly at: Instant;
}

/** Where a round is decided that is asked at a platform's own approval. */
export interface RoundDesk {
  /** What `approval.via` says. */
  readonly name: string;
  /** The desk's own name of it; absent until it has asked. */
  readonly ref?: string | undefined;
  /** Where people decide. */
  readonly link?: string | undefined;
  /** Why it could not ask. */
  readonly problem?: string | undefined;
}

/**
 * Why a round ended without anybody of it saying no: taken back at its desk, closed there after its time, taken back after
 * it was approved, rejected there by nobody in particular; decided there by somebody who may not, or by nobody at all; not
 * decided in the time that the policy gives.
 */
export type Denial = "withdrawn" | "expired" | "reverted" | "rejected" | "not-allowed" | "nobody" | "undecided";

/** One asking for consent, bound to the digest of the content it was asked for. */
export interface Round {
  readonly number: number;
  readonly digest: string;
  readonly askedAt: Instant;
  /** The level now asked; equals the number of levels when all have passed. */
  readonly level: number;
  readonly votes: readonly Vote[];
  readonly outcome: "open" | "approved" | "denied";
  readonly denial?: Denial | undefined;
  /** Absent when it is decided on cards. */
  readonly desk?: RoundDesk | undefined;
  readonly endedAt?: Instant | undefined;
  /** How it goes on by itself, fixed when it was asked. */
  readonly pace?: Pace | undefined;
  /** When the level now asked was; absent in the first level. */
  readonly levelAt?: Instant | undefined;
  /** Who may decide in this level besides, in the place of those who have not. */
  readonly escalated?: readonly Party[] | undefined;
  readonly escalatedAt?: Instant | undefined;
  /** When each approver was reminded last, in this level. */
  readonly reminded?: Readonly<Record<PersonId, Instant>> | undefined;
  /** Its time is over, and people were asked what to do. */
  readonly overdueAt?: Instant | undefined;
  /** Who was away when it was said that those who are here cannot satisfy this level. */
  readonly stuck?: readonly PersonId[] | undefined;
}

/** A checkpoint at which external systems have their say. Each of its endpoints must say go. */
export interface Gate {
  readonly checkpoint: Checkpoint;
  readonly endpoints: readonly string[];
  /** How long they have (ms), and what happens then. */
  readonly limit?: { readonly after: number; readonly policy: "fail" | "ask" | "pass" } | undefined;
  /** How often people hear that it still waits (ms). */
  readonly remind?: number | undefined;
}

/** One endpoint's part in a check: whether the question reached it, and what it says. */
export interface CheckParty {
  readonly delivery: "sending" | "accepted" | "failing" | "given-up";
  /** Why it was not accepted, and when it is tried again. */
  readonly problem?: string | undefined;
  readonly next?: Instant | undefined;
  readonly answer?: "success" | "failed" | undefined;
  readonly progress?: string | undefined;
}

/** A gate's state in this instance of the plan. A new attempt is a new question with its own delivery. */
export interface Check {
  readonly checkpoint: Checkpoint;
  readonly attempt: number;
  readonly state: "waiting" | "failed" | "passed" | "overridden";
  readonly askedAt: Instant;
  readonly endedAt?: Instant | undefined;
  /** By the name of the endpoint. */
  readonly parties: Readonly<Record<string, CheckParty>>;
  readonly reason?: string | undefined;
  /** Ended because nobody answered in time. */
  readonly unanswered?: boolean | undefined;
  /** When its time was over and people were asked what to do. */
  readonly overdueAt?: Instant | undefined;
  readonly remindedAt?: Instant | undefined;
  readonly by?: Actor | undefined;
}

/** One of several owners has said that the item is theirs. */
export interface Claim {
  readonly by: PersonId;
  readonly at: Instant;
}

/** An exception somebody with the right asked for, waiting for a second person to join. */
export interface Proposal {
  readonly what:
    | { readonly kind: "gate"; readonly checkpoint: Checkpoint }
    | { readonly kind: "freeze"; readonly item: string };
  readonly by: PersonId;
  readonly reason: string;
  readonly at: Instant;
}

export interface Plan {
  readonly id: string;
  readonly index: number;
  readonly key?: string | undefined;
  readonly status: Status;
  readonly content: Content;
  readonly digest: string;
  readonly instanceCode: string;
  /** Where external systems have their say; fixed when planning is finished. */
  readonly gates: readonly Gate[];
  /** Each workflow item's workflow as its engine described it when planning was finished. */
  readonly workflows: Readonly<Record<string, WorkflowDescription>>;
  /** Its requirements as they were read when approval was asked, or planning was finished: part of what is approved. */
  readonly requirements?: RequirementStates | undefined;
  /** Its requirements as they were read last. */
  readonly reading?: RequirementReading | undefined;
  /** Inputs of its workflows that are secret, by item, as the engines said when the content was written. */
  readonly secrets?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly manager: PersonId;
  readonly createdBy: Actor;
  readonly createdAt: Instant;
  /** Who changed the content last, and when. */
  readonly editedBy: Actor;
  readonly editedAt: Instant;
  readonly changedAt: Instant;
  /** The number the next new item gets, so that an id is never used twice. */
  readonly nextItem: number;
  readonly rounds: number;
  readonly round?: Round | undefined;
  /** The last content that was approved, to show what changed since. */
  readonly approvedContent?: Content | undefined;
  /** The workflows that were approved with it. */
  readonly approvedWorkflows?: Readonly<Record<string, WorkflowDescription>> | undefined;
  /** Its requirements as they were approved with it. */
  readonly approvedRequirements?: RequirementStates | undefined;
  /** True when approval is to be asked as soon as the first gate lets it. */
  readonly submitting: boolean;
  readonly checks: Readonly<Partial<Record<Checkpoint, Check>>>;
  readonly proposal?: Proposal | undefined;
  readonly items: Readonly<Record<string, ItemProgress>>;
  /** Which owner has claimed an item, by its id. */
  readonly claims?: Readonly<Record<string, Claim>> | undefined;
  /** How many runs each item has had, over all replans: run keys never repeat. */
  readonly attempts: Readonly<Record<string, number>>;
  readonly stopped: readonly StoppedRun[];
  /** True once the schedule has started items: what becomes ready later starts by itself as well. */
  readonly scheduled: boolean;
  /** The schedule's time was missed, and what comes of it. */
  readonly missed?:
    | { readonly at: Instant; readonly outcome: "waiting" | "ask" | "fail"; readonly next?: Instant | undefined }
    | undefined;
  readonly remindedAt?: Instant | undefined;
  /** The ends of the window that people were told are near. */
  readonly windowTold?: { readonly opens?: Instant | undefined; readonly closes?: Instant | undefined } | undefined;
  readonly finishedPlanningAt?: Instant | undefined;
  readonly executingAt?: Instant | undefined;
  readonly successAt?: Instant | undefined;
  /** The number of the plan that looks back at this emergency. */
  readonly review?: number | undefined;
  readonly ended?: { readonly by: Actor; readonly at: Instant; readonly reason: string } | undefined;
}
