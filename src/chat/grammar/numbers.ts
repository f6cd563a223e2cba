/**
 * Numbers of plans and items: `52`, `#52`, `52.3`.
 */
import { skipSpace } from "./lex.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import type { ItemNumber, Verb } from "./said.ts";

/** A colon or a Han word may follow at once: 驳回52：没过, 批准52可以. */
const NUMBER = /^[#＃]?([\d０-９]{1,9})(?:[.．。]([\d０-９]{1,4}))?(?:[:：,，、](?!\d)|(?=\s|$|\p{Script=Han}))/u;

export interface Numbered {
  readonly plan: number;
  readonly place: number | undefined;
  readonly word: string;
  /** The text after the number, without the blanks around it. */
  readonly rest: string;
}

/** The number a text begins with; undefined when it begins with something else. */
export function numberAt(text: string): Numbered | undefined {
  const from = skipSpace(text, 0);
  const [word = "", plan = "", place] = NUMBER.exec(text.slice(from, from + 40)) ?? [];
  const numbers = { plan: digits(plan), place: place === undefined ? undefined : digits(place) };
  if (word === "" || numbers.plan === 0 || numbers.place === 0) return undefined;
  return { ...numbers, word: word.replace(/[:：,，、]$/u, ""), rest: text.slice(from + word.length).trim() };
}

function digits(text: string): number {
  return Number(text.normalize("NFKC"));
}

/** Any number, or why there is none. */
export function readNumber(verb: Verb, text: string): Reading<Numbered> {
  const number = numberAt(text);
  if (number) return understood(number);
  const [word = ""] = /^\S{0,40}/u.exec(text.trimStart()) ?? [];
  return refused(/^[#＃\d０-９]/u.test(word) ? { code: "bad-number", verb, word } : { code: "missing-plan", verb });
}

/** A plan's number; an item's is refused. */
export function readPlanNumber(verb: Verb, text: string): Reading<Numbered> {
  const number = readNumber(verb, text);
  if (!number.ok || number.value.place === undefined) return number;
  return refused({ code: "not-an-item", verb, number: number.value.word });
}

/** An item's number; a plan's alone is refused. */
export function readItemNumber(verb: Verb, text: string): Reading<ItemNumber & { readonly rest: string }> {
  const number = readNumber(verb, text);
  if (!number.ok) return number.problem.code === "missing-plan" ? refused({ code: "missing-item", verb }) : number;
  const { plan, place, rest } = number.value;
  return place === undefined ? refused({ code: "missing-item", verb, plan }) : understood({ plan, place, rest });
}
