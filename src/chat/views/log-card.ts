/**
 * The operation log, and the external checks, of one plan.
 */
import { CHECKPOINTS } from "../../plan/content.ts";
import type { PlanEvent } from "../../plan/event.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Card, Line } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { timelineLine } from "../texts/timeline-text.ts";
import { shortTime } from "../texts/when.ts";
import { asOf } from "./as-of.ts";
import { showButton } from "./buttons.ts";
import { checkLine, partyLines } from "./check-line.ts";
import { statusTone } from "./tones.ts";

/** The newest entries, newest first. */
export function logCard(plan: Plan, entries: readonly { readonly event: PlanEvent }[], reader: Reader): Card {
  const { lang } = reader;
  const names = { index: plan.index, name: oneLine(plan.content.name) };
  const lines = entries.map(({ event }) => ({
    at: shortTime(event.at, reader),
    line: timelineLine(event, plan, reader),
  }));
  return {
    title: say(lang, "card.log.title", names),
    tone: statusTone(plan.status),
    label: say(lang, `status.${plan.status}`),
    blocks: [{ kind: "timeline", title: say(lang, "card.log.entries"), lines }, asOf(reader)],
    buttons: [showButton("plan", plan.index, reader)],
    summary: say(lang, "card.log.summary", names),
  };
}

/** Each checkpoint's external check, and under it each endpoint that was asked. */
export function checksLines(plan: Plan, reader: Reader): readonly Line[] {
  const { lang } = reader;
  return CHECKPOINTS.flatMap((checkpoint): readonly Line[] => {
    const check = plan.checks[checkpoint];
    if (check)
      return [checkLine(plan, check, reader), ...partyLines(check, reader).map((line): Line => ["↳ ", ...line])];
    const gated = plan.gates.some((gate) => gate.checkpoint === checkpoint);
    const state = say(lang, gated ? "check.not-asked" : "card.checks.off");
    return [[say(lang, "card.check", { checkpoint: say(lang, `checkpoint.${checkpoint}`), state })]];
  });
}
