/**
 * What the calendar forbids now.
 */
import type { Freeze } from "../../plan/context.ts";
import type { Plan } from "../../plan/plan.ts";
import { conflictOf, freezeIn } from "../../plan/window.ts";
import type { Line } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import type { PlanReader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime, windowText } from "../texts/when.ts";

/** The freeze that holds at this moment, if one does. */
export function freezeNow({ freezes, now }: Pick<PlanReader, "freezes" | "now">): Freeze | undefined {
  return freezeIn(freezes, now);
}

/** That nothing may be carried out, until when, and who may all the same. */
export function frozenLine({ name, until, outside }: Freeze, reader: PlanReader): Line {
  const values = { freeze: oneLine(name), until: shortTime(until, reader) };
  return sayLine(reader.lang, outside ? "card.outside" : "card.frozen", values);
}

/** What the calendar has against the times of a plan, and the next that are free. */
export function conflictLine({ content }: Plan, reader: PlanReader): Line | undefined {
  const conflict = conflictOf(content, reader.freezes);
  if (!conflict) return undefined;
  const { what, freeze, free } = conflict;
  const { lang } = reader;
  const values = { freeze: oneLine(freeze.name), until: shortTime(freeze.until, reader) };
  const said = sayLine(lang, `card.conflict.${what}${freeze.outside ? "-outside" : ""}`, values);
  if (!free) return said;
  const slot = what === "window" ? windowText(free, reader) : shortTime(free.opens, reader);
  return [...said, lang === "zh" ? "" : " ", say(lang, "card.conflict.free", { slot })];
}
