import type { calendar as en } from "../en/calendar.ts";

export const calendar = {
  "calendar.title": "发布日历",
  "calendar.link": "可在日历软件中订阅。此链接仅供您个人使用，之前的链接随即失效。",
  "calendar.until": "至 {until}",
  "calendar.freezes": "封网期",
  "calendar.windows": "允许发布的时段",
  "calendar.plans": "发布计划",
  "calendar.feeds": "无法读取的日历",
  "calendar.feed-old": "{name}：{problem}。仍按 {at} 读到的内容执行。",
  "calendar.feed-never": "{name}：{problem}。从未读到过，因此不起作用。",
  "calendar.empty": "未来两周没有封网期，也没有到期的计划。",
  "calendar.span": "{from} 至 {until}：{name}",
  "calendar.plan": "{at}：{index} · {name}（{status}）",
  "calendar.more": "另有 {count} 项",
  "calendar.admins": "只有管理员可以设置和结束封网期。",
  "calendar.no-freeze": "没有编号为 {number} 的封网期，可在发布日历中查看。",
  "calendar.ended": "封网期 {number}「{name}」已结束。",
  "calendar.begun": "封网期 {number}「{name}」：{time}。",
  "calendar.begun-again": "封网期 {number}「{name}」将重复，首次为 {time}。",
  "calendar.over": "封网期的结束须晚于开始，且晚于现在。",
  "calendar.bad-rule":
    "「{repeat}」不是可用的重复规则。可写每天、每周、每月、每年，或频率不超过每天一次的日历重复规则。",
} satisfies Record<keyof typeof en, string>;
