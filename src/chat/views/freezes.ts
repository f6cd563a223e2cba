/**
 * What the calendar forbids now.
 */
import type { Freeze } from "../../plan/context.ts";
import { freezeIn } from "../../plan/window.ts";
import type { Line } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import type { PlanReader } from "../texts/reader.ts";
import { sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

/** The freeze that holds at this moment, if one does. */
export function freezeNow({ freezes, now }: Pick<PlanReader, "freezes" | "now">): Freeze | undefined {
  return freezeIn(freezes, now);
}

/** That nothing may be carried out, until when, and who may all the same. */
export function frozenLine({ name, until }: Freeze, reader: PlanReader): Line {
  return sayLine(reader.lang, "card.frozen", { freeze: oneLine(name), until: shortTime(until, reader) });
}
