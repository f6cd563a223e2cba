/**
 * Refusals of the calendar: not before the window opens, not in a freeze; each with the time at which it becomes possible.
 */
import type { RefusalOf } from "../../plan/refusal.ts";
import type { Reader } from "./reader.ts";
import { sayMarkdown } from "./say.ts";
import { timeInZone } from "./when.ts";

export function windowNotOpenText({ opens, freeze }: RefusalOf<"window-not-open">, reader: Reader): string {
  const at = timeInZone(opens, reader);
  if (!freeze) return sayMarkdown(reader.lang, "refusal.window-not-open", { opens: at });
  const until = timeInZone(freeze.until, reader);
  return sayMarkdown(reader.lang, "refusal.window-not-open-frozen", { opens: at, freeze: freeze.name, until });
}

export function frozenText({ freeze, until, closes, outside }: RefusalOf<"frozen">, reader: Reader): string {
  const { lang } = reader;
  const values = { freeze, until: timeInZone(until, reader) };
  if (closes === undefined) return sayMarkdown(lang, outside ? "refusal.outside" : "refusal.frozen", values);
  const over = { ...values, closes: timeInZone(closes, reader) };
  return sayMarkdown(lang, outside ? "refusal.outside-over" : "refusal.frozen-over", over);
}
