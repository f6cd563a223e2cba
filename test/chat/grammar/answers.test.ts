import { expect, test } from "vitest";
import { readAnswers } from "../../../src/chat/grammar/answers.ts";
import type { Ask } from "../../../src/plan/content.ts";

const ask = (name: string, kind: Ask["kind"] = "text"): Ask => ({ name, kind, required: true });
const ASKS = [ask("Report"), ask("Test report", "link"), ask("结果"), ask("File", "file"), ask("a.b*")];
const read = (text: string) => readAnswers(text, ASKS);

test("answers stand under their names among the words of a remark", () => {
  expect(read("Report:green Posted at eight.")).toEqual({ answers: { Report: "green" }, rest: "Posted at eight." });
  expect(read('Posted. REPORT = "all green" 结果：通过')).toEqual({
    answers: { Report: "all green", 结果: "通过" },
    rest: "Posted.",
  });
  expect(read("Test report: https://a.example/1?x=1 ok")).toEqual({
    answers: { "Test report": "https://a.example/1?x=1" },
    rest: "ok",
  });
});

test("a line that begins with a name is its answer to the end", () => {
  expect(read("Posted.\nReport: all green, twice\n结果：「通过」")).toEqual({
    answers: { Report: "all green, twice", 结果: "通过" },
    rest: "Posted.",
  });
});

test("other words stay a remark, and a file is not given in words", () => {
  for (const text of ["The report: is long", "myReport:green", "Report:", "File:report.pdf", "a.bb:x", ""]) {
    const { answers, rest } = read(text);
    expect(answers).toEqual(text === "The report: is long" ? { Report: "is" } : {});
    expect(text === "The report: is long" || rest === text).toBe(true);
  }
  expect(read("a.b*:x")).toEqual({ answers: { "a.b*": "x" }, rest: "" });
});
