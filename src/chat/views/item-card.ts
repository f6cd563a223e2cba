/**
 * The card that tells an owner that an item's turn has come, and what came of it.
 */
import type { Item, PersonId } from "../../plan/content.ts";
import { itemOf, progressOf, waitsFor } from "../../plan/items.ts";
import type { ItemProgress, Plan } from "../../plan/plan.ts";
import { itemActions } from "../../plan/possible.ts";
import { isFinal } from "../../plan/transitions.ts";
import type { Block, Button, Card, Tone } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import { itemNames, numberOf, personLine, workName } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { timeInZone } from "../texts/when.ts";
import { itemButtons, showButton } from "./buttons.ts";
import { freezeNow, frozenLine } from "./freezes.ts";
import { itemDetails, itemLabel, percentOf, tailOf } from "./items-block.ts";
import { itemTone } from "./tones.ts";

/** Which turn the card belongs to: the item, in this instance of the plan. */
export interface Turn {
  readonly item: string;
  readonly code: string;
  readonly person: PersonId;
}

export function itemCard(plan: Plan, turn: Turn, reader: PlanReader): Card {
  const { lang } = reader;
  const item = itemOf(plan, turn.item);
  const current = turn.code === plan.instanceCode;
  if (!item || !current) return closedCard(plan, turn, reader);
  const progress = progressOf(plan, item);
  const names = { number: numberOf(plan, item.id), name: oneLine(item.name), plan: oneLine(plan.content.name) };
  const summary =
    turnHasCome(plan, item, reader) && !othersClaim(plan, turn)
      ? say(lang, "card.itemcard.summary-turn", names)
      : say(lang, "card.itemcard.summary", { ...names, state: itemLabel(progress, reader) });
  return {
    title: say(lang, "card.itemcard.title", names),
    tone: toneOf(plan, progress),
    label: itemLabel(progress, reader),
    blocks: [...turnBlocks(plan, turn, reader), ...workBlocks(plan, turn.item, reader)],
    buttons: buttonsOf(plan, turn, reader),
    summary,
  };
}

/** Somebody can do something about it now, were it only once more. */
function turnHasCome(plan: Plan, item: Item, reader: PlanReader): boolean {
  const progress = progressOf(plan, item);
  if (progress.state === "todo" && progress.held) return false;
  return freezeNow(reader) === undefined && itemActions(plan, item.id, reader.now).some((action) => action !== "skip");
}

/** What nobody does any more is no longer waiting. */
function toneOf({ status }: Plan, progress: ItemProgress): Tone {
  if (progress.state !== "todo" || progress.held) return itemTone(progress);
  return status === "executing" ? "waiting" : "muted";
}

/** Another owner has said that they do it. */
function othersClaim({ claims }: Plan, { item, person }: Turn) {
  const claim = claims?.[item];
  return claim && claim.by !== person ? claim : undefined;
}

function buttonsOf(plan: Plan, turn: Turn, reader: PlanReader): readonly Button[] {
  if (othersClaim(plan, turn)) return [];
  const { item: id } = turn;
  const item = itemOf(plan, id);
  const buttons = item ? itemButtons(plan, item, reader) : [];
  return buttons.length > 0 ? [...buttons, showButton("plan", plan.index, reader)] : [];
}

function turnBlocks(plan: Plan, turn: Turn, reader: PlanReader): readonly Block[] {
  const { item: id } = turn;
  const { lang, now } = reader;
  const item = itemOf(plan, id);
  if (!item) return [];
  const progress = progressOf(plan, item);
  // A held item says so itself, and what to do.
  if (progress.state !== "todo" || progress.held) return [];
  if (plan.status !== "executing") {
    return [
      {
        kind: "notice",
        tone: "muted",
        line: [say(lang, "card.itemcard.closed", { status: say(lang, `status.${plan.status}`) })],
      },
    ];
  }
  const claim = othersClaim(plan, turn);
  if (claim) {
    const line = sayLine(lang, "card.itemcard.claimed", { person: personLine(claim.by, reader) });
    return [{ kind: "notice", tone: "muted", line }];
  }
  const waits = waitsFor(plan, item);
  if (waits.length > 0)
    return [
      {
        kind: "notice",
        tone: "waiting",
        line: sayLine(lang, "card.itemcard.waits", { items: itemNames(waits, plan, reader) }),
      },
    ];
  const { window } = plan.content;
  if (window && now < window.opens) {
    return [
      {
        kind: "notice",
        tone: "waiting",
        line: sayLine(lang, "card.itemcard.not-open", { opens: timeInZone(window.opens, reader) }),
      },
    ];
  }
  const freeze = freezeNow(reader);
  if (freeze) return [{ kind: "notice", tone: "waiting", line: frozenLine(freeze, reader) }];
  return [{ kind: "notice", tone: "active", line: [say(lang, "card.itemcard.your-turn")] }];
}

function workBlocks(plan: Plan, id: string, reader: Reader): readonly Block[] {
  const item = itemOf(plan, id);
  if (!item) return [];
  const { lang } = reader;
  const progress = progressOf(plan, item);
  const output =
    progress.state === "running" || progress.state === "failed" ? tailOf(progress.run.progress) : undefined;
  const percent = progress.state === "running" ? percentOf(progress.run.progress) : undefined;
  const content: readonly Block[] =
    item.work.type === "text" && item.work.content.trim() !== "" ? [{ kind: "markdown", text: item.work.content }] : [];
  const details = itemDetails(plan, item, reader, "card");
  const shown = item.work.type === "text" && content.length > 0 ? details.slice(1) : details;
  return [
    {
      kind: "fields",
      fields: [
        {
          label: say(lang, "card.itemcard.plan"),
          value: [planName(plan, reader)],
          short: true,
        },
        ...(item.work.type === "workflow"
          ? [{ label: say(lang, "card.itemcard.work"), value: [workName(item.work, reader)], short: true }]
          : []),
      ],
    },
    ...content,
    ...(shown.length > 0 ? [{ kind: "list", lines: shown } satisfies Block] : []),
    ...(percent === undefined
      ? []
      : [{ kind: "progress", label: itemLabel(progress, reader), done: percent, total: 100 } satisfies Block]),
    ...(output === undefined ? [] : [{ kind: "code", text: output } satisfies Block]),
  ];
}

/** Which plan the item is of, and in the end how that ended. */
function planName(plan: Plan, { lang }: Reader): string {
  const name = `${plan.index} · ${oneLine(plan.content.name)}`;
  return isFinal(plan) ? `${name} · ${say(lang, `status.${plan.status}`)}` : name;
}

/** The turn is over: the plan was planned anew, or the item is no longer in it. */
function closedCard(plan: Plan, { item }: Turn, { lang }: Reader): Card {
  const { index, content } = plan;
  const found = itemOf(plan, item);
  const state = say(lang, `status.${plan.status}`);
  const ofPlan = { index, name: oneLine(content.name), status: state };
  const names = found && { number: numberOf(plan, item), name: oneLine(found.name), plan: ofPlan.name };
  const line = found ? say(lang, "card.itemcard.closed", { status: state }) : say(lang, "card.itemcard.gone");
  return {
    title: names ? say(lang, "card.itemcard.title", names) : say(lang, "card.title", ofPlan),
    tone: "muted",
    label: state,
    blocks: [{ kind: "notice", tone: "muted", line: [line] }],
    buttons: [],
    summary: names ? say(lang, "card.itemcard.summary", { ...names, state }) : say(lang, "card.summary", ofPlan),
  };
}
