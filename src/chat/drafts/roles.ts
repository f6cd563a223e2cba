/**
 * Who owns the plan and where it is announced, from sentences. A name counts where the words stand next to it.
 */
import type { Known } from "./known.ts";
import type { Named } from "./names.ts";
import { namesIn } from "./names.ts";
import type { Placed } from "./question.ts";

const MANAGES =
  /^\s*(?:is|will be|是|为|作为|担任)?\s*(?:the\s+)?(?:release\s+)?(?:manages?\b|manager\b|leads?\b|(?:is )?in charge\b|发布?负责人|发布经理|(?:总体|整体|全程)?负责(?=[\s，。,.;；]|$|这次|本次|整个|发布|上线))(?:\s*(?:it|this|of (?:it|this))(?![\p{L}\p{N}]))?/iu;
const MANAGED = /(?:\b(?:managed|led) by|\bmanager(?:\s+is)?|负责人(?:是|为)?)\s*[:：]?\s*$/iu;
const ANNOUNCING =
  /\b(?:announced?|post(?:ed)?|tell|notify)\b(?:\s+(?:it|them|this|in|to|into|the|room|channel))*|(?:通知到?给?|同步到|发到|公告到?)\s*/giu;

/** Who is said to manage the release; undefined where nobody is. */
export function managerIn(sentence: string, known: Known): (Named & Placed) | undefined {
  for (const named of namesIn(sentence, known)) {
    const after = MANAGES.exec(sentence.slice(named.end));
    const before = MANAGED.exec(sentence.slice(0, named.at));
    if (!after && !before) continue;
    const end = after ? named.end + after[0].length : named.end;
    return { ...named, at: before ? before.index : named.at, end };
  }
  return undefined;
}

/** Rooms that are named after a word of telling. */
export function roomsIn(sentence: string, { rooms }: Known): readonly (Placed & { readonly room: string })[] {
  const longest = rooms.toSorted((one, other) => other.length - one.length);
  return [...sentence.matchAll(ANNOUNCING)].flatMap(({ index, 0: words }) => {
    const from = index + words.length;
    const [lead = ""] = /^[\s#“”"「:：]*/u.exec(sentence.slice(from)) ?? [];
    const at = from + lead.length;
    const said = sentence.slice(at).toLowerCase();
    const room = longest.find(
      (each) => said.startsWith(each.toLowerCase()) && !/^[\w-]/u.test(said.slice(each.length)),
    );
    if (room === undefined) return [];
    const [tail = ""] = /^[”"」]?\s*(?:群|频道|\broom\b|\bchannel\b)?/iu.exec(sentence.slice(at + room.length)) ?? [];
    return [{ room, at: index, end: at + room.length + tail.length }];
  });
}
