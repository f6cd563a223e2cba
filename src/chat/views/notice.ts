/**
 * What one person is told directly about something that happened to a plan. Markdown.
 */
import type { PlanEvent } from "../../plan/event.ts";
import type { Plan } from "../../plan/plan.ts";
import { escapeMarkdown } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { timelineText } from "../texts/timeline-text.ts";

export function noticeText(event: PlanEvent, plan: Plan, reader: Reader): string {
  const colon = reader.lang === "zh" ? "：" : ": ";
  return `**${plan.index} · ${escapeMarkdown(plan.content.name)}**${colon}${wordsOf(event, plan, reader)}`;
}

/** A reminder says what is waited for; everything else is what the timeline says. */
function wordsOf(event: PlanEvent, plan: Plan, reader: Reader): string {
  if (event.type !== "reminded") return timelineText(event, plan, reader);
  const what = plan.status === "wait_for_approval" ? "approval" : "item";
  return say(reader.lang, `notice.reminded-${what}`);
}

/** What was too much for a day, in one. */
export function digestText(
  held: readonly { readonly plan: Plan; readonly event: PlanEvent }[],
  more: number,
  reader: Reader,
): string {
  const { lang } = reader;
  const lines = held.map(({ plan, event }) => `- ${noticeText(event, plan, reader)}`);
  const rest = more > 0 ? [`- ${say(lang, "notice.digest-more", { count: more })}`] : [];
  return [say(lang, "notice.digest"), "", ...lines, ...rest].join("\n");
}
