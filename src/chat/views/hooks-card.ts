/**
 * What external systems were told of a plan, how that went, and what they answered.
 */

import { isCheckpoint } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import type { Delivery, PlanDeliveries } from "../deliveries.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";
import { asOf } from "./as-of.ts";
import { showButton } from "./buttons.ts";
import { checksLines } from "./log-card.ts";
import { statusTone } from "./tones.ts";

/** The latest so many are shown; the API and the command line have the rest. */
const MOST_LINES = 20;
const MOST_BUTTONS = 3;

export function hooksCard(plan: Plan, told: PlanDeliveries, reader: Reader): Card {
  const { lang } = reader;
  const names = { index: plan.index, name: oneLine(plan.content.name) };
  const numbered = numberedDeliveries(told.deliveries);
  const sent: Block =
    numbered.length === 0
      ? { kind: "context", line: [say(lang, "hooks.none")] }
      : {
          kind: "timeline",
          title: say(lang, "hooks.deliveries"),
          lines: numbered.slice(0, MOST_LINES).map(({ number, delivery }) => ({
            at: shortTime(delivery.at, reader),
            line: deliveryLine(number, delivery, reader),
          })),
        };
  return {
    title: say(lang, "card.checks.title", names),
    tone: statusTone(plan.status),
    label: say(lang, `status.${plan.status}`),
    blocks: [
      { kind: "list", lines: checksLines(plan, reader) },
      sent,
      ...callbackBlock(told, reader),
      { kind: "fields", fields: [{ label: say(lang, "card.checks.code"), value: [plan.instanceCode], short: true }] },
      asOf(reader),
    ],
    buttons: [...againButtons(plan, numbered, reader), showButton("plan", plan.index, reader)],
    summary: say(lang, "card.checks.summary", names),
  };
}

interface Numbered {
  /** From 1 for the first one ever sent, so that a number keeps its meaning. */
  readonly number: number;
  readonly delivery: Delivery;
}

/** The latest first, as the log gives them. */
export function numberedDeliveries(deliveries: readonly Delivery[]): readonly Numbered[] {
  return deliveries.map((delivery, place) => ({ number: deliveries.length - place, delivery }));
}

function deliveryLine(number: number, delivery: Delivery, reader: Reader): Line {
  const { lang } = reader;
  const { endpoint, checkpoint, state, attempts, next } = delivery;
  const head = say(lang, "hooks.delivery", {
    number,
    endpoint,
    checkpoint: say(lang, `checkpoint.${checkpoint}`),
    state: say(lang, `hooks.state.${state}`),
  });
  const last = attempts.at(-1);
  const parts = [
    attempts.length > 1 ? say(lang, "hooks.attempts", { count: attempts.length }) : undefined,
    last?.status === undefined
      ? undefined
      : say(lang, "hooks.answered", { status: last.status, latency: last.latency }),
    last?.status === undefined && last?.problem !== undefined
      ? say(lang, "hooks.failed", { problem: excerpt(oneLine(last.problem), 200) })
      : undefined,
    state === "waiting" && next !== undefined && attempts.length > 0
      ? say(lang, "hooks.next", { at: shortTime(next, reader) })
      : undefined,
  ];
  return [[head, ...parts.filter((part) => part !== undefined)].join(" · ")];
}

function callbackBlock({ callbacks }: PlanDeliveries, reader: Reader): readonly Block[] {
  if (callbacks.length === 0) return [];
  const { lang } = reader;
  const lines = callbacks.slice(0, MOST_LINES).map(({ at, endpoint = "?", checkpoint = "", result, text, outcome }) => {
    const said = say(lang, "hooks.callback", {
      endpoint,
      checkpoint: isCheckpoint(checkpoint) ? say(lang, `checkpoint.${checkpoint}`) : "?",
      result: resultText(result, lang),
    });
    const note = outcomeText(outcome, lang);
    const parts = [said, text === undefined ? undefined : excerpt(oneLine(text), 200), note];
    return { at: shortTime(at, reader), line: [parts.filter(Boolean).join(" · ")] };
  });
  return [{ kind: "timeline", title: say(lang, "hooks.callbacks"), lines }];
}

function resultText(result: string | undefined, lang: Reader["lang"]): string {
  return result === "success" || result === "failed" || result === "executing"
    ? say(lang, `hooks.callback.${result}`)
    : "?";
}

function outcomeText(outcome: string, lang: Reader["lang"]): string | undefined {
  if (outcome === "taken") return undefined;
  return outcome === "repeat"
    ? say(lang, "hooks.callback.repeat")
    : say(lang, "hooks.callback.refused", { code: outcome });
}

/** The latest that were not accepted, as far as buttons go. */
function againButtons(plan: Plan, numbered: readonly Numbered[], { lang }: Reader): readonly Button[] {
  return numbered
    .filter(({ delivery }) => delivery.state !== "accepted" && delivery.attempts.length > 0)
    .slice(0, MOST_BUTTONS)
    .map(({ number, delivery }) => ({
      id: `send-again-${number}`,
      label: say(lang, "hooks.again", { number }),
      style: "plain",
      action: { do: "send-again", plan: plan.index, delivery: delivery.id },
    }));
}
