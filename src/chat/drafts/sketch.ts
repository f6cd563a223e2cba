/**
 * A plan from plain language, by rules alone: the same message gives the same sketch at the same moment. Only what the message
 * says is taken, people and workflows only where they are known; all of the message stays in the description where anything
 * of it was not understood.
 */
import { LIMITS } from "../../plan/content.ts";
import type { LevelDraft, PlanDraft } from "../plan-file/draft.ts";
import { isoTime } from "../plan-file/resolve.ts";
import { approvalIn } from "./approval.ts";
import { clipped } from "./clip.ts";
import { readField } from "./fields.ts";
import type { Found } from "./found.ts";
import { emptyFound, takeItems, takeManager, takeTime } from "./found.ts";
import { itemOf, runsIn, stepsIn } from "./items.ts";
import type { Known } from "./known.ts";
import { linesOf, sentencesOf } from "./lines.ts";
import type { Placed, Sketch } from "./question.ts";
import { nameIn, quotedIn, RELEASING, restOf } from "./rest.ts";
import { managerIn, roomsIn } from "./roles.ts";
import { timesIn } from "./times.ts";
import { requirementsIn, tagsIn } from "./words.ts";

/** More is never a plan; the rest stays in the description. */
const MOST_LINES = 300;
const LONGEST_SENTENCE = 2_000;
const MOST_SAID = 10;
/** Controls, half characters and marks that turn the direction of text say nothing in a plan. */
const UNSAYABLE = /(?![\t\n])\p{Cc}|\p{Cs}|[\uFFFD\u202A-\u202E\u2066-\u2069]/gu;
const UNSEEN = /[\u200B\u2060\uFEFF]/gu;

/** A message without what nobody writes. */
export function readable(message: string): string {
  return message.replace(/\r\n?/gu, "\n").replace(UNSAYABLE, " ").replace(UNSEEN, "").trim();
}

/** Undefined where the message says nothing at all. */
export function sketchOf(message: string, known: Known): Sketch | undefined {
  const text = readable(message);
  if (text === "") return undefined;
  const found = emptyFound();
  for (const line of linesOf(text).slice(0, MOST_LINES)) {
    switch (line.kind) {
      case "field":
        readField(line.key, line.value, found, known);
        break;
      case "step":
        takeItems([itemOf(line.text, known)], false, found);
        break;
      case "heading":
        found.names.push(line.text);
        break;
      case "prose":
        for (const sentence of sentencesOf(line.text)) readSentence(sentence.slice(0, LONGEST_SENTENCE), found, known);
    }
  }
  found.requirements.push(...requirementsIn(text));
  found.tags.push(...tagsIn(text, found.announce));
  return sketched(text, found, known);
}

function readSentence(sentence: string, found: Found, known: Known): void {
  const taken: Placed[] = [];
  for (const time of timesIn(sentence, known)) {
    takeTime(time, sentence, found, known);
    taken.push(time);
  }
  const manager = managerIn(sentence, known);
  if (manager && !overlaps(manager, taken)) {
    takeManager(manager, found);
    taken.push(manager);
  }
  const approval = approvalIn(sentence, known, taken);
  if (approval) {
    found.levels.push(...approval.levels);
    found.open.push(...approval.open);
    if (approval.unclear) found.hints.push({ code: "approval-unclear", text: clipped(sentence, LIMITS.word) });
    taken.push(approval);
  }
  for (const { room, ...place } of roomsIn(sentence, known)) {
    found.announce.push(room);
    taken.push(place);
  }
  taken.push(...tagsPlaced(sentence));
  readRest(sentence, merged(taken), found, known);
}

function readRest(sentence: string, taken: readonly Placed[], found: Found, known: Known): void {
  const runs = runsIn(sentence, known);
  const steps = stepsIn(blanked(sentence, taken), runs.length > 0);
  takeItems(steps ? steps.steps.map((step) => itemOf(step, known)) : runs, steps !== undefined, found);
  const rest = steps ? restOf(steps.lead, []) : restOf(sentence, merged([...taken, ...runs]));
  found.names.push(...rest.pieces);
  found.spare.push(...rest.spare);
}

function overlaps({ at, end }: Placed, taken: readonly Placed[]): boolean {
  return taken.some((other) => at < other.end && other.at < end);
}

/** Places that overlap are one, so that each letter is taken out once. */
function merged(taken: readonly Placed[]): readonly Placed[] {
  const places: Placed[] = [];
  for (const { at, end } of taken.toSorted((one, other) => one.at - other.at)) {
    const last = places.at(-1);
    if (last && at <= last.end) places[places.length - 1] = { at: last.at, end: Math.max(last.end, end) };
    else if (end > at) places.push({ at, end });
  }
  return places;
}

function blanked(sentence: string, taken: readonly Placed[]): string {
  return taken.reduceRight((text, { at, end }) => `${text.slice(0, at)} ${text.slice(end)}`, sentence);
}

function tagsPlaced(sentence: string): readonly Placed[] {
  return [...sentence.matchAll(/(?<![\p{L}\p{N}&/#])#\p{L}[\p{L}\p{N}_-]*/gu)].map(({ index, 0: tag }) => ({
    at: index,
    end: index + tag.length,
  }));
}

function sketched(text: string, found: Found, known: Known): Sketch {
  const best = found.names.find((each) => RELEASING.test(each)) ?? found.names[0] ?? found.spare[0];
  const name = found.name ?? (best === undefined ? "" : nameIn(best));
  const isNamed = found.name !== undefined || (best !== undefined && (quotedIn(best) ?? "") !== "");
  const left = [...found.names.filter((each) => found.name !== undefined || each !== best), ...found.left];
  const [line = ""] = text.split("\n", 1);
  const isWhole = left.length === 0 && found.hints.length === 0;
  const description = isWhole ? found.description : clipped(text, LIMITS.description);
  const { window, schedule, manager, policy, emergency } = found;
  const draft: PlanDraft = {
    name: clipped(name === "" ? line.trim() : name, LIMITS.name),
    ...(manager !== undefined && { manager }),
    ...(window && { window: `${isoTime(window.opens, known.zone)}/${isoTime(window.closes, known.zone)}` }),
    ...(schedule !== undefined && { schedule: isoTime(schedule, known.zone) }),
    ...(description !== undefined && { description }),
    ...listed("requirements", found.requirements),
    ...(found.levels.length > 0 && { approval: { levels: levelsOf(found.levels) } }),
    items: found.items.slice(0, LIMITS.items),
    ...(policy !== undefined && { policy }),
    ...(emergency !== undefined && { emergency }),
    ...listed("editors", found.editors),
    ...listed("announce", found.announce),
    ...listed("tags", found.tags),
  };
  const notUnderstood = left.map((each) => ({ code: "not-understood" as const, text: clipped(each, LIMITS.word) }));
  const hints = once([...found.hints, ...notUnderstood]);
  return { draft, ...(isNamed && { named: true }), open: once(found.open), hints };
}

function once<T>(all: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  const first = all.filter((each) => {
    const text = JSON.stringify(each);
    return seen.has(text) ? false : seen.add(text);
  });
  return first.slice(0, MOST_SAID);
}

function listed<K extends string>(key: K, words: readonly string[]): Partial<Record<K, readonly string[]>> {
  const holder: Partial<Record<K, readonly string[]>> = {};
  const list = [...new Set(words)].slice(0, LIMITS.list);
  if (list.length > 0) holder[key] = list;
  return holder;
}

function levelsOf(levels: readonly LevelDraft[]): readonly LevelDraft[] {
  return levels
    .slice(0, LIMITS.levels)
    .map((level) => ({ ...level, approvers: level.approvers.slice(0, LIMITS.approvers) }));
}
