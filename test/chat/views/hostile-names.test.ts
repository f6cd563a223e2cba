/**
 * Names that look like markup, are endless, or in other scripts: on every card they are text and nothing else.
 */
import { describe, expect, it } from "vitest";
import type { Card, Line } from "../../../src/chat/card.ts";
import { approvalCard } from "../../../src/chat/views/approval-card.ts";
import { itemCard } from "../../../src/chat/views/item-card.ts";
import { listCard, waitingCard } from "../../../src/chat/views/list-cards.ts";
import { logCard } from "../../../src/chat/views/log-card.ts";
import { planCard } from "../../../src/chat/views/plan-card.ts";
import { buttonsOn, cardText } from "../../support/card-text.ts";
import type { World } from "../../support/cast.ts";
import { ada, approval, bo, build, dana, level, tell } from "../../support/cast.ts";
import type { Given } from "../../support/given.ts";
import { executing, submitted } from "../../support/given.ts";
import { LANGS, readerOf } from "./reader.ts";

const NAMES: Readonly<Record<string, string>> = {
  markup: "<script>alert(1)</script> **b** [x](javascript:1) `c` <at id=all></at>",
  placeholders: "{name} {count, plural, other {#}} {{x}} '{' ''",
  "two hundred characters": "长".repeat(200),
  Chinese: "双十一大促「预热」版本",
  "right to left": "إصدار ٢٫٤ جديد",
  emoji: "🚀 Release 👩‍👩‍👧 2.4",
  "a prototype’s field": "__proto__",
};

const content = (name: string) => ({
  name,
  items: [build("i1", { name }), tell("i2", { name: `${name} `.slice(0, 199), after: ["i1"] })],
  requirements: ["SHOP-1", "sprint:SHOP/42"],
  tags: [name.slice(0, 200)],
});

/** Whoever writes into the tracker names them. */
const read = (name: string): World["requirements"] => {
  const facts = { key: name, title: name, type: name, state: name, stage: "doing", assignee: name } as const;
  const issue = { ...facts, url: "javascript:alert(1)" };
  return {
    "SHOP-1": { answer: "read", state: { kind: "issue", ...issue } },
    "sprint:SHOP/42": { answer: "read", state: { kind: "sprint", name, stage: "doing", goal: name, issues: [issue] } },
  };
};

function cardsOf(name: string, lang: (typeof LANGS)[number]): readonly Card[] {
  const world = { requirements: read(name) };
  const levels = approval(level([bo], "any", name.slice(0, 200)));
  const asked: Given = submitted({ ...content(name), approval: levels }, world);
  const working: Given = executing(content(name), world).after([{ type: "run", item: "i1" }, dana]);
  const call = { name: () => name };
  const reader = readerOf(asked, lang, call);
  const log = working.log.map((event) => ({ event }));
  return [
    planCard(asked.plan, reader),
    planCard(working.plan, readerOf(working, lang, call)),
    approvalCard(asked.plan, { round: 1, level: 0, person: bo }, reader),
    approvalCard(asked.after([{ type: "reject", reason: name }, bo]).plan, { round: 1, level: 0, person: bo }, reader),
    itemCard(
      working.plan,
      { item: "i1", code: working.plan.instanceCode, person: dana },
      readerOf(working, lang, call),
    ),
    listCard(
      { plans: [asked.plan], total: 1, pages: 1 },
      { do: "list", scope: "all", words: name.slice(0, 200), page: 1 },
      reader,
    ),
    waitingCard([asked.plan], ada, reader),
    logCard(working.plan, log, reader),
  ];
}

/** Every running text of a card; in it, strings and names are shown as they are. */
function linesOf({ blocks }: Card): readonly Line[] {
  return blocks.flatMap((block): readonly Line[] => {
    if (block.kind === "fields") return block.fields.map(({ value }) => value);
    if (block.kind === "items") return block.rows.flatMap(({ details }) => details);
    if (block.kind === "levels") return block.rows.flatMap(({ people }) => people.map(({ who }) => who));
    if (block.kind === "timeline") return block.lines.map(({ line }) => line);
    if (block.kind === "list") return block.lines;
    return "line" in block ? [block.line] : [];
  });
}

describe.each(LANGS)("in %s, a name of", (lang) => {
  it.each(Object.keys(NAMES))("%s stays as it was typed", (kind) => {
    const name = NAMES[kind] ?? "";
    const cards = cardsOf(name, lang);
    for (const card of cards) expect(cardText(card)).toContain(name);
    expect(cards[0]?.title).toBe(`52 · ${name}`);
  });

  it.each(Object.keys(NAMES))("%s makes no link", (kind) => {
    const links = cardsOf(NAMES[kind] ?? "", lang)
      .flatMap(linesOf)
      .flat()
      .flatMap((part) => (typeof part !== "string" && "link" in part ? [part.link] : []));
    expect(links).toEqual([]);
  });

  it.each(Object.keys(NAMES))("%s goes into no button’s label", (kind) => {
    const name = NAMES[kind] ?? "";
    for (const { label } of cardsOf(name, lang).flatMap(buttonsOn)) expect(label).not.toContain(name);
  });
});

it("a person’s name that a platform gives never breaks a line or turns its direction", () => {
  const story = submitted();
  const reader = readerOf(story, "en", { name: () => "one\ntwo\u2028three\u202Eeerht" });
  expect(cardText(planCard(story.plan, reader))).toContain("Manager: one two threeeerht\n");
});
