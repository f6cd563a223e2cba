/**
 * Several plans at once: a list by what was asked for, and what waits for one person.
 */
import type { Party, PersonId } from "../../plan/content.ts";
import { isWaiting } from "../../plan/items.ts";
import type { Plan } from "../../plan/plan.ts";
import { isFinal } from "../../plan/transitions.ts";
import type { Action } from "../action.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import { oneLine } from "../texts/markdown.ts";
import { personLine, seatsAmong } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";
import { asOf } from "./as-of.ts";
import { showButton } from "./buttons.ts";
import { finishedItems, statusTone } from "./tones.ts";

export type ListAction = Extract<Action, { do: "list" }>;

export interface ListPage {
  readonly plans: readonly Plan[];
  readonly total: number;
  readonly pages: number;
}

export function listCard(page: ListPage, asked: ListAction, reader: Reader): Card {
  const { lang } = reader;
  const found = say(lang, "card.list.found", { total: page.total });
  const scope = say(lang, `card.list.scope.${asked.scope}`);
  const words = asked.words === "" ? [] : [say(lang, "card.list.words", { words: oneLine(asked.words) })];
  const where = page.pages > 1 ? [say(lang, "card.list.page", { page: asked.page, pages: page.pages })] : [];
  return {
    title: say(lang, "card.list.title"),
    tone: "muted",
    label: scope,
    blocks: [
      { kind: "context", line: [[found, ...words, ...where].join(" · ")] },
      page.plans.length === 0
        ? { kind: "markdown", text: say(lang, "card.list.empty") }
        : plansBlock(page.plans, "", reader),
      asOf(reader),
    ],
    buttons: turning(page, asked, reader),
    summary: found,
  };
}

/** One row a plan: what it is, how far, and a button that opens it. */
function plansBlock(plans: readonly Plan[], title: string, reader: Reader): Block {
  return {
    kind: "items",
    title,
    rows: plans.map((plan) => ({
      number: String(plan.index),
      name: oneLine(plan.content.name),
      tone: statusTone(plan.status),
      label: say(reader.lang, `status.${plan.status}`),
      kind: `${finishedItems(plan)}/${plan.content.items.length}`,
      details: [detailLine(plan, reader)],
      buttons: [showButton("plan", plan.index, reader)],
    })),
  };
}

function detailLine(plan: Plan, reader: Reader): Line {
  const { manager, content } = plan;
  const { window } = content;
  const until =
    window && !isFinal(plan)
      ? [" · ", say(reader.lang, "card.list.until", { at: shortTime(window.closes, reader) })]
      : [];
  return [...personLine(manager, reader), ...until];
}

function turning({ pages }: ListPage, asked: ListAction, { lang }: Reader): readonly Button[] {
  const to = (id: "previous" | "next", page: number): Button => ({
    id,
    label: say(lang, `button.${id}`),
    style: "plain",
    action: { ...asked, page },
  });
  const { page } = asked;
  return [...(page > 1 ? [to("previous", page - 1)] : []), ...(page < pages ? [to("next", page + 1)] : [])];
}

export function waitingCard(plans: readonly Plan[], person: PersonId, reader: Reader): Card {
  const { lang } = reader;
  const count = plans.length;
  const blocks: readonly Block[] =
    count === 0 ? [{ kind: "markdown", text: say(lang, "card.waiting.none") }] : [waitingBlock(plans, person, reader)];
  return {
    title: say(lang, "card.waiting.title"),
    tone: count === 0 ? "muted" : "waiting",
    label: say(lang, "card.waiting.label", { count }),
    blocks: [...blocks, asOf(reader)],
    buttons: [
      {
        id: "new",
        label: say(lang, "button.new"),
        style: count === 0 ? "primary" : "plain",
        action: { do: "form", form: "new" },
      },
      {
        id: "list",
        label: say(lang, "button.list"),
        style: "plain",
        action: { do: "list", scope: "all", words: "", page: 1 },
      },
    ],
    summary: say(lang, "card.waiting.summary", { count }),
  };
}

/** The plans that wait for somebody, each with what for. */
export function waitingBlock(plans: readonly Plan[], person: PersonId, reader: Reader): Block {
  const block = plansBlock(plans, "", reader);
  if (block.kind !== "items") return block;
  const rows = block.rows.map((row, place) => {
    const plan = plans[place];
    return plan ? { ...row, kind: whatFor(plan, person, reader) } : row;
  });
  return { ...block, rows };
}

/** Why the plan waits for this person. */
function whatFor(plan: Plan, person: PersonId, reader: Reader): string {
  const { lang } = reader;
  if (plan.status === "wait_for_approval") return say(lang, "card.waiting.approve");
  if (plan.status !== "executing") return say(lang, "card.waiting.manage");
  const items = plan.content.items.filter(
    (item) => isWaiting(plan, item) && (plan.manager === person || isAmong(person, item.owners, reader)),
  );
  return say(lang, "card.waiting.item", { items: Math.max(1, items.length) });
}

function isAmong(person: PersonId, parties: readonly Party[], reader: Reader): boolean {
  return seatsAmong(parties, reader).some(({ party }) => party === person);
}
