/**
 * What one person is told directly about something that happened to a plan. Markdown.
 */
import type { PlanEvent } from "../../plan/event.ts";
import type { Plan } from "../../plan/plan.ts";
import { escapeMarkdown } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { timelineText } from "../texts/timeline-text.ts";

export function noticeText(event: PlanEvent, plan: Plan, reader: Reader): string {
  const colon = reader.lang === "zh" ? "：" : ": ";
  return `**${plan.index} · ${escapeMarkdown(plan.content.name)}**${colon}${timelineText(event, plan, reader)}`;
}
