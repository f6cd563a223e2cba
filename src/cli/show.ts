/**
 * `gonogo show`: a plan as its card tells it.
 */

import { customLine, customTitle } from "../chat/texts/custom-text.ts";
import { plainLine } from "../chat/texts/markdown.ts";
import { joinLines, joinWords, partyLine, workName } from "../chat/texts/names.ts";
import type { Reader } from "../chat/texts/reader.ts";
import { say } from "../chat/texts/say.ts";
import { timeInZone, windowText } from "../chat/texts/when.ts";
import type { Level, Party } from "../plan/content.ts";
import type { ItemProgress, Plan } from "../plan/plan.ts";
import { shownPlan } from "../plan/shown.ts";
import type { Job } from "./job.ts";
import { planAt, readerAt, withDatabase } from "./job.ts";
import { plainCell, table } from "./table.ts";

export async function show(job: Job, index: number): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const plan = await planAt(index, core, job);
    job.answer(planText(plan, readerAt(job, core, settings)), shownPlan(plan));
  });
}

function planText(plan: Plan, reader: Reader): string {
  const { content } = plan;
  const parts = [
    `${plainCell(say(reader.lang, "card.title", { index: plan.index, name: content.name }))}  [${say(reader.lang, `status.${plan.status}`)}]`,
    fields(plan, reader),
    content.description === "" ? "" : content.description.trim().split("\n").map(plainCell).join("\n"),
    approvalText(plan, reader),
    itemsText(plan, reader),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function fields({ content, manager }: Plan, reader: Reader): string {
  const { lang } = reader;
  const { window, schedule, requirements, tags, announce, hooks = [], policy, emergency = "" } = content;
  const rows: readonly (readonly [string, string])[] = [
    [say(lang, "card.manager"), reader.name(manager)],
    [say(lang, "card.window"), window ? windowText(window, reader) : say(lang, "card.no-window")],
    [say(lang, "card.schedule"), schedule === undefined ? "" : timeInZone(schedule, reader)],
    [say(lang, "card.requirements"), joinWords(requirements, reader)],
    [say(lang, "card.announce"), joinWords(announce, reader)],
    [say(lang, "card.hooks"), joinWords(hooks, reader)],
    [say(lang, "card.tags"), joinWords(tags, reader)],
    [say(lang, "card.policy"), policy],
    [say(lang, "card.emergency"), emergency],
    ...Object.keys(content.custom ?? {}).map(
      (id) => [customTitle(id, reader), plainLine(customLine(id, content, reader))] as const,
    ),
  ];
  const [first, ...rest] = rows.filter(([, value]) => value !== "");
  return first ? table(first, rest) : "";
}

function approvalText({ content, round }: Plan, reader: Reader): string {
  const { lang } = reader;
  const levels = content.approval?.levels ?? [];
  if (levels.length === 0) return "";
  const rows = levels.map((level, place) => {
    const votes = round?.votes.filter((vote) => vote.level === place) ?? [];
    const said = votes.map(({ by, verdict }) => `${reader.name(by)}: ${say(lang, `vote.${verdict}`)}`);
    return ["", level.name, ruleText(level, reader), parties(level.approvers, reader), said.join("; ")];
  });
  return table([say(lang, "card.approval"), "", "", "", ""], rows);
}

function ruleText({ rule }: Level, { lang }: Reader): string {
  if (rule === "any" || rule === "all") return say(lang, `rule.${rule}`);
  return say(lang, "rule.number", { count: rule });
}

function itemsText({ index, content, items }: Plan, reader: Reader): string {
  const { lang } = reader;
  const rows = content.items.map(({ id, name, owners, work }, place) => [
    `${index}.${place + 1}`,
    say(lang, `item.${items[id]?.state ?? "todo"}`),
    name,
    workName(work, reader),
    parties(owners, reader),
    noteOf(items[id]),
  ]);
  return table([say(lang, "card.items"), "", "", "", "", ""], rows);
}

/** Why it was skipped or has failed, or the remark with which it was done. */
function noteOf(progress: ItemProgress | undefined): string {
  if (progress?.state === "skipped" || progress?.state === "failed") return progress.reason;
  return progress?.state === "done" ? (progress.remark ?? "") : "";
}

function parties(all: readonly Party[], reader: Reader): string {
  return plainLine(
    joinLines(
      all.map((party) => partyLine(party, reader)),
      reader,
    ),
  );
}
