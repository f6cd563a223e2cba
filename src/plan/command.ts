/**
 * What may be asked of a plan. Every surface sends these through the same door.
 */
import type { Approval, Checkpoint, Content, CustomValue, Instant, PersonId, Window, Work } from "./content.ts";
import type { HookReport } from "./event.ts";
import type { EvidenceFile, Given } from "./evidence.ts";
import type { RunProgress } from "./plan.ts";
import type { Source } from "./source.ts";

/** An item as an author gives it. `after` names items by id. Without `id` it is new. */
export interface ItemDraft {
  readonly name: string;
  readonly owners?: readonly string[] | undefined;
  readonly after?: readonly string[] | undefined;
  readonly work: Work;
}

/** One change of content. A field that is absent stays as it is; `null` clears it. */
export type Change =
  | {
      readonly change: "fields";
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly window?: Window | null | undefined;
      readonly schedule?: Instant | null | undefined;
      readonly requirements?: readonly string[] | undefined;
      readonly approval?: Approval | null | undefined;
      readonly policy?: string | undefined;
      readonly emergency?: string | null | undefined;
      readonly editors?: readonly string[] | undefined;
      readonly announce?: readonly string[] | undefined;
      readonly hooks?: readonly string[] | undefined;
      readonly tags?: readonly string[] | undefined;
      /** Field by field: those that are absent stay as they are, `null` clears one. */
      readonly custom?: Readonly<Record<string, CustomValue | null>> | undefined;
    }
  | { readonly change: "add-item"; readonly item: ItemDraft }
  | {
      readonly change: "edit-item";
      readonly item: string;
      readonly name?: string | undefined;
      readonly owners?: readonly string[] | undefined;
      readonly after?: readonly string[] | undefined;
      readonly work?: Work | undefined;
    }
  | { readonly change: "remove-item"; readonly item: string }
  /** Every item once, in the new order. */
  | { readonly change: "order-items"; readonly items: readonly string[] }
  /** The whole content at once, as `apply` does; items without an id are new. */
  | { readonly change: "replace"; readonly content: Content };

/** One decision made at a desk. */
export interface DeskVote {
  /** The place of the level, from 0. */
  readonly level: number;
  /** Absent for somebody whom the directory does not know. */
  readonly by?: PersonId | undefined;
  readonly verdict: "approve" | "reject";
  readonly comment?: string | undefined;
  readonly at: Instant;
  /** The approver whose turn it was, where another one decided. */
  readonly for?: PersonId | undefined;
}

/** All that a desk knows of a round at a moment. */
export interface DeskReport {
  readonly outcome: "open" | "approved" | "rejected" | "withdrawn" | "expired" | "reverted";
  /** The level that it asks now; those before have passed. */
  readonly level: number;
  readonly votes: readonly DeskVote[];
  readonly link?: string | undefined;
}

export type Command =
  | {
      readonly type: "create";
      readonly id: string;
      readonly index: number;
      readonly key?: string | undefined;
      readonly manager: PersonId;
      readonly content: Content;
      readonly source?: Source | undefined;
    }
  | {
      readonly type: "edit";
      readonly changes: readonly Change[];
      readonly source?: Source | undefined;
      /** The digest the author was looking at; an edit onto something else is refused. */
      readonly seen?: string | undefined;
    }
  | { readonly type: "finish" }
  | { readonly type: "submit" }
  | { readonly type: "start" }
  | { readonly type: "replan" }
  /** Reads the requirements anew. */
  | { readonly type: "refresh" }
  | { readonly type: "cancel"; readonly reason: string }
  | { readonly type: "recheck" }
  | {
      readonly type: "override";
      readonly reason: string;
      /** The checkpoint on the card that was clicked, so that a second press never counts for the next one. */
      readonly checkpoint?: Checkpoint | undefined;
    }
  | { readonly type: "handover"; readonly to: PersonId }
  | { readonly type: "remind" }
  | { readonly type: "comment"; readonly text: string }
  | {
      readonly type: "approve";
      readonly comment?: string | undefined;
      /** The digest shown on the card that was clicked. */
      readonly seen?: string | undefined;
      /** The level that card asks for, from 0, so that a second press never counts in the next one. */
      readonly level?: number | undefined;
    }
  | {
      readonly type: "reject";
      readonly reason: string;
      readonly seen?: string | undefined;
      readonly level?: number | undefined;
    }
  | {
      readonly type: "run";
      readonly item: string;
      /** An admin's reason to carry it out in a freeze. */
      readonly despiteFreeze?: string | undefined;
    }
  | { readonly type: "retry"; readonly item: string; readonly despiteFreeze?: string | undefined }
  | ({
      readonly type: "done";
      readonly item: string;
      readonly despiteFreeze?: string | undefined;
    } & Given)
  /** Places in the item's check list, from 0. */
  | {
      readonly type: "tick";
      readonly item: string;
      readonly ticked: readonly number[];
      readonly unticked: readonly number[];
    }
  /** Gives a file that is kept, before anybody says that the item is done. */
  | { readonly type: "attach"; readonly item: string; readonly file: EvidenceFile }
  /** Takes back what was given so far: a first word, files. */
  | { readonly type: "undo"; readonly item: string; readonly reason?: string | undefined }
  | { readonly type: "skip"; readonly item: string; readonly reason: string }
  | { readonly type: "claim"; readonly item: string }
  /** Tells an endpoint once more what it was told, or was to be told. */
  | {
      readonly type: "send-again";
      readonly delivery: string;
      readonly endpoint: string;
      readonly checkpoint: Checkpoint;
    }
  // What the system reports. People and tokens may not send these.
  | { readonly type: "expire" }
  /** Time has come to tell people of something, or to go on without them. */
  | { readonly type: "nudge" }
  | { readonly type: "run-scheduled" }
  | { readonly type: "run-linked"; readonly key: string; readonly ref: string; readonly link?: string | undefined }
  | { readonly type: "run-progressed"; readonly key: string; readonly progress: RunProgress }
  | { readonly type: "run-passed"; readonly key: string; readonly progress: RunProgress }
  | { readonly type: "run-failed"; readonly key: string; readonly reason: string; readonly progress: RunProgress }
  | { readonly type: "run-unclear"; readonly key: string; readonly reason: string }
  /** The engine's workflow is not what was approved; nothing was started. */
  | { readonly type: "run-held"; readonly key: string; readonly changes: readonly string[] }
  /** The time to start it has passed before the engine was told; nothing was started. */
  | { readonly type: "run-late"; readonly key: string }
  | { readonly type: "run-stopped"; readonly key: string }
  | { readonly type: "run-not-stopped"; readonly key: string; readonly reason: string }
  /** The desk has asked, and where people decide. */
  | { readonly type: "desk-opened"; readonly round: number; readonly ref: string; readonly link?: string | undefined }
  | { readonly type: "desk-failed"; readonly round: number; readonly reason: string }
  | { readonly type: "desk-reported"; readonly round: number; readonly report: DeskReport }
  | {
      readonly type: "desk-not-withdrawn";
      readonly desk: string;
      readonly round: number;
      readonly reason: string;
    }
  | {
      readonly type: "check-answered";
      readonly checkpoint: Checkpoint;
      /** Which endpoint answers. */
      readonly endpoint: string;
      readonly instanceCode: string;
      readonly result: "success" | "failed" | "executing";
      readonly text?: string | undefined;
    }
  /** A plan to look back at this emergency was made, of this number. */
  | { readonly type: "review-made"; readonly index: number }
  /** The gate's time is over. */
  | { readonly type: "expire-check" }
  | { readonly type: "remind-check" }
  | {
      readonly type: "report-hook";
      readonly report: HookReport;
      readonly delivery: string;
      readonly endpoint: string;
      readonly checkpoint: Checkpoint;
      /** How often it was tried. */
      readonly attempt: number;
      readonly problem?: string | undefined;
      readonly next?: Instant | undefined;
    };

export type CommandType = Command["type"];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;
