/**
 * Why a command was refused: a code, and what the text needs. The text is made where the reader's language is known.
 */

import type { CommandType } from "./command.ts";
import type { Checkpoint, Instant, Party, PersonId, Rule } from "./content.ts";
import type { Freeze } from "./context.ts";
import type { CustomProblem } from "./custom.ts";
import type { Actor, ItemState, Status } from "./plan.ts";
import type { RequirementProblem } from "./requirement.ts";
import type { ParameterProblem } from "./workflow.ts";

/** Why nobody could ever satisfy a level. `barred` may not decide on this plan, being its manager or last editor. */
export interface Unsatisfiable {
  readonly level: string;
  readonly rule: Rule;
  readonly needed: number;
  readonly able: readonly PersonId[];
  readonly barred: readonly PersonId[];
}

export type Refusal =
  // Who
  | {
      readonly code: "not-allowed";
      readonly command: CommandType;
      readonly need: "reader" | "planner" | "manager" | "editor" | "owner" | "admin" | "person" | "system";
    }
  | { readonly code: "not-approver"; readonly level: string; readonly approvers: readonly Party[] }
  | { readonly code: "own-plan"; readonly as: "manager" | "last-editor" }
  | { readonly code: "approver-may-not-execute" }
  | { readonly code: "approver-may-not-manage"; readonly person: PersonId }
  | { readonly code: "second-person"; readonly proposedBy: PersonId; readonly at: Instant }
  | { readonly code: "unknown-person"; readonly name: string; readonly nearest?: string | undefined }
  | { readonly code: "unknown-group"; readonly name: string; readonly nearest?: string | undefined }
  // When
  | {
      readonly code: "wrong-status";
      readonly command: CommandType;
      readonly status: Status;
      readonly possible: readonly CommandType[];
    }
  | {
      readonly code: "already-decided";
      readonly verdict: "approve" | "reject";
      readonly by: PersonId;
      readonly at: Instant;
    }
  | { readonly code: "content-changed" }
  | { readonly code: "not-approved" }
  /** This round is decided at a platform's own approval. */
  | { readonly code: "decided-elsewhere"; readonly desk: string; readonly link?: string | undefined }
  | { readonly code: "needs-approval" }
  | { readonly code: "no-approval" }
  /** `freeze` holds when the window opens, and ends inside it. */
  | { readonly code: "window-not-open"; readonly opens: Instant; readonly freeze?: Freeze | undefined }
  | { readonly code: "window-over"; readonly closed: Instant }
  | { readonly code: "not-yet"; readonly closes: Instant }
  /** `closes` is when the window ends, where the freeze outlasts it. */
  | {
      readonly code: "frozen";
      readonly freeze: string;
      readonly until: Instant;
      readonly closes?: Instant | undefined;
      /** It is the time outside of release windows, which have the name. */
      readonly outside?: boolean | undefined;
    }
  // Items
  | { readonly code: "unknown-item"; readonly item: string; readonly items: number }
  | {
      readonly code: "wrong-item-state";
      readonly item: string;
      readonly state: ItemState;
      readonly by?: Actor | undefined;
      readonly at?: Instant | undefined;
    }
  | { readonly code: "wrong-item-type"; readonly item: string; readonly type: "text" | "workflow" }
  | { readonly code: "still-stopping"; readonly item: string }
  | { readonly code: "waits-for"; readonly item: string; readonly items: readonly string[] }
  /** What its plan asks of whoever does it is not all there. */
  | {
      readonly code: "evidence-missing";
      readonly item: string;
      readonly fields: readonly string[];
      readonly checks: readonly string[];
    }
  /** It asks for nothing of this name and kind. */
  | { readonly code: "unknown-ask"; readonly item: string; readonly ask: string; readonly known: readonly string[] }
  | { readonly code: "bad-link"; readonly item: string; readonly ask: string }
  | { readonly code: "unknown-check"; readonly item: string; readonly check: number; readonly checks: number }
  | { readonly code: "too-many-files"; readonly item: string; readonly most: number }
  /** Somebody else has to confirm what one has said oneself. */
  | { readonly code: "confirm-other"; readonly item: string; readonly at: Instant }
  | { readonly code: "nothing-to-undo"; readonly item: string }
  // Content
  | { readonly code: "no-items" }
  | { readonly code: "too-many-items"; readonly most: number }
  | { readonly code: "invalid-content"; readonly path: string; readonly problem: string }
  | {
      readonly code: "order-incomplete";
      readonly missing: readonly string[];
      readonly twice: readonly string[];
      readonly unknown: readonly string[];
    }
  | { readonly code: "order-cycle"; readonly items: readonly string[] }
  | { readonly code: "item-needed"; readonly item: string; readonly by: readonly string[] }
  | { readonly code: "duplicate-level"; readonly level: string }
  /** It asks for the same thing twice. */
  | { readonly code: "duplicate-ask"; readonly item: string; readonly name: string }
  /** Two have to say that it is done, and only one person may. */
  | { readonly code: "confirm-alone"; readonly item: string }
  | { readonly code: "window-backwards"; readonly opens: Instant; readonly closes: Instant }
  | { readonly code: "schedule-outside-window"; readonly schedule: Instant }
  | { readonly code: "schedule-over"; readonly schedule: Instant }
  | { readonly code: "unsatisfiable"; readonly problem: Unsatisfiable }
  | { readonly code: "unknown-policy"; readonly policy: string; readonly known: readonly string[] }
  /** The settings have changed: the policy asks for something that this content does not have. */
  | { readonly code: "policy-moved"; readonly policy: string }
  | { readonly code: "no-emergency"; readonly policy: string }
  /** An emergency plan without approval has no second person. */
  | { readonly code: "emergency-alone" }
  | { readonly code: "unknown-desk"; readonly via: string; readonly known: readonly string[] }
  /** Platforms' own approvals know any and all, and no number between. */
  | { readonly code: "desk-rule"; readonly via: string; readonly level: string }
  /** They know no second factor of ours either, which the policy wants. */
  | { readonly code: "desk-step-up"; readonly via: string; readonly policy: string }
  | { readonly code: "unknown-engine"; readonly engine: string; readonly known: readonly string[] }
  | {
      readonly code: "unknown-workflow";
      readonly engine: string;
      readonly workflow: string;
      readonly known: readonly string[];
    }
  /** The engine can't be asked now what it offers. */
  | { readonly code: "engine-silent"; readonly engine: string }
  | { readonly code: "bad-requirement"; readonly problem: RequirementProblem }
  | { readonly code: "no-requirements" }
  /** Nothing is connected that reads them: they are links. */
  | { readonly code: "not-readable" }
  /** There are none of these names, or they are not shown to the account that reads. */
  | { readonly code: "requirements-missing"; readonly words: readonly string[] }
  /** They can't be read now, and the policy wants them read. */
  | { readonly code: "requirements-silent"; readonly words: readonly string[]; readonly why: string }
  | { readonly code: "unknown-hook"; readonly name: string; readonly known: readonly string[] }
  | { readonly code: "bad-custom"; readonly problem: CustomProblem }
  | { readonly code: "bad-parameter"; readonly item: string; readonly problem: ParameterProblem }
  | { readonly code: "reason-needed"; readonly command: CommandType }
  | { readonly code: "too-long"; readonly field: string; readonly most: number }
  | { readonly code: "control-characters"; readonly field: string }
  | { readonly code: "nobody-to-remind" }
  /** They asked not to be reminded, or were told enough for today. */
  | { readonly code: "told-enough"; readonly people: readonly PersonId[] }
  /** Another owner has said that the item is theirs. */
  | { readonly code: "claimed"; readonly item: string; readonly by: PersonId; readonly at: Instant }
  /** The policy wants a second factor before a decision counts. */
  | { readonly code: "step-up-needed" }
  // Reports from outside
  | { readonly code: "stale-instance" }
  | { readonly code: "no-such-check"; readonly checkpoint: Checkpoint }
  /** The gate is there, but does not ask this endpoint. */
  | { readonly code: "not-asked"; readonly checkpoint: Checkpoint; readonly endpoint: string }
  | { readonly code: "unknown-run" }
  | { readonly code: "exists" }
  | { readonly code: "no-such-plan" };

export type RefusalCode = Refusal["code"];
export type RefusalOf<C extends RefusalCode> = Extract<Refusal, { code: C }>;
