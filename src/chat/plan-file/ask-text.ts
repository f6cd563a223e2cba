/**
 * What an item asks for, in words: `Result`, `Report (file)`, `Ticket (optional link)`, 测试报告（文件）, 工单（选填链接）.
 */
import type { Ask } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";

const KINDS: Readonly<Record<string, Ask["kind"]>> = {
  text: "text",
  文本: "text",
  文字: "text",
  link: "link",
  链接: "link",
  file: "file",
  文件: "file",
};
const REQUIRED: Readonly<Record<string, boolean>> = { optional: false, 选填: false, required: true, 必填: true };
const KNOWN = new RegExp([...Object.keys(KINDS), ...Object.keys(REQUIRED)].join("|"), "gu");
const IN_BRACKETS = /^(.*\S)\s*[(（]([^()（）]*)[)）]$/su;

/** The ask that `text` says; brackets that say no kind belong to the name. Undefined without a name. */
export function readAsk(text: string): Ask | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > LIMITS.word) return undefined;
  const [, name = "", said = ""] = IN_BRACKETS.exec(trimmed) ?? [];
  const words = said.toLowerCase().match(KNOWN) ?? [];
  const known = words.length > 0 && said.toLowerCase().replace(KNOWN, "").trim() === "";
  if (!known) return { name: trimmed, kind: "text", required: true };
  const kind = words.map((word) => KINDS[word]).find((each) => each !== undefined) ?? "text";
  const required = words.map((word) => REQUIRED[word]).find((each) => each !== undefined) ?? true;
  return { name, kind, required };
}

/** The words that read back as the same ask; undefined for a name that no words can say. */
export function writeAsk({ name, kind, required }: Ask): string | undefined {
  const words = [...(required ? [] : ["optional"]), ...(kind === "text" ? [] : [kind])].join(" ");
  const text = words === "" ? name : `${name} (${words})`;
  const read = readAsk(text);
  const isSame = read?.name === name && read.kind === kind && read.required === required;
  return isSame ? text : undefined;
}
