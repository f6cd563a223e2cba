/**
 * What may have happened to a plan. An event carries all that `evolve` needs: folding the log reads no rules and no directory.
 */
import type { Checkpoint, Content, Instant, Party, PersonId } from "./content.ts";
import type { Confirmed, EvidenceFile, Given } from "./evidence.ts";
import type { Pace } from "./pace.ts";
import type { Actor, Denial, Gate, Proposal, RunProgress, Vote } from "./plan.ts";
import type { RequirementReading, RequirementStates } from "./reading.ts";
import type { Secrets } from "./secrets.ts";
import type { Source } from "./source.ts";
import type { WorkflowDescription } from "./workflow.ts";

/** Accepted by the receiver; failing, and tried again; given up after the last attempt. */
export type HookReport = "accepted" | "failing" | "given-up";

/** Why the schedule's time was missed, and what comes of it. */
export interface MissedSchedule {
  /** `late`: nobody looked at the time, because gonogo was not running. */
  readonly why: "not-executing" | "window-not-open" | "frozen" | "late";
  /** It may still start by itself, its manager is asked, or the plan fails. A log begun before policies said so has none. */
  readonly outcome?: "waiting" | "ask" | "fail" | undefined;
  /** When it is tried again, and until when that goes on. */
  readonly next?: Instant | undefined;
  readonly until?: Instant | undefined;
}

export type Happening =
  | {
      readonly type: "created";
      readonly id: string;
      readonly index: number;
      readonly key?: string | undefined;
      readonly manager: PersonId;
      readonly content: Content;
      readonly digest: string;
      readonly instanceCode: string;
      readonly secrets?: Secrets | undefined;
      readonly source?: Source | undefined;
    }
  /** `reset` names the done items whose work changed, which are to do again; `fields` are those of the content that changed. */
  | {
      readonly type: "edited";
      readonly content: Content;
      readonly digest: string;
      readonly instanceCode: string;
      readonly reset: readonly string[];
      readonly fields?: readonly (keyof Content)[] | undefined;
      readonly secrets?: Secrets | undefined;
      readonly source?: Source | undefined;
    }
  /** With a digest, what was read is what an approval will be bound to. */
  | {
      readonly type: "requirements-read";
      readonly reading: RequirementReading;
      readonly digest?: string | undefined;
    }
  /** From here on the digest covers the workflows as well, and the requirements as they were read. */
  | {
      readonly type: "planning-finished";
      readonly submit: boolean;
      readonly gates: readonly Gate[];
      readonly workflows: Readonly<Record<string, WorkflowDescription>>;
      readonly requirements?: RequirementStates | undefined;
      readonly digest: string;
    }
  | {
      readonly type: "check-asked";
      readonly checkpoint: Checkpoint;
      readonly attempt: number;
      readonly endpoints: readonly string[];
    }
  | {
      readonly type: "check-progressed";
      readonly checkpoint: Checkpoint;
      readonly endpoint: string;
      readonly text: string;
    }
  /** One of several endpoints said go; the others have not yet. */
  | { readonly type: "check-agreed"; readonly checkpoint: Checkpoint; readonly endpoint: string }
  /** Without an endpoint nobody answered in time, and the gate's policy decided. */
  | {
      readonly type: "check-failed";
      readonly checkpoint: Checkpoint;
      readonly endpoint?: string | undefined;
      readonly reason: string;
    }
  | { readonly type: "check-passed"; readonly checkpoint: Checkpoint; readonly endpoint?: string | undefined }
  /** Nobody answered in time, and people are asked what to do. */
  | { readonly type: "check-overdue"; readonly checkpoint: Checkpoint }
  | { readonly type: "check-reminded"; readonly checkpoint: Checkpoint; readonly endpoints: readonly string[] }
  /** What became of telling an endpoint that a checkpoint is reached. */
  | {
      readonly type: "hook-reported";
      readonly report: HookReport;
      readonly delivery: string;
      readonly endpoint: string;
      readonly checkpoint: Checkpoint;
      readonly attempt: number;
      readonly problem?: string | undefined;
      /** When it is tried again. */
      readonly next?: Instant | undefined;
    }
  | {
      readonly type: "hook-sent-again";
      readonly delivery: string;
      readonly endpoint: string;
      readonly checkpoint: Checkpoint;
    }
  | { readonly type: "exception-proposed"; readonly proposal: Proposal }
  | {
      readonly type: "check-overridden";
      readonly checkpoint: Checkpoint;
      readonly reason: string;
      /** Who proposed it, where the policy wants two. */
      readonly proposedBy?: PersonId | undefined;
    }
  /** Says that nothing stands between planning and the next step: no gate, or the gate let it pass. */
  | { readonly type: "ready" }
  | {
      readonly type: "approval-asked";
      readonly round: number;
      readonly digest: string;
      readonly pace?: Pace | undefined;
    }
  | { readonly type: "voted"; readonly vote: Vote }
  | { readonly type: "level-passed"; readonly level: number }
  | { readonly type: "approved" }
  | { readonly type: "denied"; readonly reason: string; readonly denial?: Denial | undefined }
  /** The desk asks the round's approvers, under a name of its own. */
  | { readonly type: "desk-opened"; readonly desk: string; readonly ref: string; readonly link?: string | undefined }
  | { readonly type: "desk-failed"; readonly desk: string; readonly reason: string }
  | { readonly type: "desk-asked-again"; readonly desk: string }
  /** An approval that nobody waits for any more is still open at its desk. */
  | {
      readonly type: "desk-not-withdrawn";
      readonly desk: string;
      readonly round: number;
      readonly reason: string;
    }
  | { readonly type: "executing" }
  | {
      readonly type: "item-started";
      readonly item: string;
      readonly key: string;
      readonly attempt: number;
      /** The engine's name of the failed run that is repeated. */
      readonly again?: string | undefined;
      readonly despiteFreeze?: string | undefined;
      readonly proposedBy?: PersonId | undefined;
    }
  /** Nothing was started: the workflow is not what was approved. */
  | { readonly type: "item-held"; readonly item: string; readonly changes: readonly string[] }
  /** Nothing was started: its time had passed before the engine was told. */
  | { readonly type: "item-late"; readonly item: string; readonly why: "window-over" | "frozen" }
  /** The schedule's time has come and workflow items start by themselves from now on. */
  | { readonly type: "schedule-began" }
  | ({ readonly type: "schedule-missed" } & MissedSchedule)
  | { readonly type: "run-linked"; readonly item: string; readonly ref: string; readonly link?: string | undefined }
  | { readonly type: "run-progressed"; readonly item: string; readonly progress: RunProgress }
  /** A point of its check list was ticked off, or is open again. */
  | { readonly type: "item-ticked"; readonly item: string; readonly check: number; readonly ticked: boolean }
  | { readonly type: "file-attached"; readonly item: string; readonly file: EvidenceFile }
  /** The first of two said that it is done. */
  | ({
      readonly type: "item-said";
      readonly item: string;
      readonly despiteFreeze?: string | undefined;
      readonly proposedBy?: PersonId | undefined;
    } & Given)
  /** What was given so far is taken back; `from` is who had said that it is done. */
  | {
      readonly type: "item-unsaid";
      readonly item: string;
      readonly from?: PersonId | undefined;
      readonly reason?: string | undefined;
    }
  | ({
      readonly type: "item-done";
      readonly item: string;
      readonly confirms?: Confirmed | undefined;
      readonly progress?: RunProgress | undefined;
      readonly despiteFreeze?: string | undefined;
      readonly proposedBy?: PersonId | undefined;
    } & Given)
  | {
      readonly type: "item-failed";
      readonly item: string;
      readonly reason: string;
      readonly progress?: RunProgress | undefined;
      readonly unclear: boolean;
    }
  | { readonly type: "item-claimed"; readonly item: string; readonly from?: PersonId | undefined }
  | { readonly type: "item-skipped"; readonly item: string; readonly reason: string }
  /** Every item is done or skipped. */
  | { readonly type: "all-done" }
  | { readonly type: "succeeded" }
  /** The window ended, or the schedule was missed where the policy lets that fail. */
  | { readonly type: "timed-out"; readonly why?: "schedule" | undefined }
  /** `stopping` names the runs that are asked to stop; their items are to do again. */
  | {
      readonly type: "replanned";
      readonly instanceCode: string;
      readonly digest: string;
      readonly stopping: readonly string[];
    }
  | { readonly type: "cancelled"; readonly reason: string; readonly stopping: readonly string[] }
  | { readonly type: "run-stopped"; readonly key: string; readonly ended: boolean }
  | { readonly type: "run-not-stopped"; readonly key: string; readonly reason: string }
  /** A plan to look back at this emergency was made, of this number. */
  | { readonly type: "review-made"; readonly index: number }
  | { readonly type: "handed-over"; readonly to: PersonId; readonly from?: PersonId | undefined }
  | { readonly type: "reminded"; readonly people: readonly PersonId[] }
  /** Nobody decided in time: these may decide besides. */
  | {
      readonly type: "escalated";
      readonly level: number;
      readonly to: Party;
      readonly people: readonly PersonId[];
    }
  /** The round's time is over, and its manager is asked what to do. */
  | { readonly type: "approval-overdue" }
  /** Those who are here cannot satisfy the level that is asked. */
  | { readonly type: "level-stuck"; readonly level: number; readonly away: readonly PersonId[] }
  /** Enough of them are back, or somebody stands in. */
  | { readonly type: "level-free"; readonly level: number }
  /** An end of the window is near. */
  | {
      readonly type: "window-near";
      readonly end: "opens" | "closes";
      readonly time: Instant;
      readonly people: readonly PersonId[];
    }
  | { readonly type: "commented"; readonly text: string };

export type PlanEvent = Happening & { readonly at: Instant; readonly by: Actor };
export type EventType = Happening["type"];
export type EventOf<T extends EventType> = Extract<PlanEvent, { type: T }>;
