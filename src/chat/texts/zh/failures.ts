import type { failures as en } from "../en/failures.ts";

export const failures = {
  "failure.stopped": "已停止",
  "failure.cancelled": "已取消",
  "failure.exit-code": "退出码 {code}",
  "failure.signal": "被信号 {signal} 终止",
  "failure.timed-out": "超过时限 {limit}，已终止",
  "failure.no-folder": "无法启动：工作目录不存在",
  "failure.no-start": "无法启动：{why}",
  "failure.lost": "没有留下退出记录：机器或监管进程曾被停止",
  "failure.lost-at-start": "启动时机器或监管进程被停止，命令可能已经执行",
  "failure.shut-down": "监管进程收到退出指令，命令已停止",
  "failure.no-engine": "没有配置引擎「{engine}」",
  "failure.no-answer": "多次尝试都没有得到回应",
} satisfies Record<keyof typeof en, string>;
