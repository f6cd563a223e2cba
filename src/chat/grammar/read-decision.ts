/**
 * Verbs with a plan's number and at most a reason, and those that need no plan.
 */

import { nearest } from "../plan-file/keys.ts";
import { bareName } from "../plan-file/list-text.ts";
import { readFields } from "./fields.ts";
import { DELEGATE_KEYS, keyNamed, LIST_KEYS } from "./keys.ts";
import { readPlanNumber } from "./numbers.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import { lexedOf } from "./read-plan.ts";
import type { PlanVerb, Said, Scope } from "./said.ts";
import { verbNamed, verbSpellings } from "./verbs.ts";

const LONGEST_SEARCH = 200;

/** `finish 52` and all that need nothing more. */
export function readPlanVerb(verb: PlanVerb, text: string): Reading<Said> {
  const number = readPlanNumber(verb, text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  return rest === "" ? understood({ verb, plan }) : refused({ code: "unexpected-word", verb, word: rest.slice(0, 40) });
}

/** `hooks 52`, or `hooks 52 again 3`. */
export function readHooks(text: string): Reading<Said> {
  const number = readPlanNumber("hooks", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  if (rest === "") return understood({ verb: "hooks", plan });
  const [, place] = /^(?:again|resend|重发|再发|重新发送)\s*[#＃]?([1-9]\d{0,5})$/u.exec(rest.normalize("NFKC")) ?? [];
  if (place === undefined) return refused({ code: "unexpected-word", verb: "hooks", word: rest.slice(0, 40) });
  return understood({ verb: "hook-again", plan, number: Number(place) });
}

/** `cancel 52 <reason>`: the reason is the rest, as it is. */
export function readReasoned(verb: "cancel" | "reject" | "override", text: string): Reading<Said> {
  const number = readPlanNumber(verb, text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  return rest === "" ? refused({ code: "missing-reason", verb }) : understood({ verb, plan, reason: rest });
}

/** `approve 52 [comment]`. */
export function readApprove(text: string): Reading<Said> {
  const number = readPlanNumber("approve", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  return understood({ verb: "approve", plan, ...(rest !== "" && { comment: rest }) });
}

/** `comment 52 <text>`. */
export function readComment(text: string): Reading<Said> {
  const number = readPlanNumber("comment", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  return rest === ""
    ? refused({ code: "missing-text", verb: "comment" })
    : understood({ verb: "comment", plan, text: rest });
}

/** `handover 52 @bo`. */
export function readHandover(text: string): Reading<Said> {
  const number = readPlanNumber("handover", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  const to = bareName(rest.replace(/^(?:to\s+|给\s*)/iu, ""));
  return to === "" ? refused({ code: "missing-person", verb: "handover" }) : understood({ verb: "handover", plan, to });
}

const OFF = new Set(["off", "none", "stop", "关闭", "取消", "无"]);

/** `delegate @bo until:friday`, `delegate off`. */
export function readDelegate(text: string): Reading<Said> {
  const lexed = lexedOf("delegate", text);
  if (!lexed.ok) return lexed;
  const read = readFields(lexed.value.words, { verb: "delegate", keys: DELEGATE_KEYS, many: [], parameters: false });
  if (!read.ok) return read;
  const [person, ...more] = read.value.free;
  if (!person) return refused({ code: "missing-person", verb: "delegate" });
  if (OFF.has(person.text.toLowerCase()) && more.length === 0) return understood({ verb: "delegate" });
  // "delegate @bo until friday" says the same without a colon.
  const typed = more.map((word) => word.text).join(" ");
  const until = read.value.values.get("until")?.[0]?.text ?? typed;
  const [stray] = read.value.values.has("until") ? more : [];
  if (stray) return refused({ code: "unexpected-word", verb: "delegate", word: stray.raw });
  return understood({ verb: "delegate", to: bareName(person.text), ...(until !== "" && { until }) });
}

const SCOPE_WORDS: Readonly<Record<Scope, readonly string[]>> = {
  mine: ["mine", "my", "我的"],
  waiting: ["waiting", "待办", "待我处理", "等我"],
  open: ["open", "进行中", "未完成"],
  done: ["done", "closed", "已完成", "已结束"],
  all: ["all", "全部", "所有"],
};

function scopeNamed(word: string): Scope | undefined {
  const wanted = word.toLowerCase();
  const found = Object.entries(SCOPE_WORDS).find(([, spellings]) => spellings.includes(wanted))?.[0];
  return found === "mine" || found === "waiting" || found === "open" || found === "done" || found === "all"
    ? found
    : undefined;
}

/** `list [scope] [words] [page:2]`; any other word is searched for. */
export function readList(text: string): Reading<Said> {
  const lexed = lexedOf("list", text);
  if (!lexed.ok) return lexed;
  let scope: Scope | undefined;
  let page = 1;
  const words: string[] = [];
  for (const word of lexed.value.words) {
    if (word.key !== undefined && word.sign === ":" && keyNamed(LIST_KEYS, word.key)) {
      page = /^[1-9]\d{0,5}$/.test(word.value) ? Number(word.value) : 0;
      if (page === 0) return refused({ code: "bad-number", verb: "list", word: word.value.slice(0, 40) });
      continue;
    }
    const named = scope === undefined && words.length === 0 && !word.quoted ? scopeNamed(word.text) : undefined;
    if (named) scope = named;
    else words.push(word.text);
  }
  const search = words.join(" ").slice(0, LONGEST_SEARCH);
  return understood({ verb: "list", scope: scope ?? (search === "" ? "open" : "all"), words: search, page });
}

const LANGUAGES = { zh: ["zh", "zh-cn", "cn", "chinese", "中文"], en: ["en", "english", "英文", "英语"] } as const;

/** `lang zh|en`. */
export function readLang(text: string): Reading<Said> {
  const lang = langNamed(text);
  if (lang) return understood({ verb: "lang", lang });
  const word = text.trim().toLowerCase().slice(0, 40);
  return refused({ code: "unknown-choice", verb: "lang", word, choices: ["zh", "en"] });
}

export function langNamed(text: string): keyof typeof LANGUAGES | undefined {
  const word = text.trim().toLowerCase();
  if (LANGUAGES.zh.some((name) => name === word)) return "zh";
  return LANGUAGES.en.some((name) => name === word) ? "en" : undefined;
}

/** `help [verb]`. */
export function readHelp(text: string): Reading<Said> {
  const word = text
    .trim()
    .replace(/^\/?(?:plan|发布)\s+/iu, "")
    .slice(0, 40);
  if (word === "") return understood({ verb: "help" });
  const about = verbNamed(word);
  return about ? understood({ verb: "help", about }) : refused(unknownVerb(word));
}

/** What to say of a word that is no verb: the nearest spelling, in the language it was typed in. */
export function unknownVerb(word: string) {
  const found = nearest(
    word.normalize("NFKC").toLowerCase(),
    verbSpellings().map(({ spelling }) => spelling),
  );
  const verb = found === undefined ? undefined : verbNamed(found);
  return { code: "unknown-verb", word, ...(found !== undefined && { nearest: found }), ...(verb && { verb }) } as const;
}
