/**
 * Verbs that write or carry out items: add, order, remove, claim, run, retry, done, skip.
 */
import type { Value } from "./fields.ts";
import { readFields } from "./fields.ts";
import { ITEM_KEYS, RUN_KEYS } from "./keys.ts";
import { skipSpace, wordAt } from "./lex.ts";
import { numberAt, readItemNumber, readNumber, readPlanNumber } from "./numbers.ts";
import { ITEM_LISTS, isWorkflow, itemFields } from "./plan-fields.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import { freeName, lexedOf } from "./read-plan.ts";
import type { Said } from "./said.ts";

const TYPES = {
  text: ["text", "文本", "人工", "手动"],
  workflow: ["run", "workflow", "运行", "工作流", "流水线"],
} as const;

/** `add 52 text "Announce" …` and `add 52 run engine:workflow …`. */
export function readAdd(text: string): Reading<Said> {
  const number = readPlanNumber("add", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  if (rest === "") return understood({ verb: "add", plan, type: "form" });
  const [word = ""] = /^[^\s"“「]{0,40}/u.exec(rest) ?? [];
  const wanted = word.toLowerCase();
  const after = rest.slice(word.length);
  if (TYPES.text.some((spelling) => spelling === wanted)) return readAddText(plan, after);
  if (TYPES.workflow.some((spelling) => spelling === wanted)) return readAddRun(plan, after);
  return refused({ code: "unknown-choice", verb: "add", word, choices: ["text", "run"] });
}

function readAddText(plan: number, text: string): Reading<Said> {
  const read = fieldsAndName(text, false);
  if (!read.ok) return read;
  const { name } = read.value;
  if (name === undefined) return refused({ code: "missing-name", verb: "add" });
  return understood({ verb: "add", plan, type: "text", fields: { ...read.value, name } });
}

function readAddRun(plan: number, text: string): Reading<Said> {
  const word = wordAt(text, skipSpace(text, 0));
  if (!word || word.text === "") return refused({ code: "missing-workflow", verb: "add" });
  if (!isWorkflow(word.text)) return refused({ code: "bad-workflow", verb: "add", value: word.text });
  const read = fieldsAndName(text.slice(word.end), true);
  if (!read.ok) return read;
  if (read.value.run !== undefined) return refused({ code: "repeated-key", verb: "add", key: "run" });
  if (read.value.text !== undefined) return refused({ code: "text-and-run", verb: "add" });
  const name = read.value.name ?? word.text.slice(word.text.indexOf(":") + 1);
  return understood({ verb: "add", plan, type: "workflow", fields: { ...read.value, name, run: word.text } });
}

function fieldsAndName(text: string, parameters: boolean) {
  const lexed = lexedOf("add", text);
  if (!lexed.ok) return lexed;
  const read = readFields(lexed.value.words, { verb: "add", keys: ITEM_KEYS, many: ITEM_LISTS, parameters });
  if (!read.ok) return read;
  const name = freeName("add", read.value.free, read.value.values.has("name"));
  if (!name.ok) return name;
  const fields = itemFields("add", read.value, lexed.value.content);
  if (!fields.ok || fields.value.name !== undefined || name.value === undefined) return fields;
  return understood({ ...fields.value, name: name.value });
}

/** `order 52 3,1,2`, each place as `3` or `52.3`. */
export function readOrder(text: string): Reading<Said> {
  const number = readPlanNumber("order", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  const words = rest
    .normalize("NFKC")
    .split(/[\s,、;]+/u)
    .filter((word) => word !== "");
  if (words.length === 0) return refused({ code: "missing-item", verb: "order", plan });
  const places: number[] = [];
  for (const word of words) {
    const read = numberAt(word);
    const place = read && (read.place === undefined ? read.plan : read.plan === plan ? read.place : undefined);
    if (place === undefined) return refused({ code: "bad-number", verb: "order", word: word.slice(0, 40) });
    places.push(place);
  }
  return understood({ verb: "order", plan, places });
}

/** `remove 52.3` and `claim 52.1`. */
export function readBareItem(verb: "remove" | "claim", text: string): Reading<Said> {
  const item = readItemNumber(verb, text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  return rest === ""
    ? understood({ verb, plan, place })
    : refused({ code: "unexpected-word", verb, word: rest.slice(0, 40) });
}

/** `run 52.1` and `retry 52.1`, with an admin's reason in a freeze. */
export function readRun(verb: "run" | "retry", text: string): Reading<Said> {
  const item = readItemNumber(verb, text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  const lexed = lexedOf(verb, rest);
  if (!lexed.ok) return lexed;
  const read = readFields(lexed.value.words, { verb, keys: RUN_KEYS, many: [], parameters: false });
  if (!read.ok) return read;
  const [stray] = read.value.free;
  if (stray) return refused({ code: "unexpected-word", verb, word: stray.raw });
  const despite: Value | undefined = read.value.values.get("despite")?.[0];
  return understood({ verb, plan, place, ...(despite && { despite: despite.text }) });
}

/** `done 52.2 [remark]`: the remark is the rest, as it is. */
export function readDone(text: string): Reading<Said> {
  const item = readItemNumber("done", text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  return understood({ verb: "done", plan, place, ...(rest !== "" && { remark: rest }) });
}

/** `skip 52.3 <reason>`. */
export function readSkip(text: string): Reading<Said> {
  const item = readItemNumber("skip", text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  return rest === ""
    ? refused({ code: "missing-reason", verb: "skip" })
    : understood({ verb: "skip", plan, place, reason: rest });
}

/** Plans are shown whole, so an item's number shows its plan. */
export function readShow(text: string): Reading<Said> {
  const number = readNumber("show", text);
  if (!number.ok) return number;
  return number.value.rest === ""
    ? understood({ verb: "show", plan: number.value.plan })
    : refused({ code: "unexpected-word", verb: "show", word: number.value.rest.slice(0, 40) });
}
