import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderCard } from "../../../adapters/console/render-card.ts";
import { renderForm } from "../../../adapters/console/render-form.ts";
import { TEXTS } from "../../../adapters/console/texts.ts";
import type { Block, Button, Card, Form, Tone } from "../../../src/chat/card.ts";
import { say, sayMarkdown } from "../../../src/chat/texts/say.ts";
import { approvalCards, awkwardCards, planCards } from "./sample-cards.ts";

const TONES: readonly Tone[] = ["draft", "waiting", "active", "good", "bad", "muted"];
const NASTY = [
  "<script>alert(1)</script>",
  '" onclick="x',
  "' autofocus onfocus='x",
  "</pre><img src=x onerror=y>",
  "<!--",
  "&lt;b&gt;",
  "]]>",
  "javascript:alert(1)",
  "\u202e\u2066",
  "`<b>`",
  "[x](javascript:x)",
  "![i](http://x/y)",
  "$&",
];

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ maxLength: 30 }),
  fc.tuple(fc.constantFrom(...NASTY), fc.string({ maxLength: 8 })).map((parts) => parts.join("")),
);
const tone = fc.constantFrom(...TONES);
const inline = fc.oneof(text, fc.record({ person: text, name: text }), fc.record({ link: text, text }));
const line = fc.array(inline, { maxLength: 3 });
const button: fc.Arbitrary<Button> = fc.record({
  id: text,
  label: text,
  style: fc.constantFrom("primary" as const, "danger" as const, "plain" as const),
  action: text.map((seen) => ({ do: "approve" as const, plan: 1, seen })),
  confirm: fc.option(fc.record({ title: text, text, ok: text, back: text }), { nil: undefined }),
});
const buttons = fc.array(button, { maxLength: 2 });
const block: fc.Arbitrary<Block> = fc.oneof(
  text.map((markdown) => ({ kind: "markdown" as const, text: markdown })),
  fc
    .array(fc.record({ label: text, value: line, short: fc.boolean() }), { maxLength: 3 })
    .map((fields) => ({ kind: "fields" as const, fields })),
  fc.record({
    kind: fc.constant("items" as const),
    title: text,
    rows: fc.array(
      fc.record({
        number: text,
        name: text,
        tone,
        label: text,
        kind: text,
        details: fc.array(line, { maxLength: 2 }),
        percent: fc.option(fc.integer({ min: -5, max: 200 }), { nil: undefined }),
        output: fc.option(text, { nil: undefined }),
        buttons,
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant("levels" as const),
    title: text,
    rows: fc.array(
      fc.record({
        name: text,
        tone,
        label: text,
        rule: text,
        people: fc.array(fc.record({ who: line, tone, label: text, comment: text }), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  }),
  fc.record({ kind: fc.constant("progress" as const), label: text, done: fc.integer(), total: fc.integer() }),
  fc.record({
    kind: fc.constant("timeline" as const),
    title: text,
    lines: fc.array(fc.record({ at: text, line }), { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("list" as const),
    title: fc.option(text, { nil: undefined }),
    lines: fc.array(line, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("notice" as const), tone, line }),
  text.map((code) => ({ kind: "code" as const, text: code })),
  line.map((context) => ({ kind: "context" as const, line: context })),
);
const card: fc.Arbitrary<Card> = fc.record({
  title: text,
  tone,
  label: text,
  blocks: fc.array(block, { maxLength: 3 }),
  buttons,
  summary: text,
});

/** What markup there is: each tag with the names of its attributes, read the way a browser reads them. */
function markup(
  html: string,
): readonly { readonly tag: string; readonly attributes: readonly string[]; readonly links: readonly string[] }[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gu)].map(
    ([, tag = "", rest = ""]) => ({
      tag,
      attributes: [...rest.matchAll(/\s([a-z-]+)(?:="[^"]*")?/gu)].map(([, name = ""]) => name),
      links: [...rest.matchAll(/\shref="([^"]*)"/gu)].map(([, link = ""]) => link),
    }),
  );
}

const ALLOWED_TAGS = new Set(
  "article header footer section h2 h3 h4 p span div ol ul li dl dt dd a button pre code details summary progress q strong em s br hr blockquote table thead tbody tr th td svg path circle rect dialog form fieldset legend label input textarea select option time".split(
    " ",
  ),
);
const ALLOWED_ATTRIBUTES =
  /^(?:class|id|data-[a-z-]+|aria-[a-z-]+|role|type|tabindex|lang|href|rel|target|value|max|hidden|datetime|title|open|viewbox|fill|stroke(?:-[a-z]+)?|d|cx|cy|r|x|y|width|height|rx|focusable|name|for|rows|maxlength|placeholder|autocomplete|checked|selected|required|novalidate|start)$/u;

function expectTame(html: string): void {
  // Every angle bracket belongs to a tag that the template or the Markdown rules made.
  const lower = html.replaceAll("viewBox", "viewbox");
  expect(lower.replace(/<\/?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"<>]*")?)*\s*\/?>/gu, "")).not.toMatch(/[<>]/u);
  for (const { tag, attributes, links } of markup(lower)) {
    expect(ALLOWED_TAGS, tag).toContain(tag);
    for (const attribute of attributes) expect(attribute).toMatch(ALLOWED_ATTRIBUTES);
    for (const link of links) expect(link).toMatch(/^(?:https?:\/\/|mailto:)/iu);
  }
}

describe("a card", () => {
  test("never lets a text become an element or an attribute of its own", () => {
    fc.assert(
      fc.property(card, (each) => expectTame(renderCard(each, "m1", TEXTS.en).toString())),
      { numRuns: 1_500 },
    );
  });

  test("has as many buttons as it was given, each with its action whole", () => {
    fc.assert(
      fc.property(card, (each) => {
        const html = renderCard({ ...each, blocks: [] }, "m1", TEXTS.en).toString();
        const actions = [...html.matchAll(/data-action="([^"]*)"/gu)].map(([, value = ""]) =>
          JSON.parse(unescaped(value)),
        );
        expect(actions).toEqual(each.buttons.map(({ action }) => action));
      }),
    );
  });

  test("shows each of the samples in both languages", () => {
    for (const lang of ["zh", "en"] as const) {
      for (const each of [...planCards(lang), ...approvalCards(lang), ...awkwardCards()])
        expectTame(renderCard(each, "m1", TEXTS[lang]).toString());
    }
  });

  test("clips a title that is a million characters long", () => {
    const html = renderCard(
      { title: "Ω".repeat(1_000_000), tone: "draft", label: "x", blocks: [], buttons: [], summary: "" },
      "m1",
      TEXTS.en,
    ).toString();
    expect(html.length).toBeLessThan(3_000);
  });

  test("does not follow a link to anything but a page or a mailbox", () => {
    const links = [
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example",
      "/console/sign-out",
      " https://x.example",
      "http://",
      "vbscript:x",
      'https://ok.example/a?b="c"',
    ];
    const blocks: Block[] = [{ kind: "list", lines: links.map((link) => [{ link, text: "x" }]) }];
    const html = renderCard(
      { title: "t", tone: "draft", label: "x", blocks, buttons: [], summary: "" },
      "m1",
      TEXTS.en,
    ).toString();
    expect([...html.matchAll(/href="([^"]*)"/gu)].map(([, link]) => link)).toEqual([
      "https://ok.example/a?b=&quot;c&quot;",
    ]);
  });

  test("takes no direction override into a name", () => {
    const html = renderCard(
      { title: "a\u202eb\u2066c\u0007", tone: "draft", label: "x", blocks: [], buttons: [], summary: "" },
      "m1",
      TEXTS.en,
    ).toString();
    expect(html).toContain(">abc</h3>");
  });
});

describe("Markdown", () => {
  const shown = (markdown: string) =>
    renderCard(
      {
        title: "t",
        tone: "draft",
        label: "x",
        blocks: [{ kind: "markdown", text: markdown }],
        buttons: [],
        summary: "",
      },
      "m1",
      TEXTS.en,
    ).toString();

  test.each([
    ["markup", "<img src=x onerror=alert(1)>"],
    ["a script link", "[x](javascript:alert(1))"],
    ["a disguised script link", "[x](&#106;avascript:alert(1))"],
    ["a picture from elsewhere", "![x](https://evil.example/track.png)"],
    ["a reference to a script", "[x]\n\n[x]: javascript:alert(1)"],
    ["an aligned table", "|a|b|\n|:-:|--:|\n|1|2|"],
  ])("stays harmless with %s", (_name, markdown) => {
    const html = shown(markdown);
    expectTame(html);
    expect(html).not.toMatch(/<img|style=|href="(?!https?:)/u);
  });

  test("keeps a safe link, which opens elsewhere and knows nothing of here", () => {
    expect(shown("[docs](https://docs.example/)")).toContain(
      '<a href="https://docs.example/" rel="noopener noreferrer nofollow" target="_blank">docs</a>',
    );
  });
});

describe("a form", () => {
  test("never lets a text become an element or an attribute of its own", () => {
    const field = fc.oneof(
      fc.record({
        name: text,
        label: text,
        hint: text,
        required: fc.boolean(),
        type: fc.constant("text" as const),
        value: text,
        lines: fc.integer({ min: 1, max: 4 }),
        max: fc.constant(100),
        placeholder: text,
      }),
      fc.record({
        name: text,
        label: text,
        hint: text,
        required: fc.boolean(),
        type: fc.constant("people" as const),
        value: fc.array(text, { maxLength: 2 }),
        many: fc.boolean(),
        options: fc.array(fc.record({ value: text, label: text }), { maxLength: 2 }),
      }),
      fc.record({
        name: text,
        label: text,
        hint: text,
        required: fc.boolean(),
        type: fc.constant("choice" as const),
        value: text,
        options: fc.array(fc.record({ value: text, label: text }), { maxLength: 2 }),
      }),
      fc.record({
        name: text,
        label: text,
        hint: text,
        required: fc.boolean(),
        type: fc.constant("check" as const),
        value: fc.boolean(),
      }),
    );
    const form: fc.Arbitrary<Form> = fc.record({
      title: text,
      intro: text,
      fields: fc.array(field, { maxLength: 3 }),
      submit: text,
      back: text,
      style: fc.constant("primary" as const),
      action: fc.constant({ do: "form" as const, form: "new" as const }),
    });
    fc.assert(
      fc.property(form, (each) => expectTame(renderForm(each, "f1", TEXTS.zh).toString())),
      { numRuns: 500 },
    );
  });
});

function unescaped(value: string): string {
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

test("a field whose file is needed is not called optional", () => {
  const fields = (["needed", true] as const).map(
    (files) =>
      ({ type: "text", name: `${files}`, label: "A", required: false, value: "", lines: 1, max: 9, files }) as const,
  );
  const action = { do: "form", form: "done", plan: 1 } as const;
  const form: Form = { title: "Done", fields, submit: "Done", back: "Back", style: "primary", action };
  const shown = renderForm(form, "f1", TEXTS.en).toString();
  expect(shown.split('type="file"')).toHaveLength(3);
  expect(shown.split('class="optional"')).toHaveLength(2);
});

test.each(["en", "zh"] as const)("a form shows in %s who else is editing, and since when", (lang) => {
  const intro = sayMarkdown(lang, "form.others", { person: [{ person: "zed", name: "Zed *1st* <b>" }], at: "12:00" });
  const action = { do: "form", form: "edit", plan: 1 } as const;
  const form: Form = { title: "Edit", intro, fields: [], submit: "Save", back: "Back", style: "primary", action };
  const shown = renderForm(form, "f1", TEXTS[lang]).toString();
  const said = say(lang, "form.others", { person: "Zed *1st* &lt;b&gt;", at: "12:00" });
  expect(shown.replace(/<[^>]*>/gu, "")).toContain(said);
});
