/**
 * What a plan is released for, as its authors name it: an issue (`SHOP-120`), a sprint (`sprint:SHOP/42`, by its number in
 * Jira), or the link of anything else. Here alone is it said what may stand there.
 */
import type { Content } from "./content.ts";

export type Requirement =
  | { readonly kind: "issue"; readonly key: string; readonly project: string }
  | { readonly kind: "sprint"; readonly project: string; readonly sprint: number }
  | { readonly kind: "link"; readonly url: string };

/** `meant` is what would be taken instead, where there is a guess. */
export interface RequirementProblem {
  readonly word: string;
  readonly why: "unknown" | "credentials";
  readonly meant?: string | undefined;
}

/** Jira lets its administrators choose how long a project's key may be; this is far above what it begins with. */
const PROJECT = "[A-Z][A-Z0-9_]{1,39}";
const NUMBER = "[1-9]\\d{0,9}";
const ISSUE = new RegExp(`^(?<project>${PROJECT})-${NUMBER}$`, "u");
const SPRINT = new RegExp(`^sprint:(?<project>${PROJECT})/(?<sprint>${NUMBER})$`, "u");
const LINK = /^https?:\/\/[^\s<>"`\\^{|}]+$/u;

/** Reads one requirement; undefined for what is none. */
export function requirementOf(word: string): Requirement | undefined {
  const issue = ISSUE.exec(word)?.groups;
  if (issue?.project !== undefined) return { kind: "issue", key: word, project: issue.project };
  const sprint = SPRINT.exec(word)?.groups;
  if (sprint?.project !== undefined && sprint.sprint !== undefined) {
    return { kind: "sprint", project: sprint.project, sprint: Number(sprint.sprint) };
  }
  return LINK.test(word) && URL.canParse(word) && !hasCredentials(word) ? { kind: "link", url: word } : undefined;
}

export function sprintWord(project: string, sprint: number): string {
  return `sprint:${project}/${sprint}`;
}

/** The first requirement of the content that is none. */
export function requirementProblem({ requirements }: Pick<Content, "requirements">): RequirementProblem | undefined {
  const word = requirements.find((each) => requirementOf(each) === undefined);
  if (word === undefined) return undefined;
  // The secret is repeated to nobody, and kept nowhere.
  if (LINK.test(word) && URL.canParse(word)) {
    const meant = withoutCredentials(word);
    return { word: meant ?? new URL(word).host, why: "credentials", meant };
  }
  return { word, why: "unknown", meant: meantBy(word) };
}

/** What somebody meant who wrote it almost as it is written. */
export function meantBy(word: string): string | undefined {
  const tidy = word.trim().replace(/^[([{<"'【（]+|[)\]}>"'】）.,;，。；]+$/gu, "");
  const upper = tidy.toUpperCase().replace(/^(?:SPRINT|冲刺)\s*[:：]\s*/u, "sprint:");
  const guesses = [tidy, upper, `sprint:${upper}`, `https://${tidy}`];
  return guesses.find((guess) => guess !== word && requirementOf(guess) !== undefined && isLikely(guess, tidy));
}

/** Any word at all makes a link; only what looks like an address is guessed to be one. */
function isLikely(guess: string, word: string): boolean {
  return !guess.startsWith("https://") || guess === word || /^[\w-]+(?:\.[\w-]+)+\/\S+$/u.test(word);
}

function hasCredentials(link: string): boolean {
  const { username, password } = new URL(link);
  return username !== "" || password !== "";
}

function withoutCredentials(link: string): string | undefined {
  const guess = link.replace(/^(https?:\/\/)[^/?#]*@/u, "$1");
  return requirementOf(guess) ? guess : undefined;
}
