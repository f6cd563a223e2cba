/**
 * The fields of a plan, from a filled form.
 */
import type { Rule } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import { readAdd } from "../grammar/read-item.ts";
import type { ItemFields, PlanFields } from "../grammar/said.ts";
import type { LevelWords } from "../plan-file/level-text.ts";
import { readLevel } from "../plan-file/level-text.ts";
import { readCustomFields } from "./custom-fields.ts";
import { SOME_PLAN } from "./item-lines.ts";
import { FURTHER_LEVELS } from "./level-fields.ts";
import type { FormReader } from "./values.ts";

/** A time is never longer. */
const LONGEST_TIME = 200;

export function readPlanFields(reader: FormReader, isNew: boolean): PlanFields {
  const name = isNew ? reader.needed("name", LIMITS.name) : reader.kept("name", LIMITS.name);
  const description = reader.text("description", LIMITS.description);
  const window = reader.text("window", LONGEST_TIME);
  const manager = managerIn(reader, isNew);
  const levels = levelsIn(reader);
  const custom = readCustomFields(reader);
  const schedule = reader.text("schedule", LONGEST_TIME);
  const tags = reader.list("tags", LIMITS.list);
  const requirements = reader.words("requirements", LIMITS.list);
  const hooks = reader.list("hooks", LIMITS.list);
  const editors = reader.list("editors", LIMITS.list);
  const announce = reader.list("announce", LIMITS.list);
  const policy = reader.kept("policy", LIMITS.word);
  const via = reader.kept("via", LIMITS.word);
  const emergency = reader.text("emergency", LIMITS.reason);
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(window !== undefined && { window: window === "" ? null : window }),
    ...(schedule !== undefined && { schedule: schedule === "" ? null : schedule }),
    ...(manager !== undefined && { manager }),
    ...(tags !== undefined && { tags }),
    ...(requirements !== undefined && { requirements }),
    ...(hooks !== undefined && { hooks }),
    ...(editors !== undefined && { editors }),
    ...(announce !== undefined && { announce }),
    ...(policy !== undefined && { policy }),
    ...(via !== undefined && { via }),
    ...(emergency !== undefined && { emergency: emergency === "" ? null : emergency }),
    ...(levels !== undefined && { levels }),
    ...(custom !== undefined && { custom }),
  };
}

/** A plan always has a manager; a new one without is its maker's. */
function managerIn(reader: FormReader, isNew: boolean): string | undefined {
  const list = reader.list("manager", 1);
  if (list === undefined || list.length > 0 || isNew) return list?.[0];
  return reader.fault("manager", { code: "required" });
}

/** Undefined where the form shows no levels; null where each was left empty. */
function levelsIn(reader: FormReader): readonly LevelWords[] | null | undefined {
  const numbers = Array.from({ length: LIMITS.levels }, (_, index) => index + 1);
  const shown = numbers.filter((number) => reader.has(`level${number}-approvers`));
  if (shown.length === 0) return undefined;
  const first = shown.map((number) => levelIn(number, reader)).filter((level) => level !== undefined);
  const levels = [...first, ...furtherLevels(reader)];
  if (levels.length > LIMITS.levels) return reader.fault(FURTHER_LEVELS, { code: "too-many", most: LIMITS.levels });
  return levels.length === 0 ? null : levels;
}

function levelIn(number: number, reader: FormReader): LevelWords | undefined {
  const name = reader.text(`level${number}-name`, LIMITS.word);
  const approvers = reader.list(`level${number}-approvers`, LIMITS.approvers);
  const rule = ruleIn(`level${number}-rule`, reader);
  if (approvers === undefined || rule === undefined) return undefined;
  if (approvers.length > 0) return { ...(name && { name }), rule, approvers };
  return name ? reader.fault(`level${number}-approvers`, { code: "approvers" }) : undefined;
}

/** One level a line, in words. */
function furtherLevels(reader: FormReader): readonly LevelWords[] {
  const lines = reader.text(FURTHER_LEVELS, LIMITS.text)?.split("\n") ?? [];
  return lines.flatMap((line, place) => {
    if (line.trim() === "") return [];
    return readLevel(line) ?? reader.fault(FURTHER_LEVELS, { code: "level", line: place + 1 }) ?? [];
  });
}

function ruleIn(field: string, reader: FormReader): Rule | undefined {
  const text = reader.text(field, LIMITS.word) ?? "";
  if (text === "" || text === "any") return "any";
  if (text === "all") return "all";
  const count = /^\d{1,2}$/u.test(text) ? Number(text) : 0;
  return count >= 1 && count <= LIMITS.approvers ? count : reader.fault(field, { code: "unknown-choice" });
}

/** One item a line, as it is typed after `add 52`. Undefined where the form shows none. */
export function readItemLines(reader: FormReader): readonly ItemFields[] | undefined {
  const lines = reader.text("items", LIMITS.text)?.split("\n");
  if (!lines) return undefined;
  const items = lines.map((line, index) => itemIn(line.trim(), index + 1, reader)).filter((item) => item !== undefined);
  if (items.length > LIMITS.items) reader.fault("items", { code: "too-many", most: LIMITS.items });
  return items;
}

function itemIn(text: string, line: number, reader: FormReader): ItemFields | undefined {
  if (text === "") return undefined;
  const read = readAdd(`${SOME_PLAN} ${text}`);
  if (!read.ok) return reader.fault("items", { code: "item", line, problem: read.problem });
  if (read.value.verb !== "add" || read.value.type === "form") return undefined;
  return read.value.fields;
}
