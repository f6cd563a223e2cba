/**
 * Lines such as `Approvers: Bo, then QA`, each into what it names. What a field says and nobody understands is said.
 */
import type { Party } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import { splitList } from "../plan-file/list-text.ts";
import { levelsOfList, questionsOf } from "./approval.ts";
import { clipped } from "./clip.ts";
import type { Found } from "./found.ts";
import { takeItems, takeManager, takeSchedule, takeTime } from "./found.ts";
import { itemOf } from "./items.ts";
import type { Known } from "./known.ts";
import type { FieldKey } from "./lines.ts";
import { namesIn } from "./names.ts";
import { timesIn } from "./times.ts";

export function readField(key: FieldKey, written: string, found: Found, known: Known): void {
  const value = written.trim();
  if (value === "") return;
  switch (key) {
    case "name":
      found.name ??= clipped(value.replaceAll("\n", " "), LIMITS.name);
      break;
    case "description":
      found.description ??= value;
      break;
    case "emergency":
      found.emergency ??= clipped(value, LIMITS.reason);
      break;
    case "window":
    case "schedule":
      readTime(key, value, found, known);
      break;
    case "approval":
      readApproval(value, found, known);
      break;
    case "manager":
      readManager(value, found, known);
      break;
    case "editors":
      readEditors(value, found, known);
      break;
    case "items":
      takeItems(
        value
          .split(/\s*(?:[、;；\n]|->|→|[,，]\s*(?:then\b|然后|再)?)\s*/iu)
          .flatMap((step) => (step === "" ? [] : [itemOf(step, known)])),
        false,
        found,
      );
      break;
    case "requirements":
      found.requirements.push(...words(value));
      break;
    case "tags":
      found.tags.push(...words(value.replaceAll("#", "")));
      break;
    case "announce":
      found.announce.push(...knownWords(key, words(value.replaceAll("#", "")), known.rooms, found));
      break;
    case "policy":
      found.policy ??= knownWords(key, [value], known.policies, found)[0];
  }
}

function words(value: string): readonly string[] {
  return splitList(value).filter((word) => word.length <= LIMITS.word);
}

function readTime(key: "window" | "schedule", value: string, found: Found, known: Known): void {
  const times = timesIn(value, known);
  if (times.length === 0) found.left.push(value);
  for (const time of times) {
    if (key === "schedule" && time.kind === "instant") takeSchedule(time.instant, time.text, found, known.now);
    else takeTime(time, value, found, known);
  }
}

/** Each line of a list is a level. */
function readApproval(value: string, found: Found, known: Known): void {
  for (const line of value.split("\n").filter((each) => each.trim() !== "")) {
    const { levels, open } = levelsOfList(line, known);
    found.levels.push(...levels);
    found.open.push(...open);
  }
}

function readManager(value: string, found: Found, known: Known): void {
  const [named] = namesIn(value, known);
  if (named) takeManager(named, found);
  else found.open.push({ code: "unknown-person", name: clipped(value, LIMITS.word) });
}

function readEditors(value: string, found: Found, known: Known): void {
  const names = namesIn(value, known);
  found.open.push(...questionsOf({ names }));
  found.editors.push(...names.flatMap(({ meant }): readonly Party[] => (meant.kind === "party" ? [meant.party] : [])));
  if (names.length === 0) found.left.push(value);
}

/** Those that are known, as they are written in the settings. */
function knownWords(
  key: "announce" | "policy",
  names: readonly string[],
  known: readonly string[],
  found: Found,
): readonly string[] {
  return names.flatMap((name) => {
    const match = known.find((each) => each.toLowerCase() === name.toLowerCase());
    if (match !== undefined) return [match];
    found.hints.push({ code: "unknown-word", key, name: clipped(name, LIMITS.word) });
    return [];
  });
}
