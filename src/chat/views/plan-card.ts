/**
 * The card of a plan, one per plan and chat: always true, with exactly the buttons that make sense now.
 */
import { CHECKPOINTS } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import { gateOf, isFinal } from "../../plan/transitions.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";
import { formButton, planButtons, showButton } from "./buttons.ts";
import { checkLine } from "./check-line.ts";
import { itemsBlocks } from "./items-block.ts";
import { levelsBlocks } from "./levels-block.ts";
import { headBlocks, noticeBlocks } from "./plan-head.ts";
import { requirementsButton } from "./requirements-card.ts";
import { finishedItems, statusTone } from "./tones.ts";

export function planCard(plan: Plan, reader: PlanReader): Card {
  const { lang } = reader;
  const { index, content, status } = plan;
  return {
    title: say(lang, "card.title", { index, name: oneLine(content.name) }),
    tone: statusTone(status),
    label: say(lang, `status.${status}`),
    blocks: [
      ...noticeBlocks(plan, reader),
      ...headBlocks(plan, reader),
      ...progressBlocks(plan, reader),
      ...itemsBlocks(plan, reader),
      ...levelsBlocks(plan, reader),
      ...checksBlocks(plan, reader),
      ...stoppedBlocks(plan, reader),
      { kind: "context", line: createdLine(plan, reader) },
    ],
    buttons: buttonsOf(plan, reader),
    summary: summaryOf(plan, reader),
  };
}

function buttonsOf(plan: Plan, reader: PlanReader): readonly Button[] {
  if (isFinal(plan)) return [];
  const log = showButton("log", plan.index, reader);
  const buttons = planButtons(plan, reader);
  const rest = plan.reading ? [requirementsButton(plan, reader), log] : [log];
  return plan.status === "planning" ? [...draftButtons(buttons, plan, reader), ...rest] : [...buttons, ...rest];
}

/** The way on first: submitting or finishing where that is possible, else what it takes to get there. */
function draftButtons(buttons: readonly Button[], plan: Plan, reader: PlanReader): readonly Button[] {
  if (plan.content.items.length === 0) return [formButton("add", plan, reader, "primary"), ...buttons];
  const add = formButton("add", plan, reader, "plain");
  const onward = buttons.filter(({ style }) => style === "primary");
  const others = buttons.filter(({ style }) => style !== "primary");
  if (onward.length > 0) return [...onward, add, ...others];
  return [
    formButton("edit", plan, reader, "primary", { seen: plan.digest }),
    add,
    ...others.filter(({ id }) => id !== "edit"),
  ];
}

function summaryOf(plan: Plan, { lang }: Reader): string {
  const { index, content, status } = plan;
  const values = { index, name: oneLine(content.name), status: say(lang, `status.${status}`) };
  if (status !== "executing") return say(lang, "card.summary", values);
  return say(lang, "card.summary-progress", { ...values, done: finishedItems(plan), total: content.items.length });
}

function progressBlocks(plan: Plan, { lang }: Reader): readonly Block[] {
  const total = plan.content.items.length;
  const started = plan.executingAt !== undefined;
  return started && total > 1
    ? [{ kind: "progress", label: say(lang, "card.progress"), done: finishedItems(plan), total }]
    : [];
}

function createdLine(plan: Plan, reader: Reader): Line {
  const { createdBy, createdAt, changedAt } = plan;
  const created = { who: actorLine(createdBy, reader), at: shortTime(createdAt, reader) };
  const changed = shortTime(changedAt, reader);
  return changed === created.at
    ? sayLine(reader.lang, "card.created", created)
    : sayLine(reader.lang, "card.created-changed", { ...created, changed });
}

/** Gates that had their say; the one that holds the plan is told of at the top. */
function checksBlocks(plan: Plan, reader: Reader): readonly Block[] {
  const lines = CHECKPOINTS.filter((checkpoint) => checkpoint !== gateOf(plan.status)).flatMap((checkpoint) => {
    const check = plan.checks[checkpoint];
    return check ? [checkLine(plan, check, reader)] : [];
  });
  return lines.length === 0 ? [] : [{ kind: "list", title: say(reader.lang, "card.checks"), lines }];
}

function stoppedBlocks({ stopped }: Plan, { lang }: Reader): readonly Block[] {
  if (stopped.length === 0) return [];
  const lines = stopped.map(({ itemName, outcome, reason }): Line => {
    const line = sayLine(lang, "card.stopped-line", {
      item: oneLine(itemName),
      outcome: say(lang, `stopped.${outcome}`),
    });
    return reason ? [...line, ` · ${excerpt(oneLine(reason), 200)}`] : line;
  });
  return [{ kind: "list", title: say(lang, "card.stopped"), lines }];
}
