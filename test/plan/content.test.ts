import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Content, ParameterValue } from "../../src/plan/content.ts";
import { LIMITS } from "../../src/plan/content.ts";
import { decide } from "../../src/plan/decide.ts";
import type { RefusalCode } from "../../src/plan/refusal.ts";
import { ada, approval, bo, build, content, contextOf, create, level, tell, WORLD } from "../support/cast.ts";
import { drafted, given } from "../support/given.ts";
import { GARBAGE } from "../support/spoilt.ts";

const long = (length: number) => "x".repeat(length);
const input = (branch: ParameterValue) =>
  build("i1", { work: { type: "workflow", engine: "command", workflow: "build", with: { branch } } });
const workflow = (engine: string, name: string, parameters: Readonly<Record<string, ParameterValue>> = {}) => ({
  items: [build("i1", { work: { type: "workflow", engine, workflow: name, with: parameters } })],
});

/** What an author may not write, the refusal's code, and what it says. */
const BAD: readonly (readonly [string, Partial<Content>, RefusalCode, object])[] = [
  ["no name", { name: "  " }, "invalid-content", { path: "name" }],
  ["too long a name", { name: long(LIMITS.name + 1) }, "too-long", { field: "name", most: LIMITS.name }],
  ["a name of two lines", { name: "a\nb" }, "control-characters", { field: "name" }],
  [
    "a name of two lines, told apart by a line separator",
    { name: "a\u2028b" },
    "control-characters",
    { field: "name" },
  ],
  [
    "a workflow's name of two paragraphs",
    { items: [build("i1", { work: { type: "workflow", engine: "command", workflow: "a\u2029b", with: {} } })] },
    "control-characters",
    { field: "items.run" },
  ],
  ["a name with a hidden direction mark", { name: "a\u202eb" }, "control-characters", { field: "name" }],
  ["half a character", { name: "a\ud800" }, "control-characters", { field: "name" }],
  ["a zero byte in a text", { description: "a\u0000b" }, "control-characters", { field: "description" }],
  [
    "a bidi mark in a text",
    { items: [tell("i1", { work: { type: "text", content: "a\u2066b" } })] },
    "control-characters",
    { field: "items.text" },
  ],
  [
    "a bidi mark in an item's name",
    { items: [tell("i1", { name: "a\u200fb" })] },
    "control-characters",
    { field: "items.name" },
  ],
  [
    "a bidi mark in a workflow's input",
    workflow("command", "deploy", { stage: "test\u202e" }),
    "control-characters",
    { field: "items.with" },
  ],
  ["a tag with a control character", { tags: ["a\u001bb"] }, "control-characters", { field: "tags" }],
  ["a requirement with one", { requirements: ["a\u001bb"] }, "control-characters", { field: "requirements" }],
  [
    "a level's name with one",
    { approval: approval(level([bo], "any", "a\u0007")) },
    "control-characters",
    { field: "approval.levels.name" },
  ],
  ["too long a description", { description: long(LIMITS.description + 1) }, "too-long", { field: "description" }],
  ["too long an input", { items: [input(long(LIMITS.parameter + 1))] }, "too-long", { most: LIMITS.parameter }],
  [
    "too many items",
    { items: Array.from({ length: 101 }, (_, place) => tell(`i${place + 1}`)) },
    "too-many-items",
    { most: 100 },
  ],
  ["too many tags", { tags: Array.from({ length: 51 }, String) }, "too-long", { field: "tags", most: LIMITS.list }],
  ["no approvers", { approval: approval(level([])) }, "invalid-content", { path: "approval.levels.0.approvers" }],
  ["no levels", { approval: approval() }, "invalid-content", { path: "approval.levels" }],
  ["a rule of nobody", { approval: approval(level([bo], 0)) }, "invalid-content", { path: "approval.levels.0.rule" }],
  ["a rule of half a person", { approval: approval(level([bo], 0.5)) }, "invalid-content", {}],
  [
    "two levels of one name",
    { approval: approval(level([bo], "any", "QA"), level([bo], "any", "QA")) },
    "duplicate-level",
    { level: "QA" },
  ],
  [
    "an approver nobody knows",
    { approval: approval(level(["chem"])) },
    "unknown-person",
    { name: "chem", nearest: "chen" },
  ],
  ["an owner nobody knows", { items: [tell("i1", { owners: ["zoe"] })] }, "unknown-person", { name: "zoe" }],
  ["an editor nobody knows", { editors: ["zoe"] }, "unknown-person", { name: "zoe" }],
  ["a group nobody knows", { approval: approval(level(["group:aq"])) }, "unknown-group", { name: "aq" }],
  [
    "a group named like a member of every object",
    { approval: approval(level(["group:constructor"])) },
    "unknown-group",
    {},
  ],
  ["a policy nobody knows", { policy: "lax" }, "unknown-policy", { known: Object.keys(WORLD.policies) }],
  ["a policy named like a member of every object", { policy: "constructor" }, "unknown-policy", {}],
  [
    "a desk nobody knows",
    { approval: { via: "pigeon", levels: [level([bo])] } },
    "unknown-desk",
    { known: ["card", "feishu"] },
  ],
  ["an engine nobody knows", workflow("zadig", "build"), "unknown-engine", { known: ["command"] }],
  ["an engine named like a member of every object", workflow("toString", "build"), "unknown-engine", {}],
  ["a workflow the engine has not", workflow("command", "biuld"), "unknown-workflow", { known: ["build", "deploy"] }],
  [
    "an input that is missing",
    workflow("command", "build"),
    "bad-parameter",
    { problem: { problem: "missing", name: "branch" } },
  ],
  [
    "an input nobody asked for",
    workflow("command", "build", { branch: "main", brunch: "x" }),
    "bad-parameter",
    { problem: { problem: "unknown", name: "brunch" } },
  ],
  [
    "an input of another type",
    workflow("command", "build", { branch: 1 }),
    "bad-parameter",
    { problem: { problem: "type", wanted: "string" } },
  ],
  [
    "an input that is no choice",
    workflow("command", "deploy", { stage: "moon" }),
    "bad-parameter",
    { problem: { problem: "choice" } },
  ],
  [
    "an input against its pattern",
    { items: [input("main; rm -rf /")] },
    "bad-parameter",
    { problem: { problem: "pattern" } },
  ],
  [
    "an input with a line end after what fits",
    { items: [input("main\n")] },
    "bad-parameter",
    { problem: { problem: "pattern" } },
  ],
  ["an id that is none", { items: [tell("first")] }, "invalid-content", { path: "items.0.id" }],
];

describe("a plan's content", () => {
  for (const [name, more, code, facts] of BAD) {
    test(`is refused with ${name}, at creation and in an edit`, () => {
      given().when(create(more)).refuses(code, facts);
      drafted()
        .when({ type: "edit", changes: [{ change: "replace", content: content(more) }] })
        .refuses(code, facts);
    });
  }

  test("may be in any language, with line ends of any system", () => {
    drafted({ name: "发布 2.4 🚀", description: "第一行\r\nsecond\n\tthird", tags: ["生产", "שלום"] });
  });

  test("may be as long as its bounds", () => {
    drafted({ name: long(LIMITS.name), items: Array.from({ length: 100 }, (_, place) => tell(`i${place + 1}`)) });
  });
});

describe("words that come with a command", () => {
  test("hide nothing and fit a card", () => {
    const story = drafted();
    for (const text of ["a\u0000", "a\u202e", "\ud800"]) {
      story.when({ type: "comment", text }).refuses("control-characters");
      story.when({ type: "cancel", reason: text }).refuses("control-characters");
    }
    story.when({ type: "comment", text: long(LIMITS.reason + 1) }).refuses("too-long", { most: LIMITS.reason });
    story.when({ type: "comment", text: " " }).refuses("reason-needed");
    given()
      .when({ ...create(), key: "a\u0000b" })
      .refuses("control-characters", { field: "key" });
  });

  test("get no suggestion when they are far too long for a name", () => {
    drafted()
      .when({ type: "handover", to: long(1_000_000) })
      .refuses("unknown-person", { nearest: undefined });
  });
});

test("whatever content is written, it is taken or refused, and never breaks the decision", () => {
  const word = fc.oneof(fc.constantFrom(...GARBAGE, bo, "group:qa", "i1", "i2"), fc.string({ unit: "binary" }));
  const words = fc.array(word, { maxLength: 4 });
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, -0));
  const value = fc.oneof(word, number, fc.boolean());
  const item = fc.record({
    id: fc.oneof(fc.constantFrom("i1", "i2", "i3"), word),
    name: word,
    owners: words,
    after: words,
    work: fc.oneof(
      fc.record({ type: fc.constant("text" as const), content: word }),
      fc.record({
        type: fc.constant("workflow" as const),
        engine: word,
        workflow: word,
        with: fc.dictionary(word, value),
      }),
    ),
  });
  const rule = fc.oneof(fc.constantFrom("any" as const, "all" as const), number);
  const levels = fc.array(fc.record({ name: word, rule, approvers: words }), { maxLength: 3 });
  const spoilt = fc.record<Content>({
    name: word,
    description: word,
    window: fc.option(fc.record({ opens: number, closes: number }), { nil: undefined }),
    schedule: fc.option(number, { nil: undefined }),
    requirements: words,
    approval: fc.option(fc.record({ via: fc.oneof(fc.constant("card"), word), levels }), { nil: undefined }),
    items: fc.array(item, { maxLength: 4 }),
    policy: fc.oneof(fc.constant("standard"), word),
    editors: words,
    announce: words,
    tags: words,
  });
  fc.assert(
    fc.property(spoilt, (whole) => {
      const made = decide(undefined, { ...create(), content: whole }, contextOf(WORLD, ada));
      expect(typeof made.accepted).toBe("boolean");
    }),
    { numRuns: 1_000 },
  );
});
