/**
 * A plan's items as rows: state, owner, what came of each, and what can be done with it now.
 */
import type { Item } from "../../plan/content.ts";
import { progressOf, waitsFor } from "../../plan/items.ts";
import type { Hold, ItemProgress, Plan, RunProgress } from "../../plan/plan.ts";
import { secretsOf } from "../../plan/secrets.ts";
import type { Block, ItemRow, Line } from "../card.ts";
import { failureText } from "../texts/failure-text.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine, itemNames, joinLines, numberOf, partyLine, personLine, workName } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { progressWords, runLink } from "../texts/timeline-text.ts";
import { shortTime } from "../texts/when.ts";
import { itemButtons } from "./buttons.ts";
import { demandLines, doneLines } from "./evidence-lines.ts";
import { inputsText } from "./inputs.ts";
import { itemTone } from "./tones.ts";

/** A card with more rows than this is not read, and some platforms refuse it. */
const MOST_ROWS = 20;
const LONGEST_OUTPUT = 600;
const LONGEST_EXCERPT = 160;
/** What differs in a workflow beyond these is in the log. */
const MOST_CHANGES = 5;

/** The rows, the finished ones first to give way when there are many; and how many are not shown. */
export function itemsBlocks(plan: Plan, reader: PlanReader): readonly Block[] {
  const { items } = plan.content;
  if (items.length === 0) return [];
  const shown = shownItems(plan);
  const block: Block = {
    kind: "items",
    title: say(reader.lang, "card.items"),
    rows: shown.map((item) => itemRow(plan, item, reader)),
  };
  const hidden = items.filter((item) => !shown.includes(item));
  const finished = hidden.filter((item) => isFinished(progressOf(plan, item))).length;
  const left = hidden.length - finished;
  const notes = [
    finished > 0 ? say(reader.lang, "card.collapsed", { count: finished }) : undefined,
    left > 0 ? say(reader.lang, "card.todo-collapsed", { count: left }) : undefined,
  ].filter((note) => note !== undefined);
  return [block, ...notes.map((note): Block => ({ kind: "context", line: [note] }))];
}

function shownItems(plan: Plan): readonly Item[] {
  const { items } = plan.content;
  if (items.length <= MOST_ROWS) return items;
  const open = items.filter((item) => !isFinished(progressOf(plan, item))).slice(0, MOST_ROWS);
  const room = MOST_ROWS - open.length;
  const finished = room > 0 ? items.filter((item) => isFinished(progressOf(plan, item))).slice(-room) : [];
  return items.filter((item) => open.includes(item) || finished.includes(item));
}

function isFinished({ state }: ItemProgress): boolean {
  return state === "done" || state === "skipped";
}

function itemRow(plan: Plan, item: Item, reader: PlanReader): ItemRow {
  const progress = progressOf(plan, item);
  const run = "run" in progress ? progress.run : undefined;
  const shows = progress.state === "running" || progress.state === "failed";
  return {
    number: numberOf(plan, item.id),
    name: oneLine(item.name),
    tone: itemTone(progress),
    label: itemLabel(progress, reader),
    kind: workName(item.work, reader),
    details: itemDetails(plan, item, reader, "row"),
    percent: progress.state === "running" ? percentOf(run?.progress) : undefined,
    output: shows ? tailOf(run?.progress) : undefined,
    buttons: itemButtons(plan, item, reader),
  };
}

export function itemLabel(progress: ItemProgress, { lang }: Reader): string {
  if (progress.state === "failed" && progress.unclear) return say(lang, "item.unclear");
  if (progress.state === "todo" && progress.held) return say(lang, "item.held");
  return say(lang, `item.${progress.state}`);
}

/** Whole percents: what changes less is not worth an edit of the card. */
export function percentOf(progress: RunProgress | undefined): number | undefined {
  return progress?.percent === undefined ? undefined : Math.round(progress.percent);
}

export function tailOf(progress: RunProgress | undefined): string | undefined {
  const tail = progress?.tail?.trim();
  return tail ? tail.slice(-LONGEST_OUTPUT) : undefined;
}

/** Who it belongs to, what it waits for, and what happened to it. An item's own card says what it waits for by itself. */
export function itemDetails(plan: Plan, item: Item, reader: Reader, on: "row" | "card"): readonly Line[] {
  const progress = progressOf(plan, item);
  const after = on === "row" ? afterLines(plan, item, progress, reader) : [];
  return [
    ...standingLines(plan, item, progress, reader),
    ...after,
    ...demandLines(plan, item, progress, reader),
    ...outcomeLines(plan, progress, reader),
  ];
}

function standingLines(plan: Plan, item: Item, { state }: ItemProgress, reader: Reader): readonly Line[] {
  const claim = state === "todo" || state === "failed" ? plan.claims?.[item.id] : undefined;
  const owners = joinLines(
    item.owners.map((owner) => partyLine(owner, reader)),
    reader,
  );
  return [
    parametersLine(plan, item),
    owners.length > 0 && !isDone(state) ? sayLine(reader.lang, "card.item.owners", { owners }) : undefined,
    claim &&
      sayLine(reader.lang, "card.item.claimed", {
        person: personLine(claim.by, reader),
        at: shortTime(claim.at, reader),
      }),
  ].filter((line) => line !== undefined);
}

/** While items are carried out, what it still waits for; before that, its place in the order. */
function afterLines(plan: Plan, item: Item, { state }: ItemProgress, reader: Reader): readonly Line[] {
  if (state !== "todo") return [];
  const items =
    plan.status === "executing"
      ? waitsFor(plan, item)
      : plan.content.items.filter(({ id }) => item.after.includes(id)).map(({ name }) => name);
  return items.length === 0 ? [] : [sayLine(reader.lang, "card.item.after", { items: itemNames(items, plan, reader) })];
}

function isDone(state: ItemProgress["state"]): boolean {
  return state === "done" || state === "skipped";
}

/** What it will run with, or the beginning of what is to do. */
function parametersLine(plan: Plan, item: Item): Line | undefined {
  const { work } = item;
  if (work.type === "text")
    return work.content.trim() === "" ? undefined : [excerpt(oneLine(work.content.trim()), LONGEST_EXCERPT)];
  const inputs = inputsText(item, secretsOf(plan), LONGEST_EXCERPT);
  return inputs === "" ? undefined : [inputs];
}

function outcomeLines(plan: Plan, progress: ItemProgress, reader: Reader): readonly Line[] {
  const { lang } = reader;
  switch (progress.state) {
    case "todo":
      return progress.held ? heldLines(progress.held, reader) : [];
    case "running": {
      const started = sayLine(lang, "card.item.started", {
        who: actorLine(progress.by, reader),
        at: shortTime(progress.at, reader),
      });
      const where = progressWords({ ...progress.run.progress, percent: undefined });
      return [started, ...(where === "" ? [] : [[where]]), ...linkLines(progress.run.progress, reader)];
    }
    case "done": {
      return [...doneLines(plan, progress, reader), ...linkLines(progress.run?.progress, reader)];
    }
    case "skipped": {
      const by = sayLine(lang, "card.item.by", {
        who: actorLine(progress.by, reader),
        at: shortTime(progress.at, reader),
      });
      return [by, sayLine(lang, "card.item.reason", { reason: excerpt(oneLine(progress.reason), LONGEST_EXCERPT) })];
    }
    case "failed": {
      const reason = failureText(progress.reason, reader);
      const failed = progress.unclear
        ? sayLine(lang, "card.item.unclear", { reason })
        : sayLine(lang, "card.item.failed-at", { at: shortTime(progress.at, reader), reason });
      return [failed, ...linkLines(progress.run.progress, reader)];
    }
  }
}

/** Why nobody's click and no schedule starts it, and the way on. */
function heldLines({ at, changes }: Hold, reader: Reader): readonly Line[] {
  const { lang } = reader;
  const shown = changes.slice(0, MOST_CHANGES).map((change): Line => [excerpt(oneLine(change), LONGEST_EXCERPT)]);
  const hidden = changes.length - shown.length;
  return [
    sayLine(lang, "card.item.held", { at: shortTime(at, reader) }),
    ...shown,
    ...(hidden > 0 ? [[say(lang, "card.item.held-more", { count: hidden })]] : []),
    [say(lang, "card.item.held-next")],
  ];
}

function linkLines(progress: RunProgress | undefined, reader: Reader): readonly Line[] {
  const link = runLink(progress?.link, reader);
  return link ? [[link]] : [];
}
