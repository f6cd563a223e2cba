import type { times as en } from "../en/times.ts";

export const times = {
  "time.days": "{count} 天",
  "time.hours": "{count} 小时",
  "time.minutes": "{count} 分钟",
  "time.soon": "不到 10 分钟",
} satisfies Record<keyof typeof en, string>;
