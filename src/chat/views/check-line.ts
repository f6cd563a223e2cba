/**
 * An external check in one line.
 */
import type { Check } from "../../plan/plan.ts";
import type { Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

/** A gate in one line: its state, attempt, when, by whom, and why. */
export function checkLine(check: Check, reader: Reader): Line {
  return lineOf("card.check", check, reader);
}

/** The same where nothing around it says that it is an external check. */
export function gateLine(check: Check, reader: Reader): Line {
  return lineOf("card.gate", check, reader);
}

function lineOf(key: "card.check" | "card.gate", check: Check, reader: Reader): Line {
  const { lang } = reader;
  const { checkpoint, state, attempt, askedAt, endedAt, reason, by } = check;
  const head = sayLine(lang, key, {
    checkpoint: say(lang, `checkpoint.${checkpoint}`),
    state: say(lang, `check.${state}`),
  });
  const parts: readonly (Line | undefined)[] = [
    attempt > 1 ? sayLine(lang, "card.check-attempt", { attempt }) : undefined,
    endedAt === undefined
      ? sayLine(lang, "card.check-since", { at: shortTime(askedAt, reader) })
      : [shortTime(endedAt, reader)],
    state === "overridden" && by ? sayLine(lang, "card.check-by", { who: actorLine(by, reader) }) : undefined,
    reason?.trim() ? [excerpt(oneLine(reason.trim()), 300)] : undefined,
  ];
  return [...head, ...parts.filter((part) => part !== undefined).flatMap((part): Line => [" · ", ...part])];
}
