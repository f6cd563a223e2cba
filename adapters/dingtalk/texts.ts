/**
 * What the DingTalk adapter itself says, in both languages. What the bot says comes from the core.
 */
import type { Lang } from "./needs.ts";

export interface Texts {
  readonly pageBefore: (page: number, pages: number) => string;
  readonly pageAfter: (page: number, pages: number) => string;
  readonly timeline: string;
  readonly confirmLabel: string;
  readonly answered: (label: string) => string;
  readonly dismissed: string;
  readonly oldButton: string;
  readonly unreadable: string;
  readonly fileTooLarge: (name: string, kilobytes: number) => string;
  readonly fileNotText: (name: string) => string;
  readonly fileLost: (name: string) => string;
  readonly answerInSingleChat: string;
  readonly formLabel: string;
  readonly formTaken: string;
  readonly dialog: DialogTexts;
  readonly deskWithdrawn: string;
  readonly saving: (calls: number, share: number) => string;
  readonly usedUp: (calls: number) => string;
}

export interface DialogTexts {
  readonly step: (title: string, place: number, of: number) => string;
  readonly required: string;
  readonly optional: string;
  readonly now: (value: string) => string;
  readonly empty: string;
  readonly pick: string;
  readonly pickMany: string;
  readonly yesNo: string;
  readonly yes: string;
  readonly no: string;
  /** What may be typed beside an answer. */
  readonly words: (words: { readonly skip: boolean; readonly back: boolean; readonly clear: boolean }) => string;
  readonly needed: string;
  readonly notOffered: (said: string) => string;
  readonly ambiguous: (said: string) => string;
  /** Beside those that are listed. */
  readonly more: (count: number) => string;
  readonly tooLong: (most: number) => string;
  readonly review: (title: string) => string;
  readonly send: (word: string) => string;
  readonly cancelled: (title: string) => string;
  readonly replaced: (title: string) => string;
  readonly wrong: string;
  readonly nothingToFill: string;
}

const zh: Texts = {
  pageBefore: (page, pages) => `‹ 上一页 ${page}/${pages}`,
  pageAfter: (page, pages) => `下一页 ${page}/${pages} ›`,
  timeline: "时间线",
  confirmLabel: "请确认",
  answered: (label) => `已选择「${label}」。`,
  dismissed: "已返回，未做任何更改。",
  oldButton: "这个按钮已经失效，请在最新的卡片上操作。",
  unreadable: "我只能读懂文字，以及单聊中发来的文本文件。发送 /发布 帮助 查看命令。",
  fileTooLarge: (name, kilobytes) => `文件「${name}」太大，最多 ${kilobytes} KB。`,
  fileNotText: (name) => `文件「${name}」不是 UTF-8 文本，无法读取。`,
  fileLost: (name) => `钉钉没有交出文件「${name}」，请重新发送。`,
  answerInSingleChat: "我已在单聊中向您提问，请在那里回答。",
  formLabel: "请填写",
  formTaken: "已提交。",
  deskWithdrawn: "发布计划已重新规划、取消或超时，此审批由 gonogo 撤销。",
  dialog: {
    step: (title, place, of) => `**${title}**（${place}/${of}）`,
    required: "必填",
    optional: "选填",
    now: (value) => `当前值：${value}`,
    empty: "（空）",
    pick: "请回复序号或名称：",
    pickMany: "请回复序号或名称，可用逗号分隔多个：",
    yesNo: "请回复「是」或「否」。",
    yes: "是",
    no: "否",
    words: ({ skip, back, clear }) =>
      [
        ...(skip ? ["「跳过」保持不变"] : []),
        ...(clear ? ["「清空」清除此项"] : []),
        ...(back ? ["「返回」回到上一项"] : []),
        "「取消」放弃填写",
      ].join("，"),
    needed: "这一项必须填写。",
    notOffered: (said) => `没有「${said}」这个选项。`,
    ambiguous: (said) => `「${said}」不止一个，请回复序号。`,
    more: (count) => `… 还有 ${count} 个，回复名称的一部分即可筛选。`,
    tooLong: (most) => `太长了，最多 ${most} 个字符。`,
    review: (title) => `**${title}**：请核对`,
    send: (word) => `回复「${word}」提交，「返回」修改上一项，「取消」放弃。`,
    cancelled: (title) => `已放弃填写「${title}」，未做任何更改。`,
    replaced: (title) => `「${title}」还没填完，已放弃。`,
    wrong: "没有提交成功：",
    nothingToFill: "现在没有需要填写的内容。",
  },
  saving: (calls, share) =>
    `今天已调用钉钉接口 ${calls} 次，接近本月额度分摊到每天的 ${share} 次。在明天之前，卡片会更新得慢一些；审批和提醒不受影响。额度可在钉钉开放平台购买，并用 DINGTALK_MONTHLY_CALLS 告诉 gonogo。`,
  usedUp: (calls) =>
    `钉钉说本组织本月的接口额度已用完（gonogo 自己调用了 ${calls} 次）。在额度恢复之前，卡片和提醒无法送达；对话中的回复仍可用。额度可在钉钉开放平台购买。`,
};

const en: Texts = {
  pageBefore: (page, pages) => `‹ Back ${page}/${pages}`,
  pageAfter: (page, pages) => `More ${page}/${pages} ›`,
  timeline: "Timeline",
  confirmLabel: "Please confirm",
  answered: (label) => `You chose “${label}”.`,
  dismissed: "Nothing was changed.",
  oldButton: "This button is out of date. Please use the newest card.",
  unreadable: "I can read text, and text files sent to me directly. Send /plan help for the commands.",
  fileTooLarge: (name, kilobytes) => `The file “${name}” is too large; ${kilobytes} KB is the most.`,
  fileNotText: (name) => `The file “${name}” is not UTF-8 text and can't be read.`,
  fileLost: (name) => `DingTalk did not hand over the file “${name}”. Please send it again.`,
  answerInSingleChat: "I have asked you directly; please answer there.",
  formLabel: "Please fill in",
  formTaken: "Sent.",
  deskWithdrawn: "The plan was replanned, cancelled or timed out; gonogo takes this approval back.",
  dialog: {
    step: (title, place, of) => `**${title}** (${place}/${of})`,
    required: "required",
    optional: "optional",
    now: (value) => `Now: ${value}`,
    empty: "(empty)",
    pick: "Reply with a number or a name:",
    pickMany: "Reply with numbers or names, separated by commas:",
    yesNo: "Reply “yes” or “no”.",
    yes: "yes",
    no: "no",
    words: ({ skip, back, clear }) =>
      [
        ...(skip ? ["“skip” leaves it as it is"] : []),
        ...(clear ? ["“clear” empties it"] : []),
        ...(back ? ["“back” goes to the one before"] : []),
        "“cancel” gives up",
      ].join(", "),
    needed: "This one is needed.",
    notOffered: (said) => `“${said}” is not among them.`,
    ambiguous: (said) => `There are several “${said}”; please reply with the number.`,
    more: (count) => `… and ${count} more: reply with a part of the name to find it.`,
    tooLong: (most) => `Too long: ${most} characters is the most.`,
    review: (title) => `**${title}**: please check`,
    send: (word) => `Reply “${word}” to send it, “back” to change the last one, “cancel” to give up.`,
    cancelled: (title) => `Gave up on “${title}”. Nothing was changed.`,
    replaced: (title) => `“${title}” was not finished and is given up.`,
    wrong: "It was not taken:",
    nothingToFill: "There is nothing to fill in now.",
  },
  saving: (calls, share) =>
    `DingTalk was called ${calls} times today, close to the ${share} a day that this month's quota leaves. Until tomorrow cards are brought up to date more slowly; approvals and notices are not affected. More calls can be bought on DingTalk's open platform; tell gonogo with DINGTALK_MONTHLY_CALLS.`,
  usedUp: (calls) =>
    `DingTalk says that the organisation's calls of this month are used up (gonogo made ${calls} of them). Until there are more, cards and notices can't be delivered; replies in conversations still work. More calls can be bought on DingTalk's open platform.`,
};

export const TEXTS: Readonly<Record<Lang, Texts>> = { zh, en };
