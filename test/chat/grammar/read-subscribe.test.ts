import { expect, it } from "vitest";
import { readMessage } from "../../../src/chat/grammar/read.ts";
import { grammarText } from "../../../src/chat/texts/grammar-text.ts";

it.each([
  ["subscribe", { verb: "subscribe", what: "list" }],
  ["/发布 订阅", { verb: "subscribe", what: "list" }],
  ["subscribe zadig", { verb: "subscribe", what: "zadig" }],
  [
    'subscribe Zadig project:shop plan:"Release 2" events:start_execute,workflow',
    { verb: "subscribe", what: "zadig", project: "shop", plan: "Release 2", events: ["start_execute", "workflow"] },
  ],
  [
    "订阅 zadig 项目：shop 事件：全部完成、规划完成",
    { verb: "subscribe", what: "zadig", project: "shop", events: ["finish_planning", "all_job_done"] },
  ],
  ["unsubscribe zadig", { verb: "unsubscribe" }],
  ["退订 zadig", { verb: "unsubscribe" }],
])("%s is understood", (text, value) => {
  expect(readMessage(text)).toEqual({ ok: true, value });
});

it.each([
  ["subscribe jenkins", { code: "unknown-choice", verb: "subscribe", word: "jenkins", choices: ["zadig"] }],
  ["unsubscribe", { code: "unknown-choice", verb: "unsubscribe", word: "", choices: ["zadig"] }],
  ["subscribe zadig now", { code: "unexpected-word", verb: "subscribe", word: "now" }],
  ["subscribe zadig events:started", { code: "unknown-choice", verb: "subscribe", word: "started" }],
  ["subscribe zadig proyect:x", { code: "unknown-key", verb: "subscribe", key: "proyect", nearest: "project" }],
])("%s is refused", (text, problem) => {
  const read = readMessage(text);
  expect(read).toMatchObject({ ok: false, problem });
  if (read.ok) return;
  for (const lang of ["en", "zh"] as const) {
    expect(grammarText(read.problem, { lang, zone: "UTC", now: 0, name: (id) => id })).toMatch(/`\/(?:plan|发布) /u);
  }
});
