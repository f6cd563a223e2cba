/**
 * A level of the approval in words: `bo, chen`, `2 of bo, chen, dan`, `QA: all of bo, group:qa`, 运维：全部 bo、chen.
 */
import type { Rule } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import { splitList } from "./list-text.ts";

export interface LevelWords {
  readonly name?: string | undefined;
  readonly rule: Rule;
  readonly approvers: readonly string[];
}

/** `group:qa` has no space after its colon; a level's name has one, or a full-width colon, or an equals sign. */
const NAMED = /^([^:：=]{1,200}?)\s*(?::\s+|：|=)\s*(.+)$/su;
const RULED = /^(any|all|one|\d{1,2}|任一|任意|任何|或签|全部|所有|会签)\s*(?:[人个名]\s*)?(?:of|:|：|\s)\s*(.+)$/isu;
const ALL = new Set(["all", "全部", "所有", "会签"]);

/** The other ways to write a rule by itself: its Chinese words, and how many people. */
export const RULE_WORDS = /^(?:[1-9]\d?\s*[人个名]?|任一|任意|任何|或签|全部|所有|会签)$/u;

/** The rule that a word or a number says. */
export function readRule(text: string): Rule | undefined {
  const word = text.trim();
  if (word !== "any" && word !== "all" && !RULE_WORDS.test(word)) return undefined;
  return ruleOf(word.replace(/\s*[人个名]$/u, ""));
}

/** The level that `text` says, or undefined when it names nobody or asks for an impossible number. */
export function readLevel(text: string): LevelWords | undefined {
  const trimmed = text.trim();
  const [, name, named] = NAMED.exec(trimmed) ?? [];
  const said = named ?? trimmed;
  const [, word, people] = RULED.exec(said) ?? [];
  const rule = ruleOf(word?.toLowerCase());
  const approvers = splitList(people ?? said);
  if (approvers.length === 0 || approvers.length > LIMITS.approvers || rule === undefined) return undefined;
  if (approvers.some((approver) => approver.length > LIMITS.word)) return undefined;
  return { ...(name !== undefined && { name: name.trim() }), rule, approvers };
}

function ruleOf(word: string | undefined): Rule | undefined {
  if (word === undefined) return "any";
  if (ALL.has(word)) return "all";
  if (!/^\d/.test(word)) return "any";
  const count = Number(word);
  return count >= 1 && count <= LIMITS.approvers ? count : undefined;
}

/** The words that read back as the same level. */
export function writeLevel({ name, rule, approvers }: LevelWords): string {
  const people = approvers.join(", ");
  const ruled = rule === "any" ? people : `${rule} of ${people}`;
  return name === undefined ? ruled : `${name}: ${ruled}`;
}
