/**
 * What people are told who choose what a chat hears from Zadig, or who answer it. Markdown.
 */
import type { PersonId } from "../../plan/content.ts";
import type { Pressing, ZadigSubscription } from "../zadig-notice.ts";
import { joinWords, peopleLine, personLine, quoted } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";
import { nearTime } from "./when.ts";

/** What a subscription hears, in words. */
export function subscriptionText({ project, plan, events }: ZadigSubscription, reader: Reader): string {
  const { lang } = reader;
  const told = joinWords(
    events.map((event) => say(lang, `zadig.event.${event}`)),
    reader,
  );
  const named = plan === undefined ? "" : quoted(plan, lang);
  if (project !== undefined && plan !== undefined) {
    return sayMarkdown(lang, "zadig.hears-both", { events: told, plan: named, project });
  }
  if (project !== undefined) return sayMarkdown(lang, "zadig.hears-project", { events: told, project });
  return plan === undefined
    ? sayMarkdown(lang, "zadig.hears", { events: told })
    : sayMarkdown(lang, "zadig.hears-plan", { events: told, plan: named });
}

/** Why a press of a button changed nothing. */
export function notPressedText(
  pressing: Exclude<Pressing, { kind: "taken" }>,
  person: PersonId,
  reader: Reader,
): string {
  const { lang } = reader;
  switch (pressing.kind) {
    case "over":
      return say(lang, "zadig.reply.over");
    case "not-allowed":
      return pressing.who.length === 0
        ? say(lang, "zadig.reply.nobody")
        : sayMarkdown(lang, "zadig.reply.not-allowed", { people: peopleLine(pressing.who, reader) });
    case "already": {
      const { verdict, by, at } = pressing.answer;
      const values = { verdict: say(lang, `zadig.verdict.${verdict}`), at: nearTime(at, reader) };
      return by === person
        ? sayMarkdown(lang, "zadig.reply.you-already", values)
        : sayMarkdown(lang, "zadig.reply.already", { ...values, who: personLine(by, reader) });
    }
  }
}
