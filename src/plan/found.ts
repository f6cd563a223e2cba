/**
 * Looking for what a plan may be released for: what was asked, and what came of it.
 */
import type { IssueFacts, SprintFacts } from "./reading.ts";

/** What is looked for. Words alone are looked for in issues; a board has sprints, and a sprint has issues. */
export interface RequirementQuery {
  readonly project?: string | undefined;
  /** A board's number, or its name. */
  readonly board?: string | undefined;
  readonly sprint?: number | undefined;
  readonly words?: string | undefined;
  /** From 1. */
  readonly page?: number | undefined;
}

export interface FoundBoard {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly project?: string | undefined;
}
export interface FoundSprint extends Omit<SprintFacts, "issues" | "more"> {
  readonly id: number;
  /** Of the board that it is on; undefined where Jira does not say. */
  readonly project?: string | undefined;
}

/** One page of what was found; `more` means that there is another. */
export type FoundRequirements = { readonly more: boolean } & (
  | { readonly found: "boards"; readonly boards: readonly FoundBoard[] }
  | { readonly found: "sprints"; readonly board: string; readonly sprints: readonly FoundSprint[] }
  | { readonly found: "issues"; readonly issues: readonly IssueFacts[] }
);

/** What came of looking: something, perhaps an empty page, or why not. */
export type Finding =
  | FoundRequirements
  | { readonly found: "no-board" }
  | { readonly found: "silent"; readonly why: string };
