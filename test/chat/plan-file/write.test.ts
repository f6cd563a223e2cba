import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanDraft } from "../../../src/chat/plan-file/draft.ts";
import { planJsonSchema } from "../../../src/chat/plan-file/json-schema.ts";
import { readLevel, writeLevel } from "../../../src/chat/plan-file/level-text.ts";
import { readPlanFile } from "../../../src/chat/plan-file/read.ts";
import { writePlanFile } from "../../../src/chat/plan-file/write.ts";
import { writeMarkdownPlan } from "../../../src/chat/plan-file/write-markdown.ts";

const tricky = fc.constantFrom(
  "2.40",
  "true",
  "~",
  "null",
  "1e3",
  "- a",
  "a: b",
  "# a",
  "@ada",
  "*a",
  "&a",
  "!a",
  "{a",
  "[a",
  "'a",
  '"a',
  "a\nb",
  "版本：2",
  "---",
  "0x10",
  "yes",
  "=",
  "a #b",
  "👍",
);
const unit = fc.oneof(
  fc.constantFrom(..." \n:#-'\"[]{}&*!|>%@`,版本，：aB1.~"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
);
const printable = (text: string) => !/(?![\t\n])\p{Cc}|\p{Cs}|[\uFFFD\u202A-\u202E\u2066-\u2069]/u.test(text);
const text = (maxLength: number) =>
  fc
    .oneof(
      tricky,
      fc.array(unit, { maxLength }).map((units) => units.join("")),
    )
    .filter(printable);
const word = text(20)
  .map((value) => value.trim())
  .filter((value) => value.length > 0 && value.length <= 60);
const words = fc.array(word, { maxLength: 4 });
const maybe: { requiredKeys: ("name" | "items")[] } = { requiredKeys: ["name", "items"] };
const key = fc.stringMatching(/^[a-z_]{1,12}$/).filter((name) => name !== "__proto__");

const level = fc.record(
  {
    name: word,
    rule: fc.oneof(fc.constant("any" as const), fc.constant("all" as const), fc.integer({ min: 1, max: 50 })),
    approvers: fc.array(word, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ["rule", "approvers"] },
);
const value = fc.oneof(
  text(20),
  fc.integer(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
);
const step = fc.record({ name: word, text: text(60), owner: words, after: words }, { requiredKeys: ["name"] });
const workflow = fc.record(
  {
    name: word,
    run: fc.constantFrom("command:build", "zadig:yaml/release-plan-hook-2"),
    with: fc.dictionary(key, value, { noNullPrototype: true, maxKeys: 4 }),
    owner: words,
  },
  { requiredKeys: ["name", "run"] },
);
const draft: fc.Arbitrary<PlanDraft> = fc.record(
  {
    name: word,
    key: word,
    manager: word,
    window: word,
    schedule: word,
    description: text(80),
    requirements: words,
    approval: fc.record(
      { via: word, levels: fc.array(level, { minLength: 1, maxLength: 3 }) },
      { requiredKeys: ["levels"] },
    ),
    items: fc.array(fc.oneof(step, workflow), { minLength: 1, maxLength: 4 }),
    policy: word,
    editors: words,
    announce: words,
    hooks: words,
    tags: words,
    custom: fc.dictionary(key, fc.oneof(text(20), fc.boolean(), words), { noNullPrototype: true, maxKeys: 4 }),
  },
  maybe,
);

describe("a written plan", () => {
  it("reads back to the same draft", () => {
    fc.assert(
      fc.property(draft, (plan) => {
        const yaml = writePlanFile(plan);
        expect(readPlanFile(yaml, "yaml"), yaml).toMatchObject({ ok: true, draft: plan });
      }),
      { numRuns: 500 },
    );
  });

  it("reads back to the same draft from Markdown, too", () => {
    fc.assert(
      fc.property(draft, (plan) => {
        const markdown = writeMarkdownPlan(plan);
        expect(readPlanFile(markdown, "markdown"), markdown).toMatchObject({ ok: true, draft: plan });
      }),
      { numRuns: 500 },
    );
  });

  it("is what a person would write in Markdown", () => {
    const markdown = writeMarkdownPlan({
      name: "Release 2.4",
      tags: ["shop", "web"],
      description: "What and why.",
      approval: { via: "card", levels: [{ name: "QA", rule: 2, approvers: ["bo", "group:qa"] }] },
      items: [
        { name: "Build", run: "command:build", with: { branch: "main", clean: true } },
        { name: "Tell", text: "Post it.\n\nThen go.", owner: ["bo"], after: ["Build"] },
      ],
    });
    expect(markdown).toBe(`# Release 2.4

- tags: shop, web

What and why.

## Approval
- via: card
1. QA: 2 of bo, group:qa

## Items
1. Build
   - run: command:build
   - with: branch="main" clean=true
2. Tell
   - owner: bo
   - after: Build

   Post it.

   Then go.
`);
  });

  it("is what a person would write", () => {
    expect(
      writePlanFile({
        name: "Release 2.4",
        approval: { levels: [{ name: "QA", rule: "any", approvers: ["bo"] }] },
        items: [{ name: "Build", text: "a\nb\n" }],
      }),
    ).toBe(
      "name: Release 2.4\napproval:\n  levels:\n    - name: QA\n      rule: any\n      approvers:\n        - bo\nitems:\n  - name: Build\n    text: |\n      a\n      b\n",
    );
  });
});

describe("any text", () => {
  const line = fc.constantFrom(
    "# x",
    "## Items",
    "## 审批",
    "- a",
    "  - run: b:c",
    "name: x",
    "items:",
    "  - name: y",
    "---",
    "```",
    "window: 1",
    "with: a=1",
    "负责人：@bo",
    "<<: *a",
    "? a",
    "[",
    "{a: &b 1}",
    "*b",
    "",
  );
  const file = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(line, fc.string()), { maxLength: 12 }).map((lines) => lines.join("\n")),
  );

  it("is read or refused with a reason, and never throws", () => {
    fc.assert(
      fc.property(file, fc.constantFrom("yaml" as const, "markdown" as const, undefined), (given, syntax) => {
        const read = readPlanFile(given, syntax);
        expect(read.ok || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a level in words", () => {
  it.each([
    ["bo, chen", { rule: "any", approvers: ["bo", "chen"] }],
    ["2 of bo, chen, dan", { rule: 2, approvers: ["bo", "chen", "dan"] }],
    ["QA: all of @bo, group:qa", { name: "QA", rule: "all", approvers: ["bo", "group:qa"] }],
    ["QA = bo", { name: "QA", rule: "any", approvers: ["bo"] }],
    ["运维：全部 陈晨、bo", { name: "运维", rule: "all", approvers: ["陈晨", "bo"] }],
    ["2人 bo、chen", { rule: 2, approvers: ["bo", "chen"] }],
    ["group:qa", { rule: "any", approvers: ["group:qa"] }],
    ["all", { rule: "any", approvers: ["all"] }],
    ["0 of bo", undefined],
    ["", undefined],
    [" , ", undefined],
  ])("%j", (words, expected) => {
    expect(readLevel(words)).toEqual(expected);
  });

  it("is written so that it reads back", () => {
    for (const words of ["bo", "QA: 2 of bo, chen", "QA: all of bo"])
      expect(writeLevel(readLevel(words) ?? { rule: "any", approvers: [] })).toBe(words);
  });
});

describe("the JSON Schema", () => {
  it("in the repository is the schema of the program: node scripts/write-schema.ts", () => {
    const written: unknown = JSON.parse(
      readFileSync(new URL("../../../schema/plan.schema.json", import.meta.url), "utf8"),
    );
    expect(written).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
  });
});
