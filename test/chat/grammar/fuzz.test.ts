import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_MESSAGE, readMessage } from "../../../src/chat/grammar/read.ts";
import { VERBS, verbNamed, verbSpellings } from "../../../src/chat/grammar/verbs.ts";

const spelling = fc.constantFrom(...verbSpellings().map((each) => each.spelling));
const piece = fc.oneof(
  spelling,
  fc.constantFrom(
    "52",
    "52.3",
    "#52",
    "window:",
    "审批:",
    "approve:",
    "a=1",
    "--",
    '"',
    "“",
    "”",
    "「",
    "\\",
    "\n",
    ":",
    "=",
    "@ada",
    "text",
    "run",
    "command:build",
    "key:",
    "```",
    "{",
    "---",
    "，",
    "、",
    "none",
    "until:",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);

const STARTS = [
  "",
  "new ",
  "new x ",
  "edit 52 ",
  "add 52 run a:b ",
  "list ",
  "order 52 ",
  "template use ",
  "new\n",
  "approve 52 ",
];

describe("any message", () => {
  it("gets an answer", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(" ", "", "\n"), (pieces, glue) => {
        const reading = readMessage(pieces.join(glue));
        expect(reading.ok ? reading.value.verb : reading.problem.code).toBeTypeOf("string");
      }),
      { numRuns: 5_000 },
    );
  });

  it("of more than 100 KB is refused", () => {
    expect(readMessage("x".repeat(1_000_000))).toEqual({
      ok: false,
      problem: { code: "too-long", most: LONGEST_MESSAGE },
    });
  });

  it.each(["a\u0000b", "comment 52 \u001b[31m", "new \u202Egpj", "new \uD800"])(
    "%j is refused for its characters",
    (text) => {
      expect(readMessage(text)).toEqual({ ok: false, problem: { code: "control-characters" } });
    },
  );

  it.each([
    ["quotes", '"'],
    ["open quotes after keys", 'a:"'],
    ["backslashes", 'new "\\'],
    ["colons", ":"],
    ["blanks", " \n"],
    ["fences", "```\n"],
    ["equals signs", "a="],
    ["words of a level", 'approve:"a" '],
    ["Han characters", "批准"],
    ["digits", "5"],
    ["dashes", "-- "],
    ["commas", "、,"],
  ])("of 100 KB of %s is read within the time of a test", (_, nasty) => {
    // What is not linear takes minutes for a message of this size.
    for (const start of STARTS) {
      const reading = readMessage((start + nasty.repeat(LONGEST_MESSAGE)).slice(0, LONGEST_MESSAGE));
      expect(reading.ok ? reading.value.verb : reading.problem.code).toBeTypeOf("string");
    }
  });
});

describe("the table of verbs", () => {
  it("spells no two verbs the same", () => {
    const spellings = verbSpellings().map((each) => each.spelling);
    expect(spellings).toEqual([...new Set(spellings)]);
  });

  it("gives every verb a Chinese name, a use and help in both languages", () => {
    for (const { aliases, usage, help } of VERBS) {
      expect(aliases.zh.length).toBeGreaterThan(0);
      expect(usage.en.length).toBe(usage.zh.length);
      expect(usage.en.length).toBeGreaterThan(0);
      expect(help.en && help.zh).toBeTruthy();
    }
  });

  it("only shows examples that are understood, and as their verb", () => {
    for (const { verb, examples } of VERBS) {
      for (const example of [...examples.en, ...examples.zh]) {
        const reading = readMessage(example);
        expect(reading.ok && reading.value.verb, example).toBe(verb);
      }
    }
  });

  it("names each verb by its own word", () => {
    for (const { verb } of VERBS) expect(verbNamed(verb)).toBe(verb);
  });
});
