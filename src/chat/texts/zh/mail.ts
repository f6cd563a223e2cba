import type { mail as en } from "../en/mail.ts";

/** 只有通过邮件联系的人才会读到的文字。 */
export const mail = {
  "mail.decide": "去审批",
  "mail.open": "查看计划",
  "mail.leave": "只给我发需要我处理的邮件",
  "mail.leave-ask": "此后 {email} 不再收到提醒和结果通知，只会收到需要您审批或处理的邮件。",
  "mail.left": "已设置，您只会收到需要您处理的邮件。",
  "mail.reason": "意见；拒绝时必须填写原因",
  "mail.gone": "此链接已使用、已过期或不存在。如仍需审批，请使用最新一封邮件中的链接。",
} satisfies Record<keyof typeof en, string>;
