/**
 * What is different between two readings of a plan's requirements.
 */
import { same } from "./digest.ts";
import type { RequirementState, RequirementStates } from "./reading.ts";

/** One difference between two readings: of a requirement, or of an issue of a sprint. */
export interface RequirementChange {
  readonly word: string;
  readonly before?: RequirementState | undefined;
  readonly after?: RequirementState | undefined;
}

/** What differs, in the order of the words; requirements that one of the two does not have are left out. */
export function requirementChanges(before: RequirementStates, after: RequirementStates): readonly RequirementChange[] {
  return Object.keys(after).flatMap((word) => {
    const [was, is] = [before[word], after[word]];
    return was && is && !same(was, is) ? [{ word, before: was, after: is }] : [];
  });
}
