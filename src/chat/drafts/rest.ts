/**
 * What is left of a sentence when all that was understood is taken out: the plan's name, or something to say that it was not
 * understood.
 */
import { isOnly } from "./only.ts";
import type { Placed } from "./question.ts";

const LEAD =
  /^(?:please|pls|hi|hello|hey|team|all|everyone|we(?:'ll|'re|’ll|’re)?|i(?:'d|'ll|’d|’ll)?|will|are|am|like|plan(?:ning)?|going|want|need|have|let'?s|let’s|can you|could you|make|create|draft|set up|prepare|a|an|the|new|release plan|plan|called|named|for|to|that|of|and|also|now|我们|咱们|我|请|麻烦|帮我|帮忙|大家好?|计划|打算|准备|想要?|要|将会?|会|需要|新建|创建|起草|建|做|安排|一个|个|发布计划|的|一下|叫做?|名为|在|于|是|定)(?=[\s:：,，]|$|\p{Script=Han})[\s:：,，]*/iu;
const TRAIL =
  /(?:\b(?:planned|scheduled|happening|starting|at|on|in|from|by|during|between|for|with|and|needs?|requires?)|定在|安排在|计划在|时间是?|在|于|并且?|让|由|请|需要?|和)$/iu;
const TRAILING_SIGNS = /(?<![\s,，.。:：;；、!！?？(（-])[\s,，.。:：;；、!！?？(（-]+$/u;
/** A word or a sign that says nothing by itself. */
const FILLER =
  /\b(?:it's|and|with|needs?|needed|requires?|required|it|is|be|by|from|at|on|in|for|the|of|to|please|also|must|will|should|shall|we|then|so|that|this|are|as|a|an|he|she|they|before|after|run|hi|hello|hey|thanks?|you|everyone|again|get|ask|have|has|release|plan|do|for|fix(?:es)?|closes?|covers?|including|includes?|delivers?|see|issues?|tickets?|can|all|both|one|window|scheduled?|time|automatically|start|starts|items?|steps?|group|team|room)\b|让|由|请|要|需要?|找|先|首先|发布|计划|关联|需求|包含|解决|涉及|在|于|并且?|和|且|的|后|再|然后|人|都|为|是|给|来|去|把|将|进行|一下|之前|时间|窗口期?|定时|执行|自动|开始|负责|确认|运行|你好|您好|谢谢|大家好?|辛苦了?|即可|步骤|如下|[\s\p{P}\p{S}\d]/iuy;

/** Stands where something was taken out; no message has it. */
const TAKEN = "\u0000";
const BETWEEN_HAN = /(?<=\p{Script=Han})\s*\0\s*(?=\p{Script=Han})/gu;

export interface Rest {
  readonly pieces: readonly string[];
  /** Pieces that say nothing by themselves, such as "release". */
  readonly spare: readonly string[];
}

/** The pieces of a sentence outside of these places, at its commas. */
export function restOf(sentence: string, taken: readonly Placed[]): Rest {
  const open = taken
    .toSorted((one, other) => one.at - other.at)
    .reduceRight((text, { at, end }) => `${text.slice(0, at)}${TAKEN}${text.slice(end)}`, sentence);
  const all = open
    .split(/[,，;；。!！?？\n]+|\.(?=\s|$)/u)
    .map((piece) => piece.replace(BETWEEN_HAN, "").replaceAll(TAKEN, " ").replace(/\s+/gu, " ").trim())
    .filter((piece) => piece !== "");
  const isSpare = (piece: string) => isOnly(FILLER, piece.replace(ISSUES, ""));
  return {
    pieces: all.filter((piece) => !isSpare(piece)),
    spare: all.filter((piece) => isSpare(piece) && RELEASING.test(piece)),
  };
}

const ISSUES = /(?<![\p{L}\p{N}])[A-Z][A-Z0-9]{1,9}-\d{1,7}(?![\p{L}\p{N}])/gu;
/** Words for what a plan is about. */
export const RELEASING =
  /\b(?:releas|deploy|ship|launch|roll(?:ing)?[ -]?out|hotfix|upgrad|migrat|updat|rollback|go live)|发布|上线|部署|升级|修复|迁移|回滚|切换|更新|\bv?\d+\.\d+/iu;

/** What a piece has in quotes, which is a name as it was meant. */
export function quotedIn(piece: string): string | undefined {
  const quoted = Object.values(QUOTED.exec(piece)?.groups ?? {});
  return quoted.find((each) => each !== undefined)?.trim();
}

/** The name that a piece gives a plan, without the polite words around it; empty where it gives none. */
export function nameIn(piece: string): string {
  const quoted = quotedIn(piece);
  if (quoted !== undefined) return quoted;
  let name = piece.trim();
  for (let round = 0; round < MOST_WORDS; round++) {
    const shorter = withoutTrail(name.replace(LEAD, "")).trim();
    if (shorter === name || shorter === "") break;
    name = shorter;
  }
  return name;
}

/** In steps, each of which looks at a sign once. */
function withoutTrail(name: string): string {
  return name.replace(TRAILING_SIGNS, "").replace(TRAIL, "").replace(TRAILING_SIGNS, "");
}

const MOST_WORDS = 12;
const QUOTED =
  /《(?<book>[^《》]{1,200})》|「(?<corner>[^「」]{1,200})」|“(?<curly>[^“”]{1,200})”|"(?<straight>[^"]{1,200})"/u;
