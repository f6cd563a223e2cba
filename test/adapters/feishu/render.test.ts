import { describe, expect, it } from "vitest";
import { renderCard } from "../../../adapters/feishu/render/card.ts";
import { renderForm } from "../../../adapters/feishu/render/form.ts";
import { TEXTS } from "../../../adapters/feishu/texts.ts";
import type { Action } from "../../../src/chat/action.ts";
import { FORMS } from "../../../src/chat/action.ts";
import type { Card, ItemRow, Line } from "../../../src/chat/card.ts";
import { formFor } from "../../../src/chat/forms/form-for.ts";
import { sources } from "../../chat/forms/sources.ts";
import { LANGS } from "../../chat/views/reader.ts";
import { ApiError } from "../../emulators/feishu/api-error.ts";
import type { CardJson } from "../../emulators/feishu/card-parts.ts";
import { readCard } from "../../emulators/feishu/card-rules.ts";
import { seenCard } from "../../emulators/feishu/seen.ts";
import { createWorld } from "../../emulators/feishu/world.ts";
import { everyCard } from "../../support/every-card.ts";
import { drafted } from "../../support/given.ts";
import { outline } from "./outline.ts";

/** Bo has an account; the others are named. */
const BO = "ou_b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0";
const accountOf = (person: string) => (person === "bo" ? BO : undefined);

/** The card as Feishu takes it; a card that it would refuse fails the test. */
function taken(content: string): CardJson {
  const card = readCard(content, (id) => id === BO);
  if (card instanceof ApiError) throw card;
  return card;
}

function shown(content: string): string {
  return seenCard(createWorld(), taken(content)).text;
}

describe.each(LANGS)("in %s Feishu takes", (lang) => {
  it.each(Object.entries(everyCard(lang)))("the card %s", async (kind, card) => {
    const { pages } = renderCard(card, accountOf);
    for (let page = 1; page <= pages; page++) {
      const { content } = renderCard(card, accountOf, page);
      const name = pages === 1 ? kind : `${kind}-page-${page}`;
      await expect(outline(taken(content))).toMatchFileSnapshot(`__cards__/${name}.${lang}.txt`);
    }
  });

  it.each(FORMS)("the form %s", async (name) => {
    const { plan } = drafted();
    const action: Action = { do: "form", form: name, plan: plan.index, item: "i1" };
    const form = formFor(action, sources(lang, plan));
    if (!form) throw new Error(`there is no form ${name}`);
    const view = { form, action: form.action, texts: TEXTS[lang], accountOf };
    await expect(outline(taken(renderForm(view)))).toMatchFileSnapshot(`__forms__/${name}.${lang}.txt`);
    const [first] = form.fields;
    const wrong = { problem: "No <at id=all></at>.", problems: first ? { [first.name]: "Say *more*." } : {} };
    const again = renderForm({ ...view, ...wrong, filled: first ? { [first.name]: "typed" } : {} });
    expect(shown(again)).toContain("❌ No <at id=all></at>.");
  });
});

it("does not call a field optional whose file is needed", () => {
  const fields = (["needed", true] as const).map(
    (files) =>
      ({ type: "text", name: `${files}`, label: "A", required: false, value: "", lines: 1, max: 9, files }) as const,
  );
  const action: Action = { do: "form", form: "done", plan: 1 };
  const form = { title: "Done", fields, submit: "Done", back: "Back", style: "primary", action } as const;
  const content = renderForm({ form, action, texts: TEXTS.en, accountOf });
  expect(shown(content).split(TEXTS.en.optional)).toHaveLength(2);
});

function card(change: Partial<Card>): Card {
  return { title: "T", tone: "active", label: "Executing", summary: "T", blocks: [], buttons: [], ...change };
}

const HOSTILE = [
  "<at id=all></at>",
  "<person id='ou_1'></person>",
  "**bold** _it_ ~~no~~ `code` [a](https://evil.example)",
  "# heading\n- list\n1. one\n> quote\n---\n| a | b |",
  "```\nfence\n```",
  "&#60;at id=all&#62;",
  ":OK: {{x}} \\* <font color='red'>x</font>",
  "发布 \u202eevil\u202c \u200bhidden",
];

it.each(HOSTILE)("shows %j as it was typed, wherever it stands, and never as markup", (text) => {
  const line: Line = [text, { link: "javascript:alert(1)", text }, { person: "nobody", name: text }];
  const row: ItemRow = {
    number: "1.1",
    name: text,
    tone: "bad",
    label: text,
    kind: text,
    details: [line],
    output: text,
    buttons: [{ id: "b", label: text, style: "plain", action: { do: "run", plan: 1, item: "i1" } }],
  };
  const { content } = renderCard(
    card({
      title: text,
      label: text,
      summary: text,
      blocks: [
        { kind: "fields", fields: [{ label: text, value: line, short: true }] },
        { kind: "items", title: text, rows: [row] },
        {
          kind: "levels",
          title: text,
          rows: [
            {
              name: text,
              tone: "waiting",
              label: text,
              rule: text,
              people: [{ who: line, tone: "good", label: text, comment: text }],
            },
          ],
        },
        { kind: "timeline", title: text, lines: [{ at: text, line }] },
        { kind: "list", title: text, lines: [line] },
        { kind: "notice", tone: "bad", line },
        { kind: "code", text },
        { kind: "context", line },
        { kind: "progress", label: text, done: 1, total: 2 },
      ],
    }),
    accountOf,
  );
  const json = JSON.stringify(taken(content).body);
  const markup = JSON.stringify(taken(content).body.elements.filter(({ tag }) => tag === "markdown")).replaceAll(
    /```.*?```/gu,
    "",
  );
  expect(markup).not.toMatch(/<at |<person |\]\(https:\/\/evil|<font color='red'/u);
  expect(json).not.toMatch(/[\u202e\u202c]/u);
  const typed = text.split("\n")[0]?.replaceAll(/[\u202e\u202c\u200b]/gu, "") ?? "";
  expect(shown(content)).toContain(typed);
});

describe("a plan that is too long for one card", () => {
  const rows = Array.from({ length: 60 }, (_, place): ItemRow => {
    const buttons = (["run", "retry"] as const).map((verb) => ({
      id: verb,
      label: verb,
      style: "primary" as const,
      action: { do: verb, plan: 1, item: `i${place + 1}` } as const,
      confirm: { title: "Sure?", text: "It goes to production.", ok: "Yes", back: "No" },
    }));
    return {
      number: `1.${place + 1}`,
      name: `Deploy service ${place + 1} ${"名".repeat(40)}`,
      tone: "waiting",
      label: "To do",
      kind: "command:deploy",
      details: [[`branch=${"x".repeat(100)}`]],
      output: "line\n".repeat(100),
      buttons,
    };
  });
  const long = card({ blocks: [{ kind: "items", title: "Items", rows }], buttons: rows[0]?.buttons ?? [] });

  it("goes onto pages, each of which Feishu takes, with every row on one of them", () => {
    const { pages } = renderCard(long, accountOf);
    expect(pages).toBeGreaterThan(2);
    const texts = Array.from({ length: pages }, (_, page) => shown(renderCard(long, accountOf, page + 1).content));
    for (const { number } of rows) expect(texts.filter((text) => text.includes(`${number} Deploy`))).toHaveLength(1);
  });

  it("shows the last page where there is none so far", () => {
    const { pages } = renderCard(long, accountOf);
    expect(renderCard(long, accountOf, 99).page).toBe(pages);
  });

  it("is cut where even words are too many, and still taken", () => {
    const text = `${"发布说明 <b> & *x* ".repeat(30)}\n`.repeat(20);
    const huge = card({
      blocks: [
        { kind: "markdown", text },
        { kind: "code", text },
        { kind: "list", title: "All", lines: Array.from({ length: 500 }, () => [text]) },
        { kind: "items", title: "Items", rows },
        { kind: "timeline", title: "Log", lines: Array.from({ length: 300 }, () => ({ at: "20:00", line: [text] })) },
      ],
    });
    const { pages } = renderCard(huge, accountOf);
    for (let page = 1; page <= pages; page++) taken(renderCard(huge, accountOf, page).content);
    const first = shown(renderCard(huge, accountOf).content);
    expect(first).toContain("1.1 Deploy");
    expect(first).toContain("…");
  });
});

it("folds what is over where there are many items, and leaves what can be done", () => {
  const rows = Array.from({ length: 12 }, (_, place): ItemRow => {
    const over = place < 9;
    return {
      number: `1.${place + 1}`,
      name: `Item ${place + 1}`,
      tone: over ? "good" : "waiting",
      label: over ? "Done" : "To do",
      kind: "text",
      details: [],
      buttons: [],
    };
  });
  const json = taken(renderCard(card({ blocks: [{ kind: "items", title: "Items", rows }] }), accountOf).content);
  const panels = json.body.elements.filter((element) => element.tag === "collapsible_panel");
  expect(panels).toMatchObject([{ expanded: false, header: { title: { content: "✅ Done × 9" } } }]);
});
