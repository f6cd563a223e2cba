/**
 * What a plan's card tells of its requirements, once they were read: each with its state, and what has changed since people
 * were asked about them.
 */
import type { Plan } from "../../plan/plan.ts";
import { statesOf } from "../../plan/reading.ts";
import type { Block } from "../card.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";
import { requirementChangeLines, requirementLine } from "./requirement-lines.ts";

/** More are a click away. */
const MOST_SHOWN = 8;

export function requirementBlocks({ content, reading, requirements, round }: Plan, reader: Reader): readonly Block[] {
  if (!reading || content.requirements.length === 0) return [];
  const { lang } = reader;
  const lines = content.requirements.slice(0, MOST_SHOWN).map((word) => requirementLine(word, reading[word], reader));
  const more = content.requirements.length - lines.length;
  const rest = more > 0 ? [[say(lang, "card.requirements-more", { count: more })]] : [];
  const title = say(lang, "card.requirements-read", { at: shortTime(readAt(reading), reader) });
  const changed = requirements ? requirementChangeLines(requirements, statesOf(reading), reader) : [];
  const since = round === undefined ? "finished" : round.outcome === "approved" ? "approved" : "asked";
  return [
    { kind: "list", title, lines: [...lines, ...rest] },
    ...(changed.length > 0
      ? [{ kind: "list", title: say(lang, `card.requirements-changed.${since}`), lines: changed } as const]
      : []),
  ];
}

/** When the newest of it was read. */
export function readAt(reading: NonNullable<Plan["reading"]>): number {
  return Math.max(...Object.values(reading).map(({ at }) => at));
}
