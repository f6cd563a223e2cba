import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GrammarProblem } from "../../../src/chat/grammar/problem.ts";
import { readMessage } from "../../../src/chat/grammar/read.ts";
import { readPlanFile } from "../../../src/chat/plan-file/read.ts";
import type { ResolveProblem } from "../../../src/chat/plan-file/resolve-context.ts";
import { fileProblemsText, resolveProblemsText } from "../../../src/chat/texts/file-problems-text.ts";
import { grammarText } from "../../../src/chat/texts/grammar-text.ts";
import type { Reader } from "../../../src/chat/texts/reader.ts";
import { delegatedText, timeText } from "../../../src/chat/texts/time-text.ts";
import { readInstant, readUntil, readWindow } from "../../../src/chat/times/read.ts";

const now = Date.parse("2026-11-24T03:00:00Z");
const en: Reader = { lang: "en", zone: "Asia/Shanghai", now, name: (person) => person };
const zh: Reader = { ...en, lang: "zh" };

function told(message: string, reader: Reader): string {
  const read = readMessage(message);
  if (read.ok) throw new Error(`${message} was understood`);
  return grammarText(read.problem, reader);
}

describe("a message that is not understood", () => {
  it.each([
    [
      "aprove 52",
      en,
      "I don’t know what “aprove” means. Did you mean approve? Type it like this: `/plan approve 52 [comment]`",
    ],
    ["批淮 52", zh, "我不明白「批淮」的意思。您是不是想说 批准？请这样写：`/发布 批准 52 [意见]`"],
    ["frobnicate", en, "I don’t know what “frobnicate” means. `/plan help` lists everything I understand."],
    [
      "/deploy 1",
      en,
      "I don’t know the command “/deploy”. Mine begin with /plan. `/plan help` lists everything I understand.",
    ],
    ["cancel 52", en, "Say why: write the reason after the number. Type it like this: `/plan cancel 52 reason`"],
    ["取消 52", zh, "请在编号后说明原因。请这样写：`/发布 取消 52 原因`"],
    [
      "finish 52.3",
      en,
      "finish concerns a whole plan, and 52.3 is one of its items. Write 52 instead. Type it like this: `/plan finish 52`",
    ],
    ["skip 52", zh, "是哪个发布项？请写上计划编号和发布项编号，例如 52.1。请这样写：`/发布 跳过 52.3 原因`"],
    ["lang fr", en, "“fr” is not one of the choices here: zh, en. Type it like this: `/plan lang zh|en`"],
  ])("%s is answered with what is wrong and how to type it", (message, reader, text) => {
    expect(told(message, reader)).toBe(text);
  });

  it("names the nearest field, or all there are", () => {
    expect(told('new "A" widnow:tonight', en)).toContain("There is no field “widnow”. Did you mean window?");
    expect(told('new "A" colour:red', en)).toContain("Fields: name, key, manager,");
    expect(told('新建 "A" 颜色:红', zh)).toContain("可用的字段：名称、标识、负责人、");
  });

  it("says more about levels, quotes and values", () => {
    expect(told('new "A" approve:"99 of bo"', en)).toContain("`QA: 2 of bo, chen, group:qa`");
    expect(told('new "A" approve:"99 of bo"', zh)).toContain("`测试：2人 bo、chen、group:qa`");
    expect(told('new "A', en)).toContain('A quotation mark is never closed: "A …');
    expect(told("edit 52 name: window:x", zh)).toContain("「名称」没有值");
  });

  it("repeats what was typed as text, never as markup", () => {
    expect(told("*boom*", en)).toContain("“\\*boom\\*”");
    expect(told("[a](http://x)", en)).toContain("\\[a\\](http://x)");
  });

  it("is answered in either language, whatever was typed", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .constantFrom("add 52 ", "edit 52 ", "new ", "run 1.1 ")
            .chain((head) => fc.string().map((rest) => head + rest)),
        ),
        (message) => {
          const read = readMessage(message);
          if (read.ok) return;
          for (const reader of [en, zh]) expect(grammarText(read.problem, reader)).toMatch(/\S/);
        },
      ),
    );
  });

  it("tells every problem apart from a missing text", () => {
    const verb = "add" as const;
    const problems: readonly GrammarProblem[] = [
      { code: "too-long", most: 5 },
      { code: "control-characters" },
      { code: "missing-plan", verb },
      { code: "missing-text", verb },
      { code: "missing-name", verb },
      { code: "missing-person", verb },
      { code: "missing-workflow", verb },
      { code: "bad-number", verb, word: "52x" },
      { code: "repeated-key", verb, key: "owner" },
      { code: "unexpected-word", verb, word: "x" },
      { code: "bad-workflow", verb, value: "x" },
      { code: "text-and-run", verb },
    ];
    for (const reader of [en, zh]) {
      const texts = problems.map((problem) => grammarText(problem, reader));
      expect(new Set(texts).size).toBe(problems.length);
      expect(texts.join()).not.toMatch(/problem\.|undefined|\{/);
    }
  });
});

describe("a time that can't be read", () => {
  const problem = (
    text: string,
    read: typeof readInstant | typeof readWindow | typeof readUntil,
    zone = "Asia/Shanghai",
  ) => {
    const result = read(text, { now, zone });
    if (result.ok) throw new Error(`${text} was read`);
    return result.problem;
  };

  it.each([
    ["soonish", readWindow, "I can’t read the time “soonish”.", "看不懂时间「soonish」"],
    ["tonight 20:00", readWindow, "Write both, such as 20:00-22:00", "请写上起止时间"],
    ["tomorrow", readInstant, "Add a time of day", "请补上时刻"],
    ["2026-02-31 20:00", readInstant, "a day that does not exist", "这一天不存在"],
    ["yesterday 20:00", readUntil, "is over already. Choose a later time", "已经过去"],
  ])("%s is answered with how to write it", (text, read, english, chinese) => {
    expect(timeText(problem(text, read), en)).toContain(english);
    expect(timeText(problem(text, read), zh)).toContain(chinese);
  });

  it("names both meanings of an hour that happens twice, and the hour that does not exist", () => {
    const twice = timeText(problem("2026-10-25 02:30", readInstant, "Europe/Berlin"), en);
    expect(twice).toContain("2026-10-25T02:30+02:00, or 2026-10-25T02:30+01:00");
    expect(timeText(problem("2027-03-28 02:30", readInstant, "Europe/Berlin"), en)).toContain("03:30");
  });
});

describe("a file that is no plan", () => {
  const told = (text: string, reader: Reader): string => {
    const read = readPlanFile(text);
    if (read.ok) throw new Error("it is a plan");
    return fileProblemsText(read.problems, reader);
  };

  it("has each problem on its line, with where it stands", () => {
    const text = "name: A\nitems:\n  - name: Build\n    rnu: command:build\n";
    expect(told(text, en)).toBe(
      [
        "The plan can’t be used yet (1 problem):",
        "",
        "- Line 4, column 5, item 1: There is no field “rnu”. Did you mean run?",
      ].join("\n"),
    );
    expect(told(text, zh)).toContain("- 第 4 行第 5 列，第 1 个发布项：没有「rnu」这个字段。");
  });

  it("lists ten and counts the rest", () => {
    const lines = told(`name: A\nitems:\n${"  - {}\n".repeat(14)}`, en).split("\n");
    expect(lines.filter((line) => line.startsWith("- Line"))).toHaveLength(10);
    expect(lines.at(-1)).toBe("- and 4 more");
  });

  it.each(["", "name：A", "name: [1", "name: A\nname: B", "name: A\nitems: 5", "a: &b [*b]"])(
    "%j is told in both languages",
    (text) => {
      for (const reader of [en, zh]) {
        expect(told(text, reader)).toMatch(/\n- /);
        expect(told(text, reader)).not.toMatch(/undefined|problem\./);
      }
    },
  );
});

describe("a plan whose names don't resolve", () => {
  const problems: readonly ResolveProblem[] = [
    { code: "unknown-person", name: "b_b", nearest: "bob", path: "approval.levels[1].approvers[0]" },
    { code: "unknown-place", name: "x", known: ["releases"], path: "announce[0]" },
    { code: "bad-time", problem: { code: "needs-end", text: "20:00" }, path: "window" },
    { code: "invalid", problem: "Too big: expected string to have <=200 characters", path: "items[2].with.a.b" },
  ];

  it("is told in people's words", () => {
    expect(resolveProblemsText(problems, en).split("\n").slice(2)).toEqual([
      "- Approval level 2, approvers: I don’t know anybody called “b\\_b”. Did you mean bob?",
      "- Announce: There is no chat called “x” in the settings. Known: releases.",
      "- Window: “20:00” says when it begins but not when it ends. Write both, such as 20:00-22:00.",
      "- Item 3, parameter “a.b”: This is too long: at most 200 characters.",
    ]);
    expect(resolveProblemsText(problems, zh)).toContain("- 第 2 个审批节点的审批人：");
  });

  it("is told with line and column where it comes from a file", () => {
    const located = problems.map((problem) => ({ ...problem, line: 3, column: 5 }));
    expect(resolveProblemsText(located, en)).toContain("- Line 3, column 5, announce: ");
  });

  it("is one sentence where one thing is wrong", () => {
    const [first] = problems;
    expect(first && resolveProblemsText([first], zh)).not.toContain("\n");
  });
});

describe("a delegation", () => {
  it.each([
    [
      { ok: true, until: Date.parse("2026-11-27T16:00:00Z") },
      "From now until Sat 28 Nov 2026, 00:00 (Asia/Shanghai, UTC+8), Bo may decide in your place.",
    ],
    [{ ok: false, code: "delegate-to-self" }, "You can’t delegate to yourself. Name somebody else."],
    [{ ok: false, code: "time-passed" }, "That time is over already, so nothing was delegated. Choose a later one."],
    [{ ok: false, code: "too-long" }, "A delegation lasts at most 366 days. Choose an earlier end."],
    [{ ok: false, code: "unknown-person", name: "bo" }, "I don’t know anybody called “bo”."],
  ] as const)("%j is told", (delegated, text) => {
    expect(delegatedText(delegated, "Bo", en)).toBe(text);
    expect(delegatedText(delegated, "Bo", zh)).toMatch(/\p{Script=Han}/u);
  });
});
