/**
 * A message cut into what stands on its lines: fields such as `Approvers: Bo`, steps of a list, headings, and sentences.
 */

export type FieldKey =
  | "name"
  | "description"
  | "window"
  | "schedule"
  | "approval"
  | "manager"
  | "editors"
  | "items"
  | "requirements"
  | "tags"
  | "announce"
  | "policy"
  | "emergency";

export type MessageLine =
  | { readonly kind: "field"; readonly key: FieldKey; readonly value: string }
  | { readonly kind: "step"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "prose"; readonly text: string };

const FIELDS: readonly { readonly key: FieldKey; readonly words: readonly string[] }[] = [
  { key: "name", words: ["name", "title", "subject", "名称", "标题", "主题", "计划名称"] },
  { key: "description", words: ["description", "why", "background", "描述", "说明", "背景", "发布说明"] },
  {
    key: "window",
    words: [
      "window",
      "time",
      "when",
      "date",
      "时间",
      "窗口",
      "窗口期",
      "发布窗口",
      "发布窗口期",
      "发布时间",
      "上线时间",
    ],
  },
  { key: "schedule", words: ["schedule", "scheduled", "定时", "定时执行"] },
  {
    key: "approval",
    words: ["approval", "approvals", "approver", "approvers", "approved by", "审批", "审批人", "批准人", "审核人"],
  },
  { key: "manager", words: ["manager", "release manager", "lead", "owner", "负责人", "发布负责人", "发布经理"] },
  { key: "editors", words: ["editors", "编辑人", "协作人"] },
  {
    key: "items",
    words: ["items", "steps", "tasks", "checklist", "todo", "发布内容", "发布项", "步骤", "内容", "任务", "发布步骤"],
  },
  { key: "requirements", words: ["requirements", "issues", "tickets", "jira", "需求", "关联需求", "工单"] },
  { key: "tags", words: ["tags", "labels", "标签"] },
  { key: "announce", words: ["announce", "announce in", "room", "通知", "通知群", "公告", "群"] },
  { key: "policy", words: ["policy", "策略"] },
  { key: "emergency", words: ["emergency", "紧急", "紧急原因"] },
];
const BULLET = /^\s*(?:[-*•·▪◦–]\s+|[-•·▪◦](?=\p{Script=Han})|\[[ x]\]\s*)/iu;
const NUMBERED =
  /^\s*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、)）]\s*|\d{1,2}\.\s+|\d{1,2}\.(?=\p{Script=Han})|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]\s*|[①-⑳]\s*|(?:step\s*\d{1,2}|第[\d一二三四五六七八九十]{1,2}步|步骤\s*[\d一二三四五六七八九十]{1,2})\s*[:：.、，,]?\s*)/iu;
/** More spaces in a row than anybody means: what looks for words around them would try each of them. */
const GAP = /\s{20,}/gu;
const FIELD = /^\s*(?:\*\*|__)?(?<key>[\p{L} ]{1,20}?)(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*(?<value>.*)$/u;

/** Lists below an empty field are its value. */
export function linesOf(message: string): readonly MessageLine[] {
  const lines: MessageLine[] = [];
  for (const raw of message.split("\n")) {
    const text = raw
      .replace(GAP, " ")
      .replace(/^\s*(?:>\s?)+/u, "")
      .trim();
    if (text === "" || /^[-=*_]{3,}$/u.test(text)) continue;
    const line = lineOf(text);
    const last = lines.at(-1);
    if (line.kind === "step" && last?.kind === "field" && isOpen(last)) {
      lines[lines.length - 1] = { ...last, value: `${last.value}\n${line.text}` };
    } else lines.push(line);
  }
  return lines;
}

/** Its value goes on in a list below it. */
function isOpen({ key, value }: Extract<MessageLine, { kind: "field" }>): boolean {
  return key !== "items" && key !== "description" && (value === "" || value.includes("\n"));
}

function lineOf(text: string): MessageLine {
  const [, heading] = /^#{1,6}\s+(.+)$/u.exec(text) ?? [];
  if (heading !== undefined) {
    const key = fieldKey(heading);
    return key ? { kind: "field", key, value: "" } : { kind: "heading", text: heading.trim() };
  }
  const bare = text.replace(BULLET, "");
  const field = FIELD.exec(bare);
  const key = field && fieldKey(field.groups?.key ?? "");
  if (key) return { kind: "field", key, value: (field.groups?.value ?? "").trim() };
  const step = bare === text ? text.replace(NUMBERED, "") : bare.replace(NUMBERED, "");
  if (step !== text && step.trim() !== "") return { kind: "step", text: step.trim() };
  return { kind: "prose", text };
}

function fieldKey(words: string): FieldKey | undefined {
  const wanted = words.trim().toLowerCase();
  return FIELDS.find(({ words: spellings }) => spellings.includes(wanted))?.key;
}

/** Where one ends and the next begins; a dot in a version or an address ends nothing. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[。！？!?；;])|(?<=\.)\s+(?=[\p{Lu}\p{Script=Han}])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}
