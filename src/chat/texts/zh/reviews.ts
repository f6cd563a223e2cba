import type { reviews as en } from "../en/reviews.ts";

export const reviews = {
  "review.name": "复盘 {index} · {name}",
  "review.description": "计划 {index} 是一次紧急发布：{reason}",
  "review.happened": "发生了什么",
  "review.happened.text": "出了什么问题、何时发现、何时做了什么。完成时请写下结论。",
  "review.approval": "省略了什么",
  "review.approval.text": "这次紧急发布省略了哪些审批、检测和封网限制，是否妥当。",
  "review.prevent": "后续措施",
  "review.prevent.text": "如何避免再次发生，由谁在何时之前完成。",
} satisfies Record<keyof typeof en, string>;
