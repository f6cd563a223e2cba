import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCard } from "../../../adapters/slack/render/card.ts";
import { homeView } from "../../../adapters/slack/render/view.ts";
import type { Card, Line } from "../../../src/chat/card.ts";
import { blockProblems, isTooLong, viewProblems } from "../../emulators/slack/block-kit.ts";
import { readBlocks } from "../../emulators/slack/read-blocks.ts";
import { seenText } from "../../emulators/slack/screen.ts";
import type { Json } from "../../emulators/slack/world.ts";
import { buttonsOn } from "../../support/card-text.ts";
import { everyCard, HOSTILE } from "../../support/every-card.ts";
import { buttonsOf } from "./stage.ts";

const LANGS = ["en", "zh"] as const;

const json = (blocks: unknown): readonly Json[] => JSON.parse(JSON.stringify(blocks));

function problemsOf(card: Card): readonly string[] {
  const { blocks, fewer, text } = renderCard(card);
  return [
    ...blockProblems(json(blocks), "message"),
    ...blockProblems(json(fewer), "message"),
    ...(isTooLong(json(blocks)) ? ["too long"] : []),
    ...(text === "" || text.length > 40_000 ? ["no fallback"] : []),
    ...viewProblems(json(homeView(card)), "home"),
  ];
}

function shown(card: Card): string {
  const { blocks, text } = renderCard(card);
  const read = readBlocks(json(blocks));
  return seenText({ ...read, fallback: text } as Parameters<typeof seenText>[0]);
}

describe.each(LANGS)("in %s, the card", (lang) => {
  it.each(Object.keys(everyCard(lang)))("%s", async (name) => {
    const card = everyCard(lang)[name];
    if (!card) throw new Error(`no card ${name}`);
    expect(problemsOf(card)).toEqual([]);
    // What can be typed grows with every verb, and looks like any other list.
    if (name === "help") return;
    await expect(shown(card)).toMatchFileSnapshot(`__messages__/${name}.${lang}.txt`);
  });
});

/** Cards of any shape and size that the core could ever make, and beyond. */
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constant(HOSTILE),
  fc.string({ maxLength: 4_000, unit: "grapheme" }),
);
const line: fc.Arbitrary<Line> = fc.array(
  fc.oneof(
    text,
    fc.record({ person: fc.string(), name: text }),
    fc.record({ link: fc.oneof(fc.webUrl(), fc.constant("javascript:alert(1)"), fc.string()), text }),
  ),
  { maxLength: 4 },
);
const tone = fc.constantFrom("draft", "waiting", "active", "good", "bad", "muted");
const button = fc.record({
  id: fc.string(),
  label: text,
  style: fc.constantFrom("primary", "danger", "plain"),
  action: fc.integer({ min: 1, max: 1e9 }).map((plan) => ({ do: "approve", plan, seen: "f".repeat(64) }) as const),
  confirm: fc.option(fc.record({ title: text, text, ok: text, back: text }), { nil: undefined }),
});
const block = fc.oneof(
  fc.record({ kind: fc.constant("markdown"), text }),
  fc.record({
    kind: fc.constant("fields"),
    fields: fc.array(fc.record({ label: text, value: line, short: fc.boolean() }), { maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant("items"),
    title: text,
    rows: fc.array(
      fc.record({
        number: text,
        name: text,
        tone,
        label: text,
        kind: text,
        details: fc.array(line, { maxLength: 5 }),
        percent: fc.option(fc.float({ noNaN: true }), { nil: undefined }),
        output: fc.option(text, { nil: undefined }),
        buttons: fc.array(button, { maxLength: 3 }),
      }),
      { maxLength: 60 },
    ),
  }),
  fc.record({
    kind: fc.constant("levels"),
    title: text,
    rows: fc.array(
      fc.record({
        name: text,
        tone,
        label: text,
        rule: text,
        people: fc.array(fc.record({ who: line, tone, label: text, comment: fc.option(text, { nil: undefined }) }), {
          maxLength: 20,
        }),
      }),
      { maxLength: 10 },
    ),
  }),
  fc.record({ kind: fc.constant("progress"), label: text, done: fc.integer(), total: fc.integer() }),
  fc.record({
    kind: fc.constant("timeline"),
    title: text,
    lines: fc.array(fc.record({ at: text, line }), { maxLength: 60 }),
  }),
  fc.record({
    kind: fc.constant("list"),
    title: fc.option(text, { nil: undefined }),
    lines: fc.array(line, { maxLength: 120 }),
  }),
  fc.record({ kind: fc.constant("notice"), tone, line }),
  fc.record({ kind: fc.constant("code"), text }),
  fc.record({ kind: fc.constant("context"), line }),
);
const card = fc.record({
  title: text,
  tone,
  label: text,
  blocks: fc.array(block, { maxLength: 12 }),
  buttons: fc.array(button, { maxLength: 40 }),
  summary: text,
}) as fc.Arbitrary<Card>;

describe("any card", () => {
  it("is taken by Slack, whatever is in it", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(card, (any) => {
        expect(problemsOf(any)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each([10, 200])("keeps every button, beside its item or in a menu, with a digest of %i characters", (length) => {
    const many = everyCard("en")["plan-with-many-items"];
    if (!many) throw new Error("no such card");
    const crowded: Card = {
      ...many,
      blocks: many.blocks.map((block) =>
        block.kind === "items"
          ? {
              ...block,
              rows: block.rows.map((row, place) => ({
                ...row,
                buttons: [
                  ...row.buttons.slice(0, 1),
                  {
                    id: "edit",
                    label: "Edit",
                    style: "plain" as const,
                    action: { do: "approve" as const, plan: place + 1, seen: "f".repeat(length) },
                  },
                ],
              })),
            }
          : block,
      ),
    };
    expect(problemsOf(crowded)).toEqual([]);
    const { blocks } = renderCard(crowded);
    const offered = buttonsOf(readBlocks(json(blocks))).map(({ action }) => JSON.stringify(action));
    expect(buttonsOn(crowded).filter(({ action }) => !offered.includes(JSON.stringify(action)))).toEqual([]);
  });
});
