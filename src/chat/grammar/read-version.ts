/**
 * Verbs about versions of a plan: diff, restore.
 */
import type { Content } from "../../plan/content.ts";
import { contentSchema } from "../../plan/content.ts";
import { knownKey } from "../plan-file/keys.ts";
import { readNumber, readPlanNumber } from "./numbers.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import type { Said } from "./said.ts";

const VERSIONS = /^(?:v|版本)?\s*([1-9]\d{0,5})(?:(?:\s+|\s*(?:\.\.|-|,|，|到|至)\s*)(?:v|版本)?\s*([1-9]\d{0,5}))?$/iu;

/** `diff 52`: since the last approval; `diff 52 3`: what version 3 changed; `diff 52 3 5`: between two. */
export function readDiff(text: string): Reading<Said> {
  const number = readPlanNumber("diff", text);
  if (!number.ok) return number;
  const { plan, rest } = number.value;
  if (rest === "") return understood({ verb: "diff", plan });
  const [, one, other] = VERSIONS.exec(rest.normalize("NFKC")) ?? [];
  if (one === undefined) return refused({ code: "unexpected-word", verb: "diff", word: rest.slice(0, 40) });
  if (other === undefined) return understood({ verb: "diff", plan, to: Number(one) });
  return understood({ verb: "diff", plan, from: Number(one), to: Number(other) });
}

/** `restore 52 3`: all of version 3; `restore 52 3 window`: one part of it; `restore 52.1 3`: one item. */
export function readRestore(text: string): Reading<Said> {
  const number = readNumber("restore", text);
  if (!number.ok) return number;
  const { plan, place, rest } = number.value;
  const [, version, word = ""] = /^(?:v|版本)?\s*([1-9]\d{0,5})(?:\s+(\S.*))?$/iu.exec(rest.normalize("NFKC")) ?? [];
  if (version === undefined) return refused({ code: "missing-version", verb: "restore" });
  if (word === "") return understood({ verb: "restore", plan, place, version: Number(version) });
  const part = place === undefined ? partNamed(word) : undefined;
  if (part !== undefined) return understood({ verb: "restore", plan, version: Number(version), part });
  return refused({ code: "unknown-choice", verb: "restore", word: word.slice(0, 40), choices: PARTS });
}

const PARTS = contentSchema.unwrap().keyof().options;

function partNamed(word: string): keyof Content | undefined {
  const key = knownKey("plan", word)?.key;
  return PARTS.find((part) => part === key);
}
