/**
 * The form of approvals: made once under a name of its own, or named by the settings; and what is written into it.
 */
import { z } from "zod";
import type { DeskRound } from "../../src/flow/approval-desk.ts";
import type { Client } from "./client.ts";
import { DingtalkError } from "./failure.ts";
import { cut } from "./markdown.ts";
import type { DingtalkNeeds } from "./needs.ts";

/** By this name it is found again; who renames it in the console gets another one. */
export const FORM_NAME = "gonogo 发布审批";

/** The labels of the form's fields: a form of one's own must have the same. */
export const FIELDS = {
  plan: "发布计划",
  content: "审批内容",
  link: "计划链接",
  digest: "内容摘要",
  key: "关联编号",
} as const;

const COMPONENTS: readonly {
  readonly type: "TextField" | "TextareaField";
  readonly id: string;
  readonly label: string;
}[] = [
  { type: "TextField", id: "TextField-PLAN", label: FIELDS.plan },
  { type: "TextareaField", id: "TextareaField-CONTENT", label: FIELDS.content },
  { type: "TextField", id: "TextField-LINK", label: FIELDS.link },
  { type: "TextField", id: "TextField-DIGEST", label: FIELDS.digest },
  { type: "TextField", id: "TextField-KEY", label: FIELDS.key },
];

/** One line takes 1,000 characters, several take 8,000; in Chinese each is three bytes. */
const LONGEST_LINE = 900;
const LONGEST_TEXT = 7_500;
const DIGEST_SHOWN = 16;

const codeSchema = z.object({ result: z.object({ processCode: z.string().min(1) }) });

/** How to get the form's code; asked once, and made where there is none. Rejects with a DingtalkError. */
export function formCode({ options }: DingtalkNeeds, client: Client): () => Promise<string> {
  let asking: Promise<string> | undefined;
  const ask = async () => options.approvalForm ?? (await existing(client)) ?? (await make(client));
  return () => {
    asking ??= ask().catch((error: unknown) => {
      asking = undefined;
      throw error;
    });
    return asking;
  };
}

/** The code of the form that gonogo made; undefined where there is none. */
export async function existing(client: Client): Promise<string | undefined> {
  const path = "/v1.0/workflow/processCentres/schemaNames/processCodes";
  try {
    const { result } = await client.call({ method: "GET", path, query: { name: FORM_NAME } }, codeSchema);
    return result.processCode;
  } catch (error) {
    const absent = error instanceof DingtalkError && (error.trouble === "missing" || error.trouble === "invalid");
    if (absent) return undefined;
    throw error;
  }
}

async function make(client: Client): Promise<string> {
  const body = {
    name: FORM_NAME,
    description: "由 gonogo 创建：发布计划的审批。请勿修改控件名称。",
    formComponents: COMPONENTS.map(({ type, id, label }) => ({
      componentType: type,
      props: { componentId: id, label, required: false },
    })),
  };
  const { result } = await client.call({ method: "POST", path: "/v1.0/workflow/forms", body }, codeSchema);
  return result.processCode;
}

/** All values are strings, and `name` is the field's label. */
export function valuesOf({ plan, lines, link, digest, key }: DeskRound) {
  const content = lines.map(({ label, text }) => `${label}：${text}`).join("\n");
  const values = [
    { name: FIELDS.plan, value: cut(`${plan.index} · ${plan.name}`, LONGEST_LINE) },
    { name: FIELDS.content, value: cut(content, LONGEST_TEXT) },
    ...(link === undefined ? [] : [{ name: FIELDS.link, value: link }]),
    { name: FIELDS.digest, value: digest.slice(0, DIGEST_SHOWN) },
    { name: FIELDS.key, value: key },
  ];
  return values;
}
