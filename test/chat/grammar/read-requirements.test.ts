import { expect, it } from "vitest";
import { readMessage } from "../../../src/chat/grammar/read.ts";

function said(text: string): unknown {
  const reading = readMessage(text);
  return reading.ok ? reading.value : reading.problem;
}
const find = { verb: "requirements", what: "find" };

it.each([
  ["/plan requirements 52", { verb: "requirements", what: "show", plan: 52 }],
  ["/发布 需求52", { verb: "requirements", what: "show", plan: 52 }],
  [
    "requirements 52 add SHOP-1, sprint:SHOP/42 https://git.example/a?b=c",
    { verb: "requirements", what: "add", plan: 52, words: ["SHOP-1", "sprint:SHOP/42", "https://git.example/a?b=c"] },
  ],
  ["需求 52 移除 SHOP-1、SHOP-2", { verb: "requirements", what: "remove", plan: 52, words: ["SHOP-1", "SHOP-2"] }],
  [
    "requirements 52 add https://a.example/x,b?c=1;2,https://b.example/y,SHOP-1;",
    {
      verb: "requirements",
      what: "add",
      plan: 52,
      words: ["https://a.example/x,b?c=1;2", "https://b.example/y", "SHOP-1"],
    },
  ],
  ["requirements find", { ...find, search: { page: 1 } }],
  [
    "requirements 52 find cart totals project:shop page:2",
    { ...find, plan: 52, search: { words: "cart totals", project: "SHOP", page: 2 } },
  ],
  ['需求 52 查找 看板:"商城 看板"', { ...find, plan: 52, search: { board: "商城 看板", page: 1 } }],
  ["requirements find sprint:SHOP/42", { ...find, search: { sprint: 42, page: 1 } }],
  ["requirements find sprint:now", { code: "unexpected-word", verb: "requirements", word: "sprint:now" }],
  ["requirements 52 add", { code: "missing-text", verb: "requirements" }],
  ["requirements 52 hello", { code: "unexpected-word", verb: "requirements", word: "hello" }],
  ["requirements", { code: "missing-plan", verb: "requirements" }],
  ["refresh 52", { verb: "refresh", plan: 52 }],
  ["刷新52", { verb: "refresh", plan: 52 }],
  ["notes 52 中文", { verb: "notes", plan: 52, lang: "zh" }],
  ["发布说明 52", { verb: "notes", plan: 52 }],
  ["notes 52 fr", { code: "unknown-choice", verb: "notes", word: "fr", choices: ["zh", "en"] }],
])("%s is read", (text, meant) => {
  expect(said(text)).toEqual(meant);
});
