import { expect, test } from "vitest";
import { failureText } from "../../../src/chat/texts/failure-text.ts";

/** Why runs of local commands fail, and what gonogo says itself. */
const OWN: readonly (readonly [string, string])[] = [
  ["stopped", "已停止"],
  ["cancelled", "已取消"],
  ["exit code 2", "退出码 2"],
  ["killed by signal SIGKILL", "被信号 SIGKILL 终止"],
  ["timed out after 1.5h", "超过时限 1.5h，已终止"],
  ["could not start: its working folder does not exist", "无法启动：工作目录不存在"],
  ["could not start: ./deploy: ENOENT", "无法启动：./deploy: ENOENT"],
  [
    "ended without recording its exit: the machine or the supervisor was stopped",
    "没有留下退出记录：机器或监管进程曾被停止",
  ],
  [
    "the machine or the supervisor was stopped at the start: the command may have run",
    "启动时机器或监管进程被停止，命令可能已经执行",
  ],
  ["stopped because its supervisor was told to end", "监管进程收到退出指令，命令已停止"],
  ['the engine "zadig" is not configured', "没有配置引擎「zadig」"],
  ["each attempt ended without an answer", "多次尝试都没有得到回应"],
];

test.each(OWN)("%s: %s", (reason, chinese) => {
  expect(failureText(reason, { lang: "zh" })).toBe(chinese);
  expect(failureText(reason, { lang: "en" }).replaceAll(/[“”]/gu, '"')).toBe(reason);
});

test("an engine's own words are left as they are, and bounded", () => {
  expect(failureText("unit tests: 3 failed", { lang: "zh" })).toBe("unit tests: 3 failed");
  expect(failureText("x".repeat(5_000), { lang: "zh" }).length).toBeLessThan(600);
});
