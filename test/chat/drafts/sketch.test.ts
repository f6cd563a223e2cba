import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesIn } from "../../../src/chat/drafts/names.ts";
import { readable, sketchOf } from "../../../src/chat/drafts/sketch.ts";
import { begunDraftSchema } from "../../../src/chat/plan-file/draft.ts";
import { contentOf } from "../../../src/chat/plan-file/resolve.ts";
import type { PersonMatch } from "../../../src/chat/plan-file/resolve-context.ts";
import { SENTENCES } from "./sentences.ts";
import { EVENING, GROUPS, inShort, PEOPLE, TEAM } from "./team.ts";

const PIECES = [
  ...PEOPLE.flatMap(({ id, name }) => [id, name, `@${id}`]),
  ...GROUPS,
  "group:qa",
  "@zed",
  "Zed",
  "approves",
  "审批",
  "needs approval from",
  "让",
  "负责",
  "manager:",
  "审批人：",
  "tonight 20:30-22:00",
  "今晚9点到10点",
  "tomorrow",
  "昨天",
  "first",
  "then",
  "先",
  "再",
  "- ",
  "1. ",
  "Steps:",
  "command:build",
  "command:nothing",
  "branch=main",
  "Deploy",
  "SHOP-120",
  "UTF-8",
  "#shop",
  "announce in releases",
  "《商城》",
  '"Release 2.4"',
  "and",
  "或",
  ",",
  "，",
  "。",
  ". ",
  "\n",
  "(",
  "）",
  "Policy: strict",
  "Emergency: now",
];
/** Words that say nothing by themselves, each of which could be read in two ways. */
const FILLERS = [
  "需要",
  "要",
  "并且",
  "且",
  "1",
  "11",
  "大家好",
  "辛苦了",
  "窗口期",
  "需",
  "at",
  "to",
  "the",
  "、",
  " ",
  "-",
  ":",
];
const repeated = fc
  .tuple(fc.constantFrom(...FILLERS), fc.integer({ min: 1, max: 400 }))
  .map(([word, times]) => word.repeat(times));
const message = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      repeated,
      fc.string({ unit: "binary", maxLength: 12 }),
    ),
    {
      maxLength: 30,
    },
  )
  .chain((pieces) => fc.constantFrom(" ", "", "\n").map((glue) => pieces.join(glue)));

describe("plain language", () => {
  it.each(SENTENCES)("%j", (said, means) => {
    const sketch = sketchOf(said, TEAM);
    expect(sketch && inShort(sketch)).toBe(means);
  });

  it("says nothing of a message without a word", () => {
    expect(sketchOf(" \n\u200B ", TEAM)).toBeUndefined();
  });

  it("makes a draft that holds of any message", () => {
    fc.assert(
      fc.property(message, (text) => {
        const sketch = sketchOf(text, TEAM);
        if (!sketch) return;
        expect(begunDraftSchema.safeParse(sketch.draft).error?.issues).toBeUndefined();
        const { names: _names, meant: _meant, ...context } = TEAM;
        const resolved = contentOf(sketch.draft, {
          ...context,
          lang: "en",
          resolvePerson: (id): PersonMatch => (PEOPLE.some((person) => person.id === id) ? { id } : {}),
          knownGroups: GROUPS,
          places: TEAM.rooms,
          custom: [],
        });
        expect(resolved.ok ? undefined : resolved.problems).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it("names nobody and runs nothing that the message does not name", () => {
    fc.assert(
      fc.property(message, (text) => {
        const sketch = sketchOf(text, TEAM);
        const { approval, items = [], manager, editors = [], announce = [], tags = [] } = sketch?.draft ?? {};
        const named = namesIn(readable(text), TEAM).flatMap(({ meant }) =>
          meant.kind === "party" ? [meant.party] : [],
        );
        const said = readable(text).toLowerCase();
        const people = [
          ...(approval?.levels ?? []).flatMap(({ approvers }) => approvers),
          ...items.flatMap(({ owner = [] }) => owner),
          ...editors,
          ...(manager === undefined ? [] : [manager]),
        ];
        for (const party of people) expect(named).toContain(party);
        for (const word of [...announce, ...tags]) expect(said).toContain(word.toLowerCase());
        for (const { run } of items) {
          const workflow = TEAM.engines.command?.find((each) => `command:${each.workflow}` === run);
          const words = workflow ? [run, workflow.workflow, workflow.title.toLowerCase()] : [];
          if (run !== undefined) expect(words.some((word) => word !== undefined && said.includes(word))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["filler words", `Release ${"需要".repeat(400)}商`],
    ["filler words of two ways", `Release ${"并且需要大家好辛苦了窗口期".repeat(60)}商`],
    ["a number before an approver", `approved by ${"1".repeat(800)} x Bo`],
    ["filler words after an approver", `Bo ${"需要".repeat(400)}x approves`],
    ["commas between names", `Bo ${", ".repeat(400)}x Chen approve`],
    ["signs between words", `Release the shop ${"-".repeat(1_900)}x`],
    ["signs in a heading", `# Release the shop ${"(".repeat(19_000)}x`],
    ["spaces in a sentence", `First run${" ".repeat(1_900)}x, then y${" ".repeat(1_900)}x`],
    ["spaces in a step", `- deploy${" ".repeat(19_000)}x`],
    ["spaces after a person", `Bo${" ".repeat(1_900)}x approves`],
    ["spaces in a field", `Items: a${" ".repeat(19_000)}x`],
    ["dots after a step", `- deploy${".".repeat(19_000)}x`],
    ["spaces of a time", `Window: 20:30${" ".repeat(19_000)}x`],
  ])("comes back from %s soon", (_what, text) => {
    expect(sketchOf(text, TEAM)?.draft.name).not.toBe("");
  });

  it("takes no time that is over, and reads the longest message soon", () => {
    const text = `${"周五晚上8点到10点发布 and @zed approves, first a, then b. ".repeat(400)}\n`.repeat(2);
    const sketch = sketchOf(text, TEAM);
    expect(sketch?.draft.window).toBe("2026-11-27T20:00+08:00/2026-11-27T22:00+08:00");
    expect(sketchOf("Release 2026-11-23T20:00+08:00/2026-11-23T22:00+08:00", TEAM)).toMatchObject({
      draft: { name: "Release" },
      hints: [{ code: "bad-time", problem: { code: "in-the-past", at: EVENING - 22 * 3_600_000 } }],
    });
  });
});
