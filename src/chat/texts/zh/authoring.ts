import type { authoring as en } from "../en/authoring.ts";

export const authoring = {
  "custom.ticked": "是",
  "custom.open": "否",
  "refusal.bad-custom.unknown": "这里的计划没有自定义字段「{name}」。",
  "refusal.bad-custom.missing.value": "完成规划之前需要填写「{name}」（{id}），请编辑计划。",
  "refusal.bad-custom.missing.checkbox": "完成规划之前需要勾选「{name}」（{id}），请编辑计划。",
  "refusal.bad-custom.type.text": "「{name}」应为文本。",
  "refusal.bad-custom.type.choice": "「{name}」只能选择一项。",
  "refusal.bad-custom.type.multi-choice": "「{name}」应为若干选项。",
  "refusal.bad-custom.type.checkbox": "「{name}」是勾选项：是或否。",
  "refusal.bad-custom.choice": "「{name}」没有选项「{value}」，可选：{choices}。",
  "problem.hidden": "「{name}」的值未显示，也没有可保留的原值，请写出完整的值。",
  "problem.bad-custom": "「{value}」不是「字段=值」的形式。",
} satisfies Record<keyof typeof en, string>;
