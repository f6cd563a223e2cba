/**
 * The port of everything that keeps requirements: trackers of issues and sprints.
 */
import type { FoundRequirements, RequirementQuery } from "../plan/found.ts";
import type { RequirementState } from "../plan/reading.ts";
import type { Requirement } from "../plan/requirement.ts";

export type ReadState = Extract<RequirementState, { kind: "issue" | "sprint" }>;

export interface RequirementSource {
  readonly name: string;
  /** Whether it is kept there. */
  reads(requirement: Requirement): boolean;
  /** Undefined where there is no such thing, or none that the account may see. Rejects with an EngineError. */
  read(requirement: Requirement): Promise<ReadState | undefined>;
  /** Looks for boards, sprints and issues; undefined where no board is of that name. Rejects with an EngineError. */
  find?(query: RequirementQuery): Promise<FoundRequirements | undefined>;
  stop(): Promise<void>;
}
