/**
 * Who must approve, from sentences such as "Bo and Chen approve, then QA" and 让 Bo 审批. A name counts where it stands next
 * to a word of approving; nobody else in the sentence becomes an approver.
 */
import type { Rule } from "../../plan/content.ts";
import { GROUP_PREFIX, LIMITS } from "../../plan/content.ts";
import type { LevelDraft } from "../plan-file/draft.ts";
import { clipped } from "./clip.ts";
import type { Known } from "./known.ts";
import type { Named } from "./names.ts";
import { namesIn } from "./names.ts";
import { isOnly } from "./only.ts";
import type { Placed, Question } from "./question.ts";

export interface ApprovalFound {
  /** It speaks of approving, and it can't be told whether it asks for that. */
  readonly unclear?: boolean;
  readonly levels: readonly LevelDraft[];
  readonly open: readonly Question[];
  /** What of the text says so. */
  readonly at: number;
  readonly end: number;
}

const APPROVING =
  /\bapprov(?:ed?|es|als?|ers?|ing)\b|\bsign(?:s|ed|ing)?[- ]?offs?\b|\bgo-ahead\b|审批[人者]?|批准[人者]?|审核[人者]?|同意|批一下|签字/giu;
const DENIED =
  /\b(?:no|without|not?|doesn't|don't|needn't)\b[^.;,，。；]{0,24}(?:approv\p{L}*|sign[- ]?off)(?:\s+(?:is|are|needed|required|necessary))*|(?:无需|不用|不需要?|免|不必|没有)[^，。；,;]{0,6}(?:审批|批准|审核|同意)/iu;
/** What was approved already asks nobody. */
const PAST = /\b(?:was|were|been|already|has|have) approved\b|(?:已|已经)(?:审批|批准|审核|同意)/iu;
/** What happens after an approval asks nobody by itself. */
const AFTER = /\b(?:after|once|until|when)\b[^.;]{0,20}approv(?:al|ed)\b|(?:审批|批准|审核)(?:后|之后|通过|完成?)/iu;
const ASKING = /\bneeds?\b|\brequires?\b|\bmust\b|\bask\b|\bfrom\b|\bby\b|需|要|让|由|请|找/iu;
/** What may stand between those who approve and the word for it, piece by piece. */
const SUBJECT =
  /'s|’s|的|to|must|shall|should|will|has|have|needs?|can|please|both|all|each|team|group|组|都|均|要|需要?|一起|共同|来|去|请|先|再|进行|负责|至少|[一二两三四五\d]{1,2}\s*[人个位名]|\s/iuy;
/** And what may stand between the word and them. */
const OBJECT =
  /from|by|of|is|are|be|needed|required|the|team|group|any|all|one|both|either|each|to|at least|人|者|是|为|给|由|找|任一|任意|任何|全部|所有|至少|一|两|三|\d|人|个|位|名|中的?|需要?|[:：\s]/iuy;
const THEN =
  /\bthen\b|\bafter that\b|\bfollowed by\b|\bfinally\b|然后|再|接着|之后|最后|随后|(?:审批|批准|审核|同意|通过)后|→|->/iu;
const JOIN = /\s|,|，|、|\/|&|\band\b|\bor\b|和|或者?|与|及|以及|跟|\bthe\b|\bteam\b|\bgroup\b/iuy;
const NEXT =
  /^[\s,，、]*(?:and\s+)?(?:then|after that|followed by|finally|然后|再|接着|最后|→|->)(?:\s|由|是|让|请|给|by|from|the)*$/iu;
const STRANGER_AFTER =
  /^\s*(?:、|&|和|或|与|及|\band\b|\bor\b)\s*(?<name>\p{Lu}[\p{Script=Latin}\p{N}_-]+)(?![\p{Script=Latin}'’])/u;
const STRANGER_BEFORE =
  /(?<![\p{L}\p{N}])(?<name>\p{Lu}[\p{Script=Latin}\p{N}_-]+)\s*(?:、|&|和|或|与|及|\band\b|\bor\b)\s*$/u;

/** Names that stand in one list. */
interface Group {
  readonly names: readonly Named[];
  readonly at: number;
  readonly end: number;
}

/** Undefined where the sentence speaks of no approval. `taken` are names that stand there for something else. */
export function approvalIn(sentence: string, known: Known, taken: readonly Placed[] = []): ApprovalFound | undefined {
  const denied = DENIED.exec(sentence);
  if (denied) return { levels: [], open: [], at: denied.index, end: denied.index + denied[0].length };
  if (PAST.test(sentence)) return undefined;
  const words = [...sentence.matchAll(APPROVING)].map(({ index, 0: word }) => ({
    at: index,
    end: index + word.length,
  }));
  if (words.length === 0) return undefined;
  const free = namesIn(sentence, known).filter(
    (named) => !taken.some(({ at, end }) => named.at < end && at < named.end),
  );
  const groups = askedIn(sentence, groupsOf(sentence, free), words);
  const [first] = groups;
  const last = groups.at(-1);
  if (!first || !last) return nobodyAsked(sentence, words);
  const spans = [first.at, last.end, ...words.flatMap(({ at, end }) => [at, end])];
  return { ...levelsOf(sentence, groups), at: Math.min(...spans), end: Math.max(...spans) };
}

function nobodyAsked(sentence: string, words: readonly Placed[]): ApprovalFound | undefined {
  if (AFTER.test(sentence)) return undefined;
  if (!ASKING.test(sentence)) return { levels: [], open: [], unclear: true, at: 0, end: 0 };
  const open = [{ code: "no-approver", text: clipped(sentence.trim(), LIMITS.word) } as const];
  return { levels: [], open, at: words[0]?.at ?? 0, end: words[0]?.end ?? 0 };
}

/** The levels of a list of names alone, as it stands after `Approvers:`. */
export function levelsOfList(text: string, known: Known): Pick<ApprovalFound, "levels" | "open"> {
  const groups = groupsOf(text, namesIn(text, known));
  return groups.length === 0
    ? { levels: [], open: [{ code: "no-approver", text: clipped(text, LIMITS.word) }] }
    : levelsOf(text, groups);
}

/** A comma ends a list that has had its "and". */
function groupsOf(text: string, names: readonly Named[]): readonly Group[] {
  const groups: (Group & { readonly closed: boolean })[] = [];
  for (const named of names) {
    const last = groups.at(-1);
    const gap = last ? text.slice(last.end, named.at) : "";
    const isComma = /^\s*[,，]\s*$/u.test(gap);
    if (last && isOnly(JOIN, gap) && !(last.closed && isComma)) {
      const closed = last.closed || /\band\b|\bor\b|和|或|与|及|跟|&/iu.test(gap);
      groups[groups.length - 1] = { names: [...last.names, named], at: last.at, end: named.end, closed };
    } else groups.push({ names: [named], at: named.at, end: named.end, closed: false });
  }
  return groups;
}

/** The lists that stand next to a word of approving, and those that come after such a list with "then". */
function askedIn(
  text: string,
  groups: readonly Group[],
  words: readonly { readonly at: number; readonly end: number }[],
): readonly Group[] {
  const asked: Group[] = [];
  for (const group of groups) {
    const isSubject = words.some(({ at }) => at >= group.end && isOnly(SUBJECT, text.slice(group.end, at)));
    const isObject = words.some(({ end }) => end <= group.at && isOnly(OBJECT, text.slice(end, group.at)));
    const before = asked.at(-1);
    const follows = before !== undefined && NEXT.test(withoutApproving(text.slice(before.end, group.at)));
    if (isSubject || isObject || follows) asked.push(group);
  }
  return asked;
}

function withoutApproving(text: string): string {
  return text.replace(/^(?:'s|’s|的|\s)*/u, "").replace(APPROVING, "");
}

/** A level for each list; lists that nothing puts in an order are one level. */
function levelsOf(text: string, groups: readonly Group[]): Pick<ApprovalFound, "levels" | "open"> {
  const steps: Group[] = [];
  for (const group of groups) {
    const last = steps.at(-1);
    const gap = last ? text.slice(last.end, group.at) : "";
    if (last && !THEN.test(gap))
      steps[steps.length - 1] = { names: [...last.names, ...group.names], at: last.at, end: group.end };
    else steps.push(group);
  }
  const levels: LevelDraft[] = [];
  const open: Question[] = [];
  for (const [place, step] of steps.entries()) {
    const from = steps[place - 1]?.end ?? 0;
    const until = steps[place + 1]?.at ?? text.length;
    const strangers = [...questionsOf(step), ...strangersAt(text, step)];
    open.push(...strangers);
    const approvers = step.names.flatMap(({ meant }) => (meant.kind === "party" ? [meant.party] : []));
    const unique = [...new Set(approvers)];
    if (unique.length > 0)
      levels.push({
        rule: ruleOf(text.slice(from, until), text.slice(step.at, step.end), unique, unique.length + strangers.length),
        approvers: unique,
      });
  }
  return { levels, open };
}

export function questionsOf({ names }: { readonly names: readonly Named[] }): readonly Question[] {
  return names.flatMap(({ meant, text }): readonly Question[] => {
    if (meant.kind === "party") return [];
    return meant.kind === "ambiguous"
      ? [{ code: "ambiguous-person", name: text, people: meant.people }]
      : [{ code: "unknown-person", name: text, nearest: meant.nearest }];
  });
}

/** Somebody in the same list whom nobody knows. */
function strangersAt(text: string, { at, end }: Group): readonly Question[] {
  const names = [STRANGER_BEFORE.exec(text.slice(0, at)), STRANGER_AFTER.exec(text.slice(end))];
  return names.flatMap((match) =>
    match?.groups?.name === undefined ? [] : [{ code: "unknown-person" as const, name: match.groups.name }],
  );
}

const COUNTS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, 一: 1, 两: 2, 二: 2, 三: 3 };

/** As it is said; where several stand together and nothing is said, all of them. */
function ruleOf(text: string, list: string, approvers: readonly string[], named: number): Rule {
  const [, said] = /(?:\b|至少|任意?|其中)(\d{1,2}|one|two|three|[一两二三])\s*(?:of\b|[人个位名])/iu.exec(text) ?? [];
  const count = said === undefined ? undefined : (COUNTS[said.toLowerCase()] ?? Number(said));
  const isGroup = approvers.some((approver) => approver.startsWith(GROUP_PREFIX));
  if (count === 1) return "any";
  if (count !== undefined && count > 1 && (isGroup || count <= approvers.length)) return count;
  if (/\b(?:any|either)\b|任一|任意|任何|或/iu.test(text) || /\bor\b/iu.test(list)) return "any";
  if (/\b(?:all|both|each|everyone)\b|全部|所有|都|均|会签/iu.test(text)) return "all";
  return named > 1 ? "all" : "any";
}
