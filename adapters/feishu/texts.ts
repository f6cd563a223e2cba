/**
 * The adapter's own words: what Feishu makes it say beyond what the core has said.
 */
import type { Lang } from "./needs.ts";

export interface Texts {
  /** The answer to a click went to the direct chat. */
  readonly sentDirectly: string;
  readonly formSent: string;
  readonly working: string;
  readonly notUnderstood: string;
  readonly failed: string;
  readonly closed: string;
  readonly taken: string;
  readonly typePeople: string;
  /** Beside a field of a list that is too long to be shown. */
  readonly typePart: (count: number) => string;
  /** Above the second step of a form. */
  readonly goOn: string;
  readonly tooLongToEdit: (label: string) => string;
  /** From this field on there was no room. */
  readonly notAllFit: (label: string) => string;
  readonly from: string;
  readonly until: string;
  readonly choose: string;
  readonly required: string;
  readonly optional: string;
  readonly turned: string;
}

export const TEXTS: Readonly<Record<Lang, Texts>> = {
  zh: {
    sentDirectly: "结果已发到你与机器人的单聊。",
    formSent: "表单已发到你与机器人的单聊，请在那里填写。",
    working: "正在处理，结果会发到你与机器人的单聊。",
    notUnderstood: "这张卡片是旧版本的，按钮已不可用。发送 /发布 查看最新的卡片。",
    failed: "刚才没能处理，请稍后再试。",
    closed: "已关闭，没有提交任何内容。",
    taken: "已提交。",
    typePeople: "填写姓名、邮箱或 group:组名，用逗号分隔。",
    typePart: (count) => `共 ${count} 个选项：填写名称的一部分，提交后从匹配的选项中选择。`,
    goOn: "还差一步：请选择或填写下面的内容，再次提交。",
    tooLongToEdit: (label) =>
      `「${label}」太长，无法在卡片里修改。需要修改时请用 /发布 编辑，或上传计划文件；这里提交不会改动它。`,
    notAllFit: (label) => `卡片放不下从「${label}」开始的字段，它们保持不变；需要修改时请用 /发布 编辑 或网页控制台。`,
    from: "开始",
    until: "结束",
    choose: "请选择",
    required: "必填",
    optional: "选填",
    turned: "已翻页",
  },
  en: {
    sentDirectly: "The answer is in your direct chat with the bot.",
    formSent: "The form is in your direct chat with the bot: please fill it in there.",
    working: "Working on it. The answer comes to your direct chat with the bot.",
    notUnderstood: "This card is of an older version, and its buttons no longer work. Send /plan for the current ones.",
    failed: "That could not be done just now. Please try again in a moment.",
    closed: "Closed. Nothing was submitted.",
    taken: "Submitted.",
    typePeople: "Names, emails or group:name, with commas between them.",
    typePart: (count) => `There are ${count}: type a part of the name, and choose from what fits when you submit.`,
    goOn: "One more step: choose or fill in what follows, and submit again.",
    tooLongToEdit: (label) =>
      `“${label}” is too long to be changed on a card. To change it, use /plan edit or send the plan as a file; submitting this leaves it as it is.`,
    notAllFit: (label) =>
      `The card has no room for “${label}” and what comes after it; that stays as it is. To change it, use /plan edit or the console.`,
    from: "From",
    until: "Until",
    choose: "Choose",
    required: "required",
    optional: "optional",
    turned: "Turned the page",
  },
};
