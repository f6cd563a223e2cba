/**
 * Why a time, or a delegation until one, could not be taken. Markdown.
 */
import type { Delegated } from "../../people/delegation.ts";
import type { Instant } from "../../plan/content.ts";
import { zoned } from "../times/moment.ts";
import type { TimeProblem } from "../times/problem.ts";
import { shown } from "./problem-words.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";
import { timeInZone } from "./when.ts";

/** Why a time could not be read, and how to write it. */
export function timeText(problem: TimeProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "not-understood":
      return sayMarkdown(lang, "problem.time.not-understood", {
        text: shown(problem.text),
        example: say(lang, "problem.time.example"),
      });
    case "impossible-date":
    case "impossible-time":
    case "needs-clock":
    case "needs-end":
      return sayMarkdown(lang, `problem.time.${problem.code}`, { text: shown(problem.text) });
    case "backwards":
      return sayMarkdown(lang, "problem.time.backwards", {
        opens: timeInZone(problem.opens, reader),
        closes: timeInZone(problem.closes, reader),
      });
    case "in-the-past":
      return sayMarkdown(lang, "problem.time.in-the-past", { at: timeInZone(problem.at, reader) });
    case "skipped-time":
      return sayMarkdown(lang, "problem.time.skipped-time", {
        text: shown(problem.text),
        zone: problem.zone,
        instead: timeInZone(problem.instead, { ...reader, zone: problem.zone }),
      });
    case "repeated-time":
      return sayMarkdown(lang, "problem.time.repeated-time", {
        text: shown(problem.text),
        zone: problem.zone,
        first: offsetTime(problem.first, problem.zone),
        second: offsetTime(problem.second, problem.zone),
      });
  }
}

/** The clock shows both alike; the offset tells them apart. */
function offsetTime(at: Instant, zone: string): string {
  return zoned(at, zone).toString({ smallestUnit: "minute", timeZoneName: "never" });
}

/** What became of a delegation to somebody of this name. */
export function delegatedText(delegated: Delegated, to: string, reader: Reader): string {
  const { lang } = reader;
  if (delegated.ok) {
    return sayMarkdown(lang, "reply.delegated", { until: timeInZone(delegated.until, reader), person: to });
  }
  switch (delegated.code) {
    case "unknown-person":
      return sayMarkdown(lang, "refusal.unknown-person", { name: shown(delegated.name) });
    case "delegate-to-self":
      return say(lang, "problem.delegate-to-self");
    case "time-passed":
      return say(lang, "problem.delegate-past");
    case "too-long":
      return say(lang, "problem.delegate-too-long");
  }
}
