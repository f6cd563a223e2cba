/**
 * Verbs that gather what an item asks for: tick, untick, attach, undo.
 */
import { readItemNumber } from "./numbers.ts";
import type { Reading } from "./problem.ts";
import { refused, understood } from "./problem.ts";
import type { Said } from "./said.ts";

/** `tick 52.3 1,2`, and `untick 52.3 2`; without points, the form. */
export function readTick(verb: "tick" | "untick", text: string): Reading<Said> {
  const item = readItemNumber(verb, text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  if (rest === "") return understood({ verb, plan, place });
  const words = rest
    .normalize("NFKC")
    .split(/[\s,、;]+/u)
    .filter((word) => word !== "");
  const stray = words.find((word) => !/^[1-9]\d{0,2}$/u.test(word));
  return stray === undefined
    ? understood({ verb, plan, place, points: words.map(Number) })
    : refused({ code: "bad-number", verb, word: stray.slice(0, 40) });
}

/** `attach 52.3 [what it is]`: the files are in the message, or came before it. */
export function readAttach(text: string): Reading<Said> {
  const item = readItemNumber("attach", text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  const ask = rest.replace(/^["“「]|["”」]$/gu, "").trim();
  return understood({ verb: "attach", plan, place, ...(ask !== "" && { ask }) });
}

/** `undo 52.3 [reason]`. */
export function readUndo(text: string): Reading<Said> {
  const item = readItemNumber("undo", text);
  if (!item.ok) return item;
  const { plan, place, rest } = item.value;
  return understood({ verb: "undo", plan, place, ...(rest !== "" && { reason: rest }) });
}
