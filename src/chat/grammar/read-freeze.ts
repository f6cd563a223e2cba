/**
 * `freeze "Stock-taking" time:"…" [repeat:weekly tags:… env:…]` and `freeze end 3`.
 */
import { splitList } from "../plan-file/list-text.ts";
import { readFields } from "./fields.ts";
import { FREEZE_KEYS } from "./keys.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import { freeName, lexedOf } from "./read-plan.ts";
import type { Said } from "./said.ts";

const END = /^(?:end|stop|off|结束|解除)\s+[#＃]?(\d{1,9})$/iu;
const LONGEST_NAME = 80;
export function readFreeze(text: string): Reading<Said> {
  const [, number] = END.exec(text.trim()) ?? [];
  if (number !== undefined) return understood({ verb: "freeze", what: "end", number: Number(number) });
  const lexed = lexedOf("freeze", text);
  if (!lexed.ok) return lexed;
  const read = readFields(lexed.value.words, { verb: "freeze", keys: FREEZE_KEYS, many: [], parameters: false });
  if (!read.ok) return read;
  const { free, values } = read.value;
  const name = freeName("freeze", free, false);
  if (!name.ok) return name;
  if (name.value === undefined || name.value === "") return refused({ code: "missing-name", verb: "freeze" });
  const one = (key: string) => values.get(key)?.[0]?.text.trim();
  const time = one("time");
  if (!time) return refused({ code: "missing-value", verb: "freeze", key: "time" });
  const repeat = one("repeat");
  return understood({
    verb: "freeze",
    what: "begin",
    name: name.value.slice(0, LONGEST_NAME),
    time,
    ...(repeat && { repeat }),
    tags: splitList(one("tags") ?? ""),
    environments: splitList(one("environments") ?? ""),
  });
}
