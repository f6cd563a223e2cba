/**
 * What a plan's requirements are, as it was read from where they are kept.
 *
 * Of each it is kept what was read last, and when. When planning is finished, and again when approval is asked, what was
 * read becomes part of what is approved; what is read later is shown beside it, and never takes its place.
 */
import type { Instant } from "./content.ts";

/** How far it is, whatever the words of its own workflow are. */
export type Stage = "todo" | "doing" | "done";

export interface IssueFacts {
  readonly key: string;
  readonly title: string;
  /** Bug, Story …, in the words of where it is kept. */
  readonly type?: string | undefined;
  /** The state, in the words of where it is kept. */
  readonly state: string;
  readonly stage: Stage;
  /** A name, for people. */
  readonly assignee?: string | undefined;
  readonly url: string;
}

export interface SprintFacts {
  readonly name: string;
  readonly stage: Stage;
  readonly goal?: string | undefined;
  readonly url?: string | undefined;
  readonly issues: readonly IssueFacts[];
  /** More than are kept here there are of it. */
  readonly more?: boolean | undefined;
}

export type RequirementState =
  | ({ readonly kind: "issue" } & IssueFacts)
  | ({ readonly kind: "sprint" } & SprintFacts)
  /** There is no such thing, or it is not shown to the account that reads. */
  | { readonly kind: "missing" }
  /** It could never be read. */
  | { readonly kind: "unread" };

/** By the word that names each in the content. A link that nothing reads has none. */
export type RequirementStates = Readonly<Record<string, RequirementState>>;

export interface RequirementEntry {
  readonly state: RequirementState;
  /** When it was so; for what was never read, when it was tried. */
  readonly at: Instant;
  /** When it could not be read anew, and why. */
  readonly silent?: { readonly at: Instant; readonly why: string } | undefined;
}
export type RequirementReading = Readonly<Record<string, RequirementEntry>>;

/** What came of asking after one of them. */
export type RequirementAnswer =
  | { readonly answer: "read"; readonly state: Extract<RequirementState, { kind: "issue" | "sprint" | "missing" }> }
  | { readonly answer: "silent"; readonly why: string };

/** What is known after asking: an answer takes the place of what was known, silence does not. */
export function readAnew(
  before: RequirementReading,
  answers: Readonly<Record<string, RequirementAnswer>>,
  words: readonly string[],
  now: Instant,
): RequirementReading {
  const entries = words.flatMap((word) => {
    const answer = Object.hasOwn(answers, word) ? answers[word] : undefined;
    const known = Object.hasOwn(before, word) ? before[word] : undefined;
    const entry = answer ? entryOf(answer, known, now) : known;
    return entry ? [[word, entry] as const] : [];
  });
  return Object.fromEntries(entries);
}

function entryOf(answer: RequirementAnswer, known: RequirementEntry | undefined, now: Instant): RequirementEntry {
  if (answer.answer === "read") return { state: answer.state, at: now };
  const { state, at } = known ?? { state: { kind: "unread" }, at: now };
  return { state, at, silent: { at: now, why: answer.why } };
}

/** What an approval is bound to. When it was read is left out: the same read later is the same. */
export function statesOf(reading: RequirementReading | undefined): RequirementStates {
  return Object.fromEntries(Object.entries(reading ?? {}).map(([word, { state }]) => [word, state]));
}

/** Those of the reading that the content still names. */
export function keptReading(
  reading: RequirementReading | undefined,
  words: readonly string[],
): RequirementReading | undefined {
  const kept = Object.entries(reading ?? {}).filter(([word]) => words.includes(word));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** How many issues of a sprint there are, and how many of them are done. */
export function progressIn({ issues }: Pick<SprintFacts, "issues">): { readonly done: number; readonly total: number } {
  return { done: issues.filter(({ stage }) => stage === "done").length, total: issues.length };
}
