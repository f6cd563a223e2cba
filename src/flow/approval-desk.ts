/**
 * The port of a platform's own approvals: an approval of a plan can be asked there instead of on cards.
 */
import type { Lang } from "../chat/texts/catalogue.ts";
import type { Instant } from "../plan/content.ts";

/** One asking for consent, as a desk is to ask it. Accounts are the desk's platform's own ids. */
export interface DeskRound {
  /** The same for every attempt at this round of this plan. */
  readonly key: string;
  readonly plan: { readonly id: string; readonly index: number; readonly name: string };
  readonly round: number;
  /** What is consented to; the desk shows its beginning, and never reads into it. */
  readonly digest: string;
  /** Where the plan can be seen. */
  readonly link?: string | undefined;
  readonly lang: Lang;
  /** The manager's account, in whose name it is asked. */
  readonly originator: string;
  readonly levels: readonly DeskLevel[];
  /** Accounts that are told how it ends. */
  readonly copies: readonly string[];
  /** What is to be decided: a label and plain text each. */
  readonly lines: readonly { readonly label: string; readonly text: string }[];
}

export interface DeskLevel {
  readonly name: string;
  readonly rule: "any" | "all";
  readonly approvers: readonly string[];
}

/** One decision. `for` is the approver whose turn it was, where somebody else decided: by transfer, or added to the level. */
export interface DeskVote {
  /** The place of the level, from 0. */
  readonly level: number;
  readonly account: string;
  readonly verdict: "approve" | "reject";
  readonly comment?: string | undefined;
  readonly at: Instant;
  readonly for?: string | undefined;
}

/**
 * All that is known of a round. `withdrawn` was taken back by its originator or deleted, `expired` closed by the platform
 * after its time, `reverted` taken back after it was approved.
 */
export interface DeskState {
  readonly outcome: "open" | "approved" | "rejected" | "withdrawn" | "expired" | "reverted";
  /** The place of the level that is asked, from 0. */
  readonly level: number;
  readonly votes: readonly DeskVote[];
  /** Where people decide. */
  readonly link?: string | undefined;
}

/** `none` is a certainty: this key was never asked. `unknown` says why nobody can tell. */
export type FoundRound =
  | { readonly found: "round"; readonly ref: string }
  | { readonly found: "none" }
  | { readonly found: "unknown"; readonly why: string };

export interface ApprovalDesk {
  /** What `approval.via` says, and the platform whose accounts it knows. */
  readonly name: string;
  /** Asks; answers with the desk's own name of it. A repeat of the key asks no second time where the platform can hold it. */
  open(round: DeskRound): Promise<string>;
  find(key: string): Promise<FoundRound>;
  /** The whole truth at this moment; events of the platform only hasten the next look. */
  read(ref: string): Promise<DeskState>;
  /** Takes it back in the originator's name; `ended` when it was over already. */
  withdraw(ref: string, originator: string): Promise<"withdrawn" | "ended">;
}

/** What is known of a call that did not work. */
export interface DeskErrorDetails {
  /** True when it is certain that nothing was asked. */
  readonly sure: boolean;
  readonly again: boolean;
  /** How long the platform asked to be left alone (ms). */
  readonly retryAfter?: number | undefined;
}

/** The desk did not do it. */
export class DeskError extends Error {
  override readonly name = "DeskError";
  readonly sure: boolean;
  readonly again: boolean;
  readonly retryAfter: number | undefined;
  constructor(message: string, { sure, again, retryAfter }: DeskErrorDetails, cause?: unknown) {
    super(message, { cause });
    this.sure = sure;
    this.again = again;
    this.retryAfter = retryAfter;
  }
}
