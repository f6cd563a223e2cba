/**
 * That a plan is an emergency, what it is spared, and who looks back at it: marked on every card of the plan.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Block, Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { sentences } from "../texts/names.ts";
import type { PlanReader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";

const LONGEST_REASON = 500;

/** Nothing for a plan that is no emergency. */
export function emergencyBlocks({ content, review }: Plan, reader: PlanReader): readonly Block[] {
  if (content.emergency === undefined) return [];
  const reason = excerpt(oneLine(content.emergency), LONGEST_REASON);
  const line: Line = sayLine(reader.lang, "card.is-emergency", { reason });
  const spared = sparedText(review, reader);
  const more: readonly Block[] = spared === "" ? [] : [{ kind: "context", line: [spared] }];
  return [{ kind: "notice", tone: "bad", line }, ...more];
}

function sparedText(review: number | undefined, reader: PlanReader): string {
  const { lang, policy } = reader;
  const rules = policy?.emergency;
  const texts = [
    ...(rules?.skipsCalendar ? [say(lang, "card.emergency-calendar")] : []),
    ...(rules?.levels ? [say(lang, "card.emergency-levels")] : []),
    ...(review !== undefined
      ? [say(lang, "card.emergency-reviewed", { index: review })]
      : rules?.review
        ? [say(lang, "card.emergency-review")]
        : []),
  ];
  return texts.length === 0 ? "" : sentences(texts, reader);
}
