/**
 * An external check in lines: how it stands, and what each of its endpoints has to do with it.
 */
import { gateAt } from "../../plan/checkpoints.ts";
import type { Check, CheckParty, Plan } from "../../plan/plan.ts";
import type { Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine } from "../texts/names.ts";
import type { Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { shortTime } from "../texts/when.ts";

const LONGEST_REASON = 300;

/** A gate in one line: its state, attempt, when, by whom, why, and until when it waits. */
export function checkLine(plan: Plan, check: Check, reader: Reader): Line {
  return lineOf("card.check", plan, check, reader);
}

/** The same where nothing around it says that it is an external check. */
export function gateLine(plan: Plan, check: Check, reader: Reader): Line {
  return lineOf("card.gate", plan, check, reader);
}

/** A line an endpoint: whether it was told, what it said, how far it is. Why one said no is in the gate's own line. */
export function partyLines({ parties }: Check, reader: Reader): readonly Line[] {
  const { lang } = reader;
  return Object.entries(parties).map(([endpoint, party]): Line => {
    const state = say(lang, `party.${stateOf(party)}`);
    const parts = [sayLine(lang, "card.party", { endpoint: oneLine(endpoint), state }), ...notesOf(party, reader)];
    return parts.flatMap((part, place): Line => (place === 0 ? part : [" · ", ...part]));
  });
}

function stateOf({ answer, delivery, progress = "" }: CheckParty) {
  if (answer === "success") return "go";
  if (answer === "failed") return "no-go";
  return progress.trim() === "" ? delivery : "working";
}

function notesOf({ answer, progress = "", problem = "", next }: CheckParty, reader: Reader): readonly Line[] {
  if (answer !== undefined) return [];
  const retry: readonly Line[] =
    next === undefined ? [] : [sayLine(reader.lang, "card.party-next", { at: shortTime(next, reader) })];
  return [...noteOf(problem), ...retry, ...noteOf(progress)];
}

function noteOf(text: string): readonly Line[] {
  return text.trim() === "" ? [] : [[excerpt(oneLine(text.trim()), LONGEST_REASON)]];
}

function lineOf(key: "card.check" | "card.gate", plan: Plan, check: Check, reader: Reader): Line {
  const { lang } = reader;
  const { checkpoint, state, attempt, askedAt, endedAt, by } = check;
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
    reasonLine(check, reader),
    state === "waiting" ? dueLine(plan, check, reader) : undefined,
  ];
  return [...head, ...parts.filter((part) => part !== undefined).flatMap((part): Line => [" · ", ...part])];
}

function reasonLine({ state, reason, unanswered }: Check, { lang }: Reader): Line | undefined {
  if (unanswered) return [say(lang, state === "passed" ? "card.check-let-through" : "card.check-unanswered")];
  return reason?.trim() ? [excerpt(oneLine(reason.trim()), LONGEST_REASON)] : undefined;
}

function dueLine(plan: Plan, { checkpoint, askedAt, overdueAt }: Check, reader: Reader): Line | undefined {
  const limit = gateAt(plan, checkpoint)?.limit;
  if (!limit) return undefined;
  const at = shortTime(askedAt + limit.after, reader);
  return sayLine(reader.lang, overdueAt === undefined ? "card.check-due" : "card.check-overdue", { at });
}
