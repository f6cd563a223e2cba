import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMessage } from "../../../src/chat/grammar/read.ts";
import { draftOfFields, itemDraftOfFields } from "../../../src/chat/plan-file/draft-of-fields.ts";
import { readPlanFile } from "../../../src/chat/plan-file/read.ts";
import { contentOf, draftOf } from "../../../src/chat/plan-file/resolve.ts";
import type { ResolveContext } from "../../../src/chat/plan-file/resolve-context.ts";
import { writePlanFile } from "../../../src/chat/plan-file/write.ts";
import type { Content } from "../../../src/plan/content.ts";

const PEOPLE = ["ada", "bo", "chen"];
const context: ResolveContext = {
  now: Date.parse("2026-11-24T03:00:00Z"),
  zone: "Asia/Shanghai",
  lang: "en",
  resolvePerson: (name) => (PEOPLE.includes(name) ? { id: name } : { nearest: PEOPLE.find((id) => id[0] === name[0]) }),
  knownGroups: ["qa"],
  custom: [],
  places: ["releases"],
};

function resolve(yaml: string, given: ResolveContext = context) {
  const file = readPlanFile(yaml);
  if (!file.ok) throw new Error(JSON.stringify(file.problems));
  return contentOf(file.draft, given);
}

describe("a draft", () => {
  it("becomes content, with its times echoed", () => {
    const yaml = `name: Release 2.4
key: shop
manager: "@ada"
window: tonight 20:00-22:00
schedule: tonight 20:30
approval: ["bo, @qa", "QA: all of group:qa, bo, bo"]
items:
  - { name: Build, run: "zadig:yaml/hook", with: { branch: main }, owner: bo }
  - { name: Tell, after: [build, 1] }
announce: releases
hooks: audit
`;
    expect(resolve(yaml)).toEqual({
      ok: true,
      manager: "ada",
      key: "shop",
      content: {
        name: "Release 2.4",
        description: "",
        window: { opens: Date.parse("2026-11-24T12:00:00Z"), closes: Date.parse("2026-11-24T14:00:00Z") },
        schedule: Date.parse("2026-11-24T12:30:00Z"),
        requirements: [],
        approval: {
          via: "card",
          levels: [
            { name: "Level 1", rule: "any", approvers: ["bo", "group:qa"] },
            { name: "QA", rule: "all", approvers: ["group:qa", "bo"] },
          ],
        },
        items: [
          {
            id: "i1",
            name: "Build",
            owners: ["bo"],
            after: [],
            work: { type: "workflow", engine: "zadig", workflow: "yaml/hook", with: { branch: "main" } },
          },
          { id: "i2", name: "Tell", owners: [], after: ["i1"], work: { type: "text", content: "" } },
        ],
        policy: "standard",
        editors: [],
        announce: ["releases"],
        hooks: ["audit"],
        tags: [],
      },
      echoes: [
        { path: "window", text: "Tue 24 Nov 2026, 20:00–22:00 (Asia/Shanghai, UTC+8)" },
        { path: "schedule", text: "Tue 24 Nov 2026, 20:30 (Asia/Shanghai, UTC+8)" },
      ],
    });
  });

  it("reports all that nobody knows, each at its path", () => {
    const yaml = `name: x
manager: aba
window: 30 February 20:00-22:00
schedule: 2020-01-01 20:00
approval: ["group:qq, boo"]
items:
  - { name: Build, after: [Biuld] }
  - { name: Twice, after: [Twice] }
  - { name: Same }
  - { name: Same, after: [Same, 7], owner: zoe }
announce: [release]
`;
    expect(resolve(yaml)).toEqual({
      ok: false,
      problems: [
        { path: "window", code: "bad-time", problem: { code: "impossible-date", text: "30 February 20:00-22:00" } },
        {
          path: "schedule",
          code: "bad-time",
          problem: { code: "in-the-past", at: Date.parse("2020-01-01T12:00:00Z") },
        },
        { path: "manager", code: "unknown-person", name: "aba", nearest: "ada" },
        { path: "approval.levels[0].approvers[0]", code: "unknown-group", name: "qq", nearest: "qa" },
        { path: "approval.levels[0].approvers[1]", code: "unknown-person", name: "boo", nearest: "bo" },
        { path: "items[0].after[0]", code: "unknown-item", name: "Biuld", nearest: "Build" },
        { path: "items[1].after[0]", code: "after-itself", name: "Twice" },
        { path: "items[3].owner[0]", code: "unknown-person", name: "zoe", nearest: undefined },
        { path: "items[3].after[0]", code: "ambiguous-item", name: "Same" },
        { path: "items[3].after[1]", code: "unknown-item", name: "7", nearest: undefined },
        { path: "announce[0]", code: "unknown-place", name: "release", nearest: "releases", known: ["releases"] },
      ],
    });
  });

  it("refuses a window that is over, but not the one the plan has already", () => {
    const yaml = "name: x\nwindow: 2026-11-23T20:00/22:00\nitems: [{ name: a }]";
    expect(resolve(yaml)).toMatchObject({ problems: [{ path: "window", problem: { code: "in-the-past" } }] });
    const window = { opens: Date.parse("2026-11-23T12:00:00Z"), closes: Date.parse("2026-11-23T14:00:00Z") };
    const content: Content = {
      name: "x",
      description: "",
      window,
      requirements: [],
      items: [],
      policy: "standard",
      editors: [],
      announce: [],
      tags: [],
    };
    expect(resolve(yaml, { ...context, existing: { content, nextItem: 1 } })).toMatchObject({
      ok: true,
      content: { window },
    });
  });

  it("keeps the ids of items that the plan has by the same name", () => {
    const first = resolve("name: x\nitems: [{ name: a }, { name: b }, { name: a }]");
    if (!first.ok) throw new Error("not resolved");
    const existing = { content: first.content, nextItem: 9 };
    const second = resolve(
      "name: x\nitems: [{ name: c }, { name: b }, { name: a }, { name: a }, { name: a, after: [c] }]",
      { ...context, existing },
    );
    expect(second.ok && second.content.items.map(({ id }) => id)).toEqual(["i9", "i2", "i1", "i3", "i10"]);
    expect(second.ok && second.content.items[4]?.after).toEqual(["i9"]);
  });

  it("names levels in the author's language", () => {
    const resolved = resolve("name: x\napproval: [bo, chen]\nitems: [{ name: a }]", { ...context, lang: "zh" });
    expect(resolved.ok && resolved.content.approval?.levels.map(({ name }) => name)).toEqual(["审批 1", "审批 2"]);
  });

  it("gives parameters the types that the workflow wants", () => {
    const workflow = () => ({
      workflow: "build",
      title: "Build",
      definition: "1",
      parameters: [
        { name: "version", type: "string", required: true },
        { name: "replicas", type: "number", required: true },
        { name: "dry", type: "boolean", required: true },
      ] as const,
    });
    const resolved = resolve(
      'name: x\nitems: [{ name: a, run: "command:build", with: { version: 3, replicas: "3", dry: "no", other: 1 } }]',
      { ...context, workflow },
    );
    expect(resolved.ok && resolved.content.items[0]?.work).toMatchObject({
      with: { version: "3", replicas: 3, dry: "no", other: 1 },
    });
  });
});

describe("what is typed on one line", () => {
  it("goes the same way as a file", () => {
    const reading = readMessage(
      '/plan new "Release 2.4" window:"tonight 20:00-22:00" manager:@ada approve:"2 of bo, chen"',
    );
    if (!reading.ok || reading.value.verb !== "new" || reading.value.by !== "fields") throw new Error("not understood");
    const draft = draftOfFields(reading.value.fields);
    expect(draft && contentOf(draft, context)).toMatchObject({
      ok: true,
      manager: "ada",
      content: {
        name: "Release 2.4",
        items: [],
        approval: { via: "card", levels: [{ name: "Level 1", rule: 2, approvers: ["bo", "chen"] }] },
      },
    });
  });

  it("needs a name", () => {
    expect(draftOfFields({})).toBeUndefined();
    expect(itemDraftOfFields({ text: "x" })).toBeUndefined();
    expect(itemDraftOfFields({ name: "a", owners: ["bo"], text: "x" })).toEqual({
      name: "a",
      owner: ["bo"],
      text: "x",
    });
  });
});

describe("an exported plan", () => {
  const names = fc.uniqueArray(
    fc.stringMatching(/^[A-Za-z版本 ]{1,10}[A-Za-z]$/).map((name) => name.trim()),
    { minLength: 1, maxLength: 5, comparator: (a, b) => a.toLowerCase() === b.toLowerCase() },
  );
  const item = fc.record({
    owners: fc.subarray(["ada", "bo", "group:qa"]),
    work: fc.oneof(
      fc.record({ type: fc.constant("text" as const), content: fc.stringMatching(/^[\w 版本]{0,20}$/) }),
      fc.record({
        type: fc.constant("workflow" as const),
        engine: fc.constant("command"),
        workflow: fc.constant("build:all"),
        with: fc.dictionary(
          fc.stringMatching(/^[a-z]{1,5}$/),
          fc.oneof(fc.integer(), fc.boolean(), fc.constant("2.40")),
          { noNullPrototype: true },
        ),
      }),
    ),
  });
  const minute = fc
    .integer({ min: Date.parse("2026-11-25") / 60_000, max: Date.parse("2040-01-01") / 60_000 })
    .map((count) => count * 60_000);
  const zone = fc.constantFrom("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "UTC");

  it("gives the same content again", () => {
    const content = fc
      .tuple(names, fc.array(item, { minLength: 5, maxLength: 5 }), minute, fc.integer({ min: 1, max: 9999 }))
      .map(
        ([list, items, opens, length]): Content => ({
          name: "Release",
          description: "What\nand why",
          window: { opens, closes: opens + length * 60_000 },
          schedule: opens,
          requirements: ["SHOP-1"],
          approval: { via: "card", levels: [{ name: "QA", rule: 1, approvers: ["bo"] }] },
          items: list.flatMap((name, index) => {
            const each = items[index];
            return each ? [{ id: `i${index + 1}`, name, after: index > 0 ? [`i${index}`] : [], ...each }] : [];
          }),
          policy: "standard",
          editors: ["chen"],
          announce: ["releases"],
          hooks: ["audit"],
          tags: [],
        }),
      );
    fc.assert(
      fc.property(content, zone, zone, (given, written, read) => {
        const yaml = writePlanFile(draftOf(given, { manager: "ada", key: "k", zone: written }));
        expect(resolve(yaml, { ...context, zone: read }), yaml).toMatchObject({
          ok: true,
          manager: "ada",
          key: "k",
          content: given,
        });
      }),
      { numRuns: 200 },
    );
  });

  it("names namesakes by number", () => {
    const first = resolve("name: x\nitems: [{ name: a }, { name: a }, { name: b, after: [2] }]");
    if (!first.ok) throw new Error("not resolved");
    const draft = draftOf(first.content, { manager: "ada", zone: "UTC" });
    expect(draft.items[2]?.after).toEqual(["#2"]);
    expect(contentOf(draft, context)).toMatchObject({ content: first.content });
  });
});
