/**
 * The verb about what a plan is released for: looking at it, adding, removing and finding.
 */
import { requirementWords } from "../plan-file/list-text.ts";
import { readFields } from "./fields.ts";
import { FIND_KEYS } from "./keys.ts";
import { numberAt, readPlanNumber } from "./numbers.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import { langNamed } from "./read-decision.ts";
import { lexedOf } from "./read-plan.ts";
import type { Said, Search } from "./said.ts";

const ADD = /^(?:add|添加|增加|加|关联)(?=\s|$)/iu;
const REMOVE = /^(?:remove|delete|rm|移除|删除|取消)(?=\s|$)/iu;
const FIND = /^(?:find|search|查找|搜索|找)(?=\s|$)/iu;
const LONGEST = 200;

/** `requirements 52`, `requirements 52 add SHOP-1`, `requirements [52] find words project:SHOP board:"Shop" sprint:42`. */
export function readRequirements(text: string): Reading<Said> {
  const number = numberAt(text);
  const found = FIND.exec(number && number.place === undefined ? number.rest : text.trim());
  if (found) return readFind((number?.rest ?? text.trim()).slice(found[0].length), number?.plan);
  const plan = readPlanNumber("requirements", text);
  if (!plan.ok) return plan;
  const { plan: index, rest } = plan.value;
  if (rest === "") return understood({ verb: "requirements", what: "show", plan: index });
  for (const [what, pattern] of [["add", ADD] as const, ["remove", REMOVE] as const]) {
    const said = pattern.exec(rest);
    if (!said) continue;
    const words = requirementWords(rest.slice(said[0].length));
    return words.length === 0
      ? refused({ code: "missing-text", verb: "requirements" })
      : understood({ verb: "requirements", what, plan: index, words });
  }
  return refused({ code: "unexpected-word", verb: "requirements", word: rest.slice(0, 40) });
}

/** `notes 52`, or in a language: `notes 52 en`. */
export function readNotes(text: string): Reading<Said> {
  const number = readPlanNumber("notes", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  if (rest === "") return understood({ verb: "notes", plan });
  const lang = langNamed(rest);
  return lang
    ? understood({ verb: "notes", plan, lang })
    : refused({ code: "unknown-choice", verb: "notes", word: rest.slice(0, 40), choices: ["zh", "en"] });
}

function readFind(text: string, plan: number | undefined): Reading<Said> {
  const lexed = lexedOf("requirements", text);
  if (!lexed.ok) return lexed;
  const rules = { verb: "requirements", keys: FIND_KEYS, many: [], parameters: false } as const;
  const read = readFields(lexed.value.words, rules);
  if (!read.ok) return read;
  const { free, values } = read.value;
  const value = (key: string) => values.get(key)?.[0]?.text.trim().slice(0, LONGEST);
  // `sprint:SHOP/42` is how a plan writes it.
  const [, sprint] = /^(?:[A-Za-z][A-Za-z0-9_]*\/)?([1-9]\d{0,9})$/u.exec(value("sprint") ?? "") ?? [];
  const [, page = "1"] = /^([1-9]\d{0,2})$/u.exec(value("page") ?? "") ?? [];
  if (value("sprint") !== undefined && sprint === undefined) {
    return refused({ code: "unexpected-word", verb: "requirements", word: `sprint:${value("sprint")}`.slice(0, 40) });
  }
  const words = free
    .map(({ text: word }) => word)
    .join(" ")
    .slice(0, LONGEST);
  const project = value("project")?.toUpperCase();
  const board = value("board");
  const search: Search = {
    ...(project !== undefined && { project }),
    ...(board !== undefined && { board }),
    ...(sprint !== undefined && { sprint: Number(sprint) }),
    ...(words !== "" && { words }),
    page: Number(page),
  };
  return understood({ verb: "requirements", what: "find", ...(plan !== undefined && { plan }), search });
}
