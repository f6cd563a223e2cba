/**
 * Where somebody starts: what waits for them, and how many plans there are.
 */
import type { PersonId } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Block, Button, Card, Field } from "../card.ts";
import type { Reader } from "../texts/reader.ts";
import { say } from "../texts/say.ts";
import { asOf } from "./as-of.ts";
import { waitingBlock } from "./list-cards.ts";

export interface Totals {
  readonly waiting: number;
  readonly mine: number;
  readonly open: number;
  readonly done: number;
}

/** `plans` are the first of those that wait. */
export function homeCard(plans: readonly Plan[], totals: Totals, person: PersonId, reader: Reader): Card {
  const { lang } = reader;
  const count = totals.waiting;
  const left = count - plans.length;
  const waiting: readonly Block[] =
    plans.length === 0
      ? [{ kind: "markdown", text: say(lang, "card.waiting.none") }]
      : [waitingBlock(plans, person, reader)];
  return {
    title: say(lang, "card.home.title"),
    tone: count === 0 ? "muted" : "waiting",
    label: say(lang, "card.waiting.summary", { count }),
    blocks: [
      {
        kind: "fields",
        fields: (["waiting", "mine", "open", "done"] as const).map((name) => field(name, totals, lang)),
      },
      ...waiting,
      ...(left > 0 ? [{ kind: "context", line: [say(lang, "card.home.more", { count: left })] } satisfies Block] : []),
      asOf(reader),
    ],
    buttons: buttonsFor(lang),
    summary: say(lang, "card.waiting.summary", { count }),
  };
}

function field(name: keyof Totals, totals: Totals, lang: Reader["lang"]): Field {
  const value = [say(lang, "card.home.count", { count: totals[name] })];
  return { label: say(lang, `card.home.${name}`), value, short: true };
}

function buttonsFor(lang: Reader["lang"]): readonly Button[] {
  const lists = (["mine", "all"] as const).map((scope): Button => {
    const id = scope === "mine" ? "mine" : "list";
    return {
      id,
      label: say(lang, `button.${id}`),
      style: "plain",
      action: { do: "list", scope, words: "", page: 1 },
    };
  });
  return [
    { id: "new", label: say(lang, "button.new"), style: "primary", action: { do: "form", form: "new" } },
    ...lists,
    { id: "delegate", label: say(lang, "button.delegate"), style: "plain", action: { do: "form", form: "delegate" } },
  ];
}
