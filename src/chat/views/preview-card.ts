/**
 * A plan in short, as of when somebody linked to it. It has no buttons: nobody keeps it true.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Block, Card } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import type { PlanReader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { asOf } from "./as-of.ts";
import { headBlocks, noticeBlocks } from "./plan-head.ts";
import { finishedItems, statusTone } from "./tones.ts";

export function previewCard(plan: Plan, reader: PlanReader): Card {
  const { lang } = reader;
  const { index, content, status } = plan;
  const total = content.items.length;
  const progress: readonly Block[] =
    plan.executingAt !== undefined && total > 1
      ? [{ kind: "progress", label: say(lang, "card.progress"), done: finishedItems(plan), total }]
      : [];
  const name = oneLine(content.name);
  return {
    title: say(lang, "card.title", { index, name }),
    tone: statusTone(status),
    label: say(lang, `status.${status}`),
    blocks: [...noticeBlocks(plan, reader), ...headBlocks(plan, reader), ...progress, asOf(reader)],
    buttons: [],
    summary: say(lang, "card.summary", { index, name, status: say(lang, `status.${status}`) }),
  };
}
