/**
 * Freezes in words: what became of asking for one, and how feeds were read. Markdown.
 */
import type { Line } from "../card.ts";
import type { FeedState, FreezeProblem, Freezing } from "../freeze-desk.ts";
import { oneLine } from "./markdown.ts";
import { shown } from "./problem-words.ts";
import type { Reader } from "./reader.ts";
import { say, sayLine, sayMarkdown } from "./say.ts";
import { timeText } from "./time-text.ts";
import { shortTime, windowText } from "./when.ts";

/** What was done with one. */
export function freezeText(done: "begun" | "ended", freeze: Freezing, reader: Reader): string {
  const { number, name, from: opens, until: closes, repeat } = freeze;
  if (done === "ended") return sayMarkdown(reader.lang, "calendar.ended", { number, name });
  const values = { number, name, time: windowText({ opens, closes }, reader) };
  return sayMarkdown(reader.lang, repeat === undefined ? "calendar.begun" : "calendar.begun-again", values);
}

export function freezeProblemText(problem: FreezeProblem, reader: Reader): string {
  const { lang } = reader;
  switch (problem.code) {
    case "not-admin":
      return say(lang, "calendar.admins");
    case "bad-time":
      return timeText(problem.problem, reader);
    case "over":
      return say(lang, "calendar.over");
    case "bad-rule":
      return sayMarkdown(lang, "calendar.bad-rule", { repeat: shown(problem.repeat) });
    case "no-freeze":
      return say(lang, "calendar.no-freeze", { number: problem.number });
  }
}

/** That a feed could not be read, and how old its last good copy is. */
export function feedLine({ name, problem = "", readAt }: FeedState, reader: Reader): Line {
  const values = { name: oneLine(name), problem: oneLine(problem) };
  if (readAt === undefined) return sayLine(reader.lang, "calendar.feed-never", values);
  return sayLine(reader.lang, "calendar.feed-old", { ...values, at: shortTime(readAt, reader) });
}
