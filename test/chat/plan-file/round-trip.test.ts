/**
 * Any plan, exported and applied, is the same plan: in YAML and in Markdown, in whatever zones it is written and read.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { exportDraft } from "../../../src/chat/plan-file/export.ts";
import { readPlanFile } from "../../../src/chat/plan-file/read.ts";
import { contentOf } from "../../../src/chat/plan-file/resolve.ts";
import type { PersonMatch } from "../../../src/chat/plan-file/resolve-context.ts";
import { writePlanFile } from "../../../src/chat/plan-file/write.ts";
import { writeMarkdownPlan } from "../../../src/chat/plan-file/write-markdown.ts";
import type { Content } from "../../../src/plan/content.ts";
import { contentSchema } from "../../../src/plan/content.ts";
import { digestOf, same } from "../../../src/plan/digest.ts";
import { MORNING, RISK, sha256 } from "../../support/cast.ts";
import { drafted } from "../../support/given.ts";

const PEOPLE = ["ada", "bo", "chen"];
const CUSTOM = [
  RISK,
  { ...RISK, id: "regions", type: "multi-choice", options: ["cn", "eu"] },
  { ...RISK, id: "ticket", type: "text", options: [] },
  { ...RISK, id: "rehearsed", type: "checkbox", options: [] },
] as const;
const tricky = fc.constantFrom(
  "#2",
  "2",
  "1.2",
  "Build",
  "build",
  "BUILD",
  "@ada",
  "a, b",
  "true",
  "2.40",
  "- a",
  "a: b",
  "版本：2",
);
const clean = (text: string) => !/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFD]/u.test(text);
const name = fc
  .oneof(tricky, fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }))
  .map((text) => text.trim())
  .filter((text) => text !== "" && clean(text) && !/[\p{Zl}\p{Zp}]/u.test(text));
const text = fc
  .oneof(
    fc.constantFrom(
      "",
      "One\n\n  two\n",
      "- owner: bo\ntext",
      "# Title\n## Items\n- x",
      "```\n## Items\n```",
      " blank ",
      "a\r\nb",
    ),
    fc.string({ unit: "grapheme", maxLength: 40 }),
  )
  .filter((value) => clean(value.replace(/\r\n|\n|\t/gu, "")) && !/\r/u.test(value));
const words = fc.uniqueArray(name, { maxLength: 3 });
const given = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.oneof(text, fc.integer(), fc.boolean()), {
  noNullPrototype: true,
  maxKeys: 3,
});
const work = fc.oneof(
  fc.record(
    {
      type: fc.constant("text" as const),
      content: text,
      asks: fc.uniqueArray(
        fc.record({
          name,
          kind: fc.constantFrom("text" as const, "link" as const, "file" as const),
          required: fc.boolean(),
        }),
        { minLength: 1, maxLength: 2, selector: (ask) => ask.name.toLowerCase() },
      ),
      checks: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
      confirm: fc.constant("two" as const),
    },
    { requiredKeys: ["type", "content"] },
  ),
  fc.record({ type: fc.constant("workflow" as const), engine: fc.constant("command"), workflow: name, with: given }),
);
const items = fc
  .array(fc.record({ name, owners: fc.subarray(["ada", "bo", "group:qa"]), work, waits: fc.boolean() }), {
    maxLength: 6,
    minLength: 1,
  })
  .map((list) =>
    list.map(({ waits, ...item }, place) => ({
      id: `i${place + 1}`,
      ...item,
      after: waits && place > 0 ? [`i${place}`, ...(place > 1 ? [`i${place - 1}`] : [])] : [],
    })),
  );
const minute = fc
  .integer({ min: Date.parse("2026-11-25") / 60_000, max: Date.parse("2040-01-01") / 60_000 })
  .map((count) => count * 60_000);
const custom = fc.record(
  {
    risk: fc.constantFrom("low", "high"),
    regions: fc.subarray(["cn", "eu"], { minLength: 1 }),
    ticket: name,
    rehearsed: fc.constant(true),
  },
  { requiredKeys: ["risk"] },
);
const content: fc.Arbitrary<Content> = fc
  .record(
    {
      name,
      description: text,
      window: fc
        .tuple(minute, fc.integer({ min: 1, max: 9_999 }))
        .map(([opens, long]) => ({ opens, closes: opens + long * 60_000 })),
      requirements: words,
      approval: fc.record({
        via: fc.constant("card"),
        levels: fc
          .uniqueArray(name, { minLength: 1, maxLength: 3 })
          .map((names) =>
            names.map((level, place) => ({ name: level, rule: place === 0 ? ("any" as const) : 1, approvers: ["bo"] })),
          ),
      }),
      items,
      policy: fc.constant("standard"),
      emergency: name,
      editors: fc.subarray(["chen", "group:qa"]),
      announce: fc.subarray(["releases"]),
      tags: words,
      custom,
    },
    { requiredKeys: ["name", "description", "requirements", "items", "policy", "editors", "announce", "tags"] },
  )
  .filter((each) => contentSchema.safeParse(each).success);

const zone = fc.constantFrom("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "UTC");

it("any plan, exported and applied, is the same plan", () => {
  fc.assert(
    fc.property(
      content,
      zone,
      zone,
      fc.constantFrom("yaml" as const, "markdown" as const),
      (said, written, zoneRead, syntax) => {
        const plan = { ...drafted().plan, content: said, key: "k" };
        const draft = exportDraft(plan, written);
        const file = syntax === "yaml" ? writePlanFile(draft) : writeMarkdownPlan(draft);
        const read = readPlanFile(file, syntax);
        if (!read.ok) throw new Error(`${JSON.stringify(read.problems)}\n${file}`);
        const resolved = contentOf(read.draft, {
          now: MORNING,
          zone: zoneRead,
          lang: "en",
          resolvePerson: (person): PersonMatch => (PEOPLE.includes(person) ? { id: person } : {}),
          knownGroups: ["qa"],
          places: ["releases"],
          custom: CUSTOM,
          existing: { content: said, nextItem: plan.nextItem },
        });
        if (!resolved.ok) throw new Error(`${JSON.stringify(resolved.problems)}\n${file}`);
        expect(
          same(resolved.content, said),
          `${JSON.stringify(said)}\n${JSON.stringify(resolved.content)}\n${file}`,
        ).toBe(true);
        expect(digestOf(resolved.content, {}, sha256)).toBe(digestOf(said, {}, sha256));
      },
    ),
    { numRuns: 1_000 },
  );
}, 90_000);
