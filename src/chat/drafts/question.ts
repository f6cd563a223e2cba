/**
 * What a message left open, and what was taken from it.
 */
import type { Instant, PersonId } from "../../plan/content.ts";
import type { PlanDraft } from "../plan-file/draft.ts";
import type { TimeProblem } from "../times/problem.ts";

/** Where something stands in a text. */
export interface Placed {
  readonly at: number;
  readonly end: number;
}

/** Must be answered before there can be a plan: nobody is made an approver or an owner by a guess. */
export type Question =
  | { readonly code: "ambiguous-person"; readonly name: string; readonly people: readonly PersonId[] }
  | { readonly code: "unknown-person"; readonly name: string; readonly nearest?: string | undefined }
  /** An approval is asked for, and of nobody who is known. */
  | { readonly code: "no-approver"; readonly text: string };

/** Worth saying; the plan can do without. */
export type Hint =
  | { readonly code: "needs-end"; readonly text: string; readonly at: Instant }
  | { readonly code: "bad-time"; readonly problem: TimeProblem }
  /** A second time where there is room for one. */
  | { readonly code: "second-time"; readonly text: string }
  | { readonly code: "unknown-word"; readonly key: "announce" | "policy" | "run"; readonly name: string }
  /** It speaks of approving; nobody was made an approver of it. */
  | { readonly code: "approval-unclear"; readonly text: string }
  /** A model was asked as well, because the settings name one. */
  | { readonly code: "model" | "model-failed"; readonly name: string }
  /** The model named somebody who is not in the message. */
  | { readonly code: "model-person"; readonly name: string }
  /** The description alone has it. */
  | { readonly code: "not-understood"; readonly text: string };

/** A plan as far as a message says one. Its people are known, and its times full: nothing in it depends on when it is read. */
export interface Sketch {
  readonly draft: PlanDraft;
  /** The message says itself what the plan is called, in a field or in quotes; absent where the name is made of its words. */
  readonly named?: true | undefined;
  readonly open: readonly Question[];
  readonly hints: readonly Hint[];
}
