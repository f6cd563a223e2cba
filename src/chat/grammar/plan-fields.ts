/**
 * The fields of a plan and of an item, from what was typed under their keys.
 */
import { readAsk } from "../plan-file/ask-text.ts";
import type { CustomWords } from "../plan-file/custom.ts";
import { readCustomLine } from "../plan-file/custom.ts";
import { CONFIRM_WORDS } from "../plan-file/draft.ts";
import type { LevelWords } from "../plan-file/level-text.ts";
import { readLevel } from "../plan-file/level-text.ts";
import { bareName, splitList } from "../plan-file/list-text.ts";
import type { Fields, Value } from "./fields.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import type { ItemFields, PlanFields, Verb } from "./said.ts";

export const PLAN_LISTS = ["requirements", "editors", "announce", "hooks", "tags", "approve", "custom"] as const;
export const ITEM_LISTS = ["owner", "after", "asks", "checks"] as const;
const NOTHING = new Set(["none", "-", "无", "没有", "清空"]);

function isNothing({ text, quoted }: Value): boolean {
  return quoted ? text.trim() === "" : NOTHING.has(text.toLowerCase());
}

function one(fields: Fields, key: string): Value | undefined {
  return fields.values.get(key)?.[0];
}

function clearable(fields: Fields, key: string): string | null | undefined {
  const value = one(fields, key);
  if (value === undefined) return undefined;
  return isNothing(value) ? null : value.text;
}

function plain(fields: Fields, key: string): string | undefined {
  return one(fields, key)?.text;
}

function listed(fields: Fields, key: string): readonly string[] | undefined {
  const values = fields.values.get(key);
  return values?.flatMap((value) => (isNothing(value) ? [] : splitList(value.text)));
}

/** Leaves out what was not said, so that a field that is there was typed. */
function present<T extends object>(fields: T): T {
  const said = { ...fields };
  for (const key of Object.keys(said)) {
    if (Reflect.get(said, key) === undefined) Reflect.deleteProperty(said, key);
  }
  return said;
}

/** The plan's fields; `name` and `content` are what stands outside of keys. */
export function planFields(
  verb: Verb,
  fields: Fields,
  name: string | undefined,
  content: string | undefined,
): Reading<PlanFields> {
  const levels = levelsOf(verb, fields.values.get("approve"));
  if (!levels.ok) return levels;
  const custom = customIn(verb, fields.values.get("custom"));
  if (!custom.ok) return custom;
  const manager = plain(fields, "manager");
  const description = one(fields, "description");
  return understood(
    present({
      name: plain(fields, "name") ?? name,
      key: plain(fields, "key"),
      manager: manager === undefined ? undefined : bareName(manager),
      window: clearable(fields, "window"),
      schedule: clearable(fields, "schedule"),
      description: content ?? (description && isNothing(description) ? "" : description?.text),
      requirements: listed(fields, "requirements"),
      levels: levels.value,
      via: plain(fields, "via"),
      policy: plain(fields, "policy"),
      emergency: clearable(fields, "emergency"),
      editors: listed(fields, "editors"),
      announce: listed(fields, "announce"),
      hooks: listed(fields, "hooks"),
      tags: listed(fields, "tags"),
      custom: custom.value,
    }),
  );
}

/** `risk=high regions=cn,eu`; none clears one. */
function customIn(verb: Verb, values: readonly Value[] | undefined): Reading<CustomWords | undefined> {
  if (values === undefined) return understood(undefined);
  const said: Record<string, string | null> = {};
  for (const { text } of values) {
    const line = readCustomLine(text);
    if (!line) return refused({ code: "bad-custom", verb, value: text });
    for (const [name, value] of Object.entries(line)) said[name] = NOTHING.has(value.toLowerCase()) ? null : value;
  }
  return understood(said);
}

function levelsOf(verb: Verb, values: readonly Value[] | undefined): Reading<readonly LevelWords[] | null | undefined> {
  if (values === undefined) return understood(undefined);
  const [first, ...more] = values;
  if (first && more.length === 0 && isNothing(first)) return understood(null);
  const levels: LevelWords[] = [];
  for (const { text } of values) {
    const level = readLevel(text);
    if (!level) return refused({ code: "bad-level", verb, value: text });
    levels.push(level);
  }
  return understood(levels);
}

/** An item's fields; `content` is what stands after `--`. */
export function itemFields(verb: Verb, fields: Fields, content: string | undefined): Reading<ItemFields> {
  const run = plain(fields, "run");
  const text = content ?? plain(fields, "text");
  if (run !== undefined && !isWorkflow(run)) return refused({ code: "bad-workflow", verb, value: run });
  const asks = listed(fields, "asks")?.flatMap((words) => readAsk(words) ?? []);
  const checks = listed(fields, "checks");
  const confirm = confirmIn(verb, one(fields, "confirm"));
  if (!confirm.ok) return confirm;
  const demands = (asks ?? []).length + (checks ?? []).length > 0 || confirm.value === "two";
  if (run !== undefined && (text !== undefined || demands)) return refused({ code: "text-and-run", verb });
  return understood(
    present({
      name: plain(fields, "name"),
      owners: listed(fields, "owner"),
      after: listed(fields, "after"),
      run,
      with: Object.keys(fields.parameters).length > 0 ? fields.parameters : undefined,
      text,
      asks,
      checks,
      confirm: confirm.value,
    }),
  );
}

function confirmIn(verb: Verb, value: Value | undefined): Reading<"two" | null | undefined> {
  if (value === undefined) return understood(undefined);
  if (isNothing(value) || /^(?:one|1|一个?人|单人)$/iu.test(value.text)) return understood(null);
  if (CONFIRM_WORDS.test(value.text.toLowerCase())) return understood("two");
  return refused({ code: "unknown-choice", verb, word: value.text.slice(0, 40), choices: ["two", "one"] });
}

/** `engine:workflow`. */
export function isWorkflow(text: string): boolean {
  return /^[\w.-]+:\S/u.test(text);
}
