/**
 * Verbs that write plans: new, apply, edit, copy, template.
 */

import type { ParameterValue } from "../../plan/content.ts";
import { readFields } from "./fields.ts";
import type { ChatKey } from "./keys.ts";
import { APPLY_KEYS, ITEM_KEYS, keyNamed, PLAN_KEYS, TEMPLATE_KEYS } from "./keys.ts";
import type { Word } from "./lex.ts";
import { lex } from "./lex.ts";
import { readNumber, readPlanNumber } from "./numbers.ts";
import { ITEM_LISTS, itemFields, PLAN_LISTS, planFields } from "./plan-fields.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import type { PlanFields, PlanText, Said, SeriesStep, Verb } from "./said.ts";

/** `new`: a form, fields on a line, or a whole plan below. */
export function readNew(text: string, line: number): Reading<Said> {
  if (text.trim() === "") return understood({ verb: "new", by: "form" });
  const document = documentIn("new", text, line);
  if (!document.ok) return document;
  if (document.value) return understood({ verb: "new", by: "text", ...document.value });
  const fields = namedFields("new", text);
  return fields.ok ? understood({ verb: "new", by: "fields", fields: fields.value }) : fields;
}

/** `apply`: a whole plan below, or in the attached file. */
export function readApply(text: string, line: number): Reading<Said> {
  const document = documentIn("apply", text, line);
  if (!document.ok) return document;
  if (document.value) return understood({ verb: "apply", ...document.value });
  const key = readKeyAlone("apply", text);
  return key.ok ? understood({ verb: "apply", ...key.value }) : key;
}

/** `edit 52` and `edit 52.3`. */
export function readEdit(text: string): Reading<Said> {
  const number = readNumber("edit", text);
  if (!number.ok) return number;
  const { plan, place, rest } = number.value;
  const lexed = lexedOf("edit", rest);
  if (!lexed.ok) return lexed;
  const { words, content } = lexed.value;
  const isItem = place !== undefined;
  const keys = isItem ? ITEM_KEYS : PLAN_KEYS;
  const read = readFields(words, { verb: "edit", keys, many: isItem ? ITEM_LISTS : PLAN_LISTS, parameters: isItem });
  if (!read.ok) return read;
  const [stray] = read.value.free;
  if (stray) return refused({ code: "unexpected-word", verb: "edit", word: stray.raw });
  if (isItem) {
    const fields = itemFields("edit", read.value, content);
    return fields.ok ? understood({ verb: "edit-item", plan, place, fields: fields.value }) : fields;
  }
  const fields = planFields("edit", read.value, undefined, content);
  return fields.ok ? understood({ verb: "edit", plan, fields: fields.value }) : fields;
}

/** `copy 52 "Release 2.5"`. */
export function readCopy(text: string): Reading<Said> {
  const number = readPlanNumber("copy", text);
  if (!number.ok) return number;
  const name = readName("copy", number.value.rest);
  if (!name.ok) return name;
  return understood({ verb: "copy", plan: number.value.plan, ...(name.value !== "" && { name: name.value }) });
}

const TEMPLATE_WORDS = {
  list: ["list", "列表", "列出"],
  save: ["save", "保存", "存为"],
  use: ["use", "使用", "用"],
  edit: ["edit", "编辑", "修改"],
  delete: ["delete", "remove", "删除"],
  repeat: ["repeat", "every", "定期", "重复"],
  pause: ["pause", "暂停"],
  resume: ["resume", "恢复", "继续"],
  stop: ["stop", "停止"],
} as const;
const SERIES_STEPS: readonly SeriesStep[] = ["pause", "resume", "stop"];

/** `template list|save 52 "hotfix"|use "hotfix"|edit "hotfix"|delete "hotfix"|repeat "hotfix" every:"…"|stop 3`. */
export function readTemplate(text: string, line: number): Reading<Said> {
  const [word = ""] = /^\S{0,40}/u.exec(text) ?? [];
  const wanted = word.toLowerCase();
  const rest = text.slice(word.length).trim();
  const means = (what: keyof typeof TEMPLATE_WORDS) => TEMPLATE_WORDS[what].some((spelling) => spelling === wanted);
  if (wanted === "" || means("list")) return understood({ verb: "template", what: "list" });
  if (means("save")) return readTemplateSave(rest);
  if (means("edit")) return readTemplateEdit(text.slice(word.length), line);
  if (means("delete")) {
    const name = readName("template", rest);
    if (!name.ok) return name;
    return name.value === ""
      ? refused({ code: "missing-name", verb: "template" })
      : understood({ verb: "template", what: "delete", name: name.value });
  }
  const step = SERIES_STEPS.find(means);
  if (step) return readSeriesStep(step, rest);
  if (means("repeat")) return readTemplateRepeat(rest);
  if (!means("use"))
    return refused({ code: "unknown-choice", verb: "template", word, choices: Object.keys(TEMPLATE_WORDS) });
  return readTemplateUse(rest);
}

/** `stop 3`: by the number that the list of templates shows. */
function readSeriesStep(what: SeriesStep, text: string): Reading<Said> {
  const [, number] = /^[#＃]?(\d{1,9})$/u.exec(text.normalize("NFKC")) ?? [];
  return number === undefined
    ? refused({ code: "missing-series", verb: "template" })
    : understood({ verb: "template", what, number: Number(number) });
}

/** As `use`, and when. */
function readTemplateRepeat(text: string): Reading<Said> {
  const begun = readBeginning(text, TEMPLATE_KEYS);
  if (!begun.ok) return begun;
  const { name, fields, values, every } = begun.value;
  if (every === undefined) return refused({ code: "missing-value", verb: "template", key: "every" });
  return understood({ verb: "template", what: "repeat", name, every, fields, values });
}

function readTemplateUse(text: string): Reading<Said> {
  const begun = readBeginning(text, PLAN_KEYS);
  if (!begun.ok) return begun;
  const { name, fields, values } = begun.value;
  return understood({ verb: "template", what: "use", name, fields, values });
}

interface Beginning {
  readonly name: string;
  readonly fields: PlanFields;
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly every: string | undefined;
}

/** The template's name comes first; a `name:` beside it is what the new plan is called. */
function readBeginning(text: string, keys: readonly ChatKey[]): Reading<Beginning> {
  const lexed = lexedOf("template", text);
  if (!lexed.ok) return lexed;
  const { words, content } = lexed.value;
  const read = readFields(words, { verb: "template", keys, many: PLAN_LISTS, parameters: true });
  if (!read.ok) return read;
  const template = freeName("template", read.value.free, false);
  if (!template.ok) return template;
  if (template.value === undefined) return refused({ code: "missing-name", verb: "template" });
  const fields = planFields("template", read.value, undefined, content);
  if (!fields.ok) return fields;
  const every = read.value.values.get("every")?.[0]?.text.trim();
  return understood({ name: template.value, fields: fields.value, values: read.value.parameters, every });
}

/** The template's name on the first line, and the plan below; without a plan it is shown. */
function readTemplateEdit(text: string, line: number): Reading<Said> {
  const lineEnd = text.indexOf("\n");
  const name = readName("template", lineEnd === -1 ? text : text.slice(0, lineEnd));
  if (!name.ok) return name;
  if (name.value === "") return refused({ code: "missing-name", verb: "template" });
  const body = lineEnd === -1 ? "" : text.slice(lineEnd + 1);
  const document = body.trim() === "" ? undefined : unfenced(body, line + 1);
  return understood({ verb: "template", what: "edit", name: name.value, ...(document && { document }) });
}

function readTemplateSave(text: string): Reading<Said> {
  const number = readPlanNumber("template", text);
  if (!number.ok) return number;
  const name = readName("template", number.value.rest);
  if (!name.ok) return name;
  if (name.value === "") return refused({ code: "missing-name", verb: "template" });
  return understood({ verb: "template", what: "save", plan: number.value.plan, name: name.value });
}

/** A name, with or without quotes: the whole rest of the text. */
function readName(verb: Verb, text: string): Reading<string> {
  const lexed = lexedOf(verb, text);
  if (!lexed.ok) return lexed;
  const [first, second] = lexed.value.words;
  if (first?.quoted && second) return refused({ code: "unexpected-word", verb, word: second.raw });
  return understood(first?.quoted ? first.text.trim() : text.trim());
}

export function lexedOf(
  verb: Verb,
  text: string,
): Reading<{ readonly words: readonly Word[]; readonly content: string | undefined }> {
  const lexed = lex(text);
  return lexed.ok ? understood(lexed) : refused({ code: "unclosed-quote", verb, text: lexed.unclosed });
}

/** A name, then fields. */
function namedFields(verb: Verb, text: string): Reading<PlanFields> {
  const lexed = lexedOf(verb, text);
  if (!lexed.ok) return lexed;
  const { words, content } = lexed.value;
  const read = readFields(words, { verb, keys: PLAN_KEYS, many: PLAN_LISTS, parameters: false });
  if (!read.ok) return read;
  const { free, values } = read.value;
  const name = freeName(verb, free, values.has("name"));
  return name.ok ? planFields(verb, read.value, name.value, content) : name;
}

/** One quoted name, or the bare words before the first key. */
export function freeName(verb: Verb, free: readonly Word[], named: boolean): Reading<string | undefined> {
  const [first, second] = free;
  if (first === undefined) return understood(undefined);
  const stray = named ? first : first.quoted ? second : free.find((word) => word.quoted);
  if (stray) return refused({ code: "unexpected-word", verb, word: stray.raw });
  return understood(first.quoted ? first.text.trim() : free.map((word) => word.raw).join(" "));
}

function readKeyAlone(verb: Verb, text: string): Reading<{ readonly key?: string }> {
  const lexed = lexedOf(verb, text);
  if (!lexed.ok) return lexed;
  const read = readFields(lexed.value.words, { verb, keys: APPLY_KEYS, many: [], parameters: false });
  if (!read.ok) return read;
  const [stray] = read.value.free;
  if (stray) return refused({ code: "unexpected-word", verb, word: stray.raw });
  const key = read.value.values.get("key")?.[0]?.text;
  return understood(key === undefined ? {} : { key });
}

interface Below {
  readonly key?: string;
  readonly document: PlanText;
}

/** The plan that stands in the message, if the verb's own line leaves room for one. */
function documentIn(verb: Verb, text: string, line: number): Reading<Below | undefined> {
  const lineEnd = text.indexOf("\n");
  const head = (lineEnd === -1 ? text : text.slice(0, lineEnd)).trim();
  const body = lineEnd === -1 ? "" : text.slice(lineEnd + 1);
  if (beginsDocument(head) && (body.trim() !== "" || head.startsWith("{")))
    return understood({ document: unfenced(text, line) });
  if (body.trim() === "") return understood(undefined);
  const key = head === "" ? understood({}) : readKeyAlone(verb, head);
  if (key.ok) return understood({ ...key.value, document: unfenced(body, line + 1) });
  // A name and fields may go on over several lines; only `apply` has nothing else to say on its line.
  return verb === "apply" ? key : understood(undefined);
}

function beginsDocument(head: string): boolean {
  if (/^(?:```|~~~|\{|#{1,2} |---$)/u.test(head)) return true;
  const [, key = "", space = ""] = /^([^\s:：]{1,20})[:：](\s|$)/u.exec(head) ?? [];
  return key !== "" && space.trim() === "" && keyNamed(PLAN_KEYS, key) === "name";
}

/** The inside of a fenced block, or the text itself. */
function unfenced(text: string, line: number): PlanText {
  const lines = text.split("\n");
  const first = lines.findIndex((each) => each.trim() !== "");
  const [, fence, tongue = ""] = /^\s*(`{3,}|~{3,})\s*([\w-]*)\s*$/u.exec(lines[first] ?? "") ?? [];
  if (fence === undefined) return { text, line };
  const last = lines.findLastIndex((each, index) => index > first && each.trim() === fence);
  const inside = lines.slice(first + 1, last === -1 ? undefined : last).join("\n");
  const syntax = /^(?:ya?ml|json)$/i.test(tongue) ? "yaml" : /^(?:md|markdown)$/i.test(tongue) ? "markdown" : undefined;
  return { text: inside, line: line + first + 1, ...(syntax && { syntax }) };
}
