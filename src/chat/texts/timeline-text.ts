/**
 * What happened to a plan, one line per happening: for the thread of its card and for the operation log.
 */

import type { EventOf, PlanEvent } from "../../plan/event.ts";
import type { Given } from "../../plan/evidence.ts";
import type { Plan, RunProgress } from "../../plan/plan.ts";
import type { Inline, Line } from "../card.ts";
import { gatheredLine, givenLines } from "./evidence-text.ts";
import { failureText } from "./failure-text.ts";
import { fieldText } from "./field-text.ts";
import { lineMarkdown, oneLine, webAddress } from "./markdown.ts";
import {
  actorLine,
  deskName,
  itemName,
  itemNames,
  joinLines,
  joinWords,
  partyLine,
  personLine,
  quoted,
} from "./names.ts";
import type { Reader } from "./reader.ts";
import { requirementsReadLine } from "./requirements-text.ts";
import { say, sayLine } from "./say.ts";
import { sourceLine } from "./source-text.ts";
import { checkLine, hookLine } from "./timeline-gates.ts";
import { free, withReason } from "./timeline-words.ts";
import { shortTime, timeInZone } from "./when.ts";

/** The line as Markdown, for a thread. `plan` is the plan after the event. */
export function timelineText(event: PlanEvent, plan: Plan, reader: Reader): string {
  return lineMarkdown(timelineLine(event, plan, reader));
}

/** The line as a card shows it. */
export function timelineLine(event: PlanEvent, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const who = actorLine(event.by, reader);
  switch (event.type) {
    case "created":
      return event.source
        ? aside(createdLine(event, reader), sourceLine(event.source, reader), reader)
        : createdLine(event, reader);
    case "edited":
      return editedLine(event, plan, reader);
    case "requirements-read":
      return requirementsReadLine(event, reader);
    case "planning-finished":
      return sayLine(lang, event.submit ? "timeline.planning-submitted" : "timeline.planning-finished", { who });
    case "check-asked":
    case "check-progressed":
    case "check-agreed":
    case "check-failed":
    case "check-passed":
    case "check-overdue":
    case "check-reminded":
    case "check-overridden":
      return checkLine(event, plan, reader);
    case "hook-reported":
    case "hook-sent-again":
      return hookLine(event, reader);
    case "exception-proposed":
      return proposalLine(event, plan, reader);
    case "approval-asked":
      return sayLine(lang, "timeline.approval-asked", { round: event.round });
    case "voted":
      return voteLine(event, plan, reader);
    case "level-passed":
      return sayLine(lang, "timeline.level-passed", { level: levelName(event.level, plan, reader) });
    case "denied":
      return event.denial === undefined
        ? withReason([say(lang, "timeline.denied")], event.reason, reader)
        : [say(lang, `timeline.denied.${event.denial}`)];
    case "desk-opened":
    case "desk-failed":
    case "desk-asked-again":
    case "desk-not-withdrawn":
      return deskLine(event, reader);
    case "item-started":
    case "run-linked":
    case "run-progressed":
    case "item-done":
    case "item-failed":
    case "item-held":
    case "item-late":
    case "item-skipped":
    case "item-claimed":
    case "item-ticked":
    case "file-attached":
    case "item-said":
    case "item-unsaid":
      return itemLine(event, plan, reader);
    case "schedule-missed":
      return missedLine(event, reader);
    case "approval-overdue":
    case "ready":
    case "approved":
    case "executing":
    case "schedule-began":
    case "all-done":
    case "succeeded":
      return [say(lang, `timeline.${event.type}`)];
    case "timed-out":
      return [say(lang, event.why === "schedule" ? "timeline.timed-out-schedule" : "timeline.timed-out")];
    case "replanned":
      return withStopping(sayLine(lang, "timeline.replanned", { who }), event.stopping, plan, reader);
    case "cancelled":
      return withStopping(
        sayLine(lang, "timeline.cancelled", { who, reason: free(event.reason) }),
        event.stopping,
        plan,
        reader,
      );
    case "run-stopped": {
      const item = stoppedItem(event.key, plan, reader);
      return sayLine(lang, event.ended ? "timeline.run-ended" : "timeline.run-stopped", { item });
    }
    case "run-not-stopped": {
      const item = stoppedItem(event.key, plan, reader);
      return sayLine(lang, "timeline.run-not-stopped", { item, reason: free(event.reason) });
    }
    case "review-made":
      return sayLine(lang, "timeline.review-made", { index: event.index });
    case "escalated":
      return sayLine(lang, "timeline.escalated", {
        to: partyLine(event.to, reader),
        level: levelName(event.level, plan, reader),
      });
    case "level-stuck":
      return sayLine(lang, "timeline.level-stuck", {
        level: levelName(event.level, plan, reader),
        people: joinLines(
          event.away.map((person) => personLine(person, reader)),
          reader,
        ),
      });
    case "level-free":
      return sayLine(lang, "timeline.level-free", { level: levelName(event.level, plan, reader) });
    case "window-near":
      return sayLine(lang, `timeline.window-near.${event.end}`, { time: timeInZone(event.time, reader) });
    case "handed-over":
      return sayLine(lang, "timeline.handed-over", { who, to: personLine(event.to, reader) });
    case "reminded": {
      const people = joinLines(
        event.people.map((person) => personLine(person, reader)),
        reader,
      );
      return sayLine(lang, "timeline.reminded", { who, people });
    }
    case "commented":
      return sayLine(lang, "timeline.commented", { who, text: free(event.text) });
  }
}

/** Why nothing started at its time, and what comes of it. */
function missedLine({ why, outcome = "ask", until }: EventOf<"schedule-missed">, reader: Reader): Line {
  const { lang } = reader;
  const said = say(lang, `timeline.schedule-missed.${why}`);
  const values = { until: until === undefined ? "" : shortTime(until, reader) };
  const then = say(lang, `timeline.schedule-missed.${outcome}`, values);
  return [lang === "zh" ? `${said}；${then}` : `${said}; ${then}`];
}

/** A link to a run, or nothing when the address is none that a browser may open. */
export function runLink(link: string | undefined, { lang }: Pick<Reader, "lang">): Inline | undefined {
  const address = link === undefined ? undefined : webAddress(link);
  return address === undefined ? undefined : { link: address, text: say(lang, "timeline.run-link") };
}

function createdLine({ by, index, content, manager }: EventOf<"created">, reader: Reader): Line {
  const { lang } = reader;
  const values = { who: actorLine(by, reader), index, name: quoted(content.name, lang) };
  const said = sayLine(lang, "timeline.created", { ...values, manager: personLine(manager, reader) });
  return inEmergency(said, content.emergency, reader);
}

/** An emergency's reason beside what began it. */
function inEmergency(said: Line, reason: string | undefined, reader: Reader): Line {
  if (reason === undefined) return said;
  return aside(said, sayLine(reader.lang, "timeline.emergency", { reason: free(reason) }), reader);
}

function editedLine({ by, reset, content, fields = [], source }: EventOf<"edited">, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const who = actorLine(by, reader);
  const words = joinWords(
    fields.map((field) => fieldText(field, lang)),
    reader,
  );
  // A log that was begun before fields were kept has none.
  const changed =
    words === "" ? sayLine(lang, "timeline.edited", { who }) : sayLine(lang, "timeline.edited-fields", { who, words });
  const said = fields.includes("emergency") ? inEmergency(changed, content.emergency, reader) : changed;
  const told = source ? aside(said, sourceLine(source, reader), reader) : said;
  if (reset.length === 0) return told;
  return aside(told, sayLine(lang, "timeline.edited-reset", { items: itemNames(reset, plan, reader) }), reader);
}

function proposalLine({ proposal, by }: EventOf<"exception-proposed">, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const who = actorLine(by, reader);
  const reason = free(proposal.reason);
  if (proposal.what.kind === "freeze") {
    return sayLine(lang, "timeline.proposed-freeze", { who, item: itemName(proposal.what.item, plan, reader), reason });
  }
  const checkpoint = say(lang, `checkpoint.${proposal.what.checkpoint}`);
  return sayLine(lang, "timeline.proposed-gate", { who, checkpoint, reason });
}

type DeskEvent = EventOf<"desk-opened" | "desk-failed" | "desk-asked-again" | "desk-not-withdrawn">;

function deskLine(event: DeskEvent, reader: Reader): Line {
  const { lang } = reader;
  const desk = deskName(event.desk, reader);
  switch (event.type) {
    case "desk-opened": {
      const link = event.link === undefined ? undefined : webAddress(event.link);
      return sayLine(lang, "timeline.desk-opened", { desk: link === undefined ? desk : { link, text: desk } });
    }
    case "desk-asked-again":
      return sayLine(lang, "timeline.desk-asked-again", { who: actorLine(event.by, reader), desk });
    case "desk-failed":
    case "desk-not-withdrawn":
      return withReason(sayLine(lang, `timeline.${event.type}`, { desk }), event.reason, reader);
  }
}

function voteLine({ vote }: EventOf<"voted">, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const others = vote.seats.filter((seat) => seat !== vote.by).map((seat) => personLine(seat, reader));
  const key = vote.verdict === "approve" ? "timeline.approved-by" : "timeline.rejected-by";
  const said = sayLine(lang, key, {
    who: personLine(vote.by, reader),
    level: levelName(vote.level, plan, reader),
  });
  const instead =
    others.length === 0
      ? said
      : aside(said, sayLine(lang, "timeline.in-place-of", { people: joinLines(others, reader) }), reader);
  return withReason(instead, vote.comment, reader);
}

type ItemEvent = EventOf<
  | "item-started"
  | "run-linked"
  | "run-progressed"
  | "item-done"
  | "item-failed"
  | "item-held"
  | "item-late"
  | "item-skipped"
  | "item-claimed"
  | "item-ticked"
  | "file-attached"
  | "item-said"
  | "item-unsaid"
>;

function itemLine(event: ItemEvent, plan: Plan, reader: Reader): Line {
  const { lang } = reader;
  const item = itemName(event.item, plan, reader);
  const who = actorLine(event.by, reader);
  switch (event.type) {
    case "item-started": {
      const said =
        event.attempt === 1
          ? sayLine(lang, "timeline.item-started", { who, item })
          : sayLine(lang, "timeline.item-started-again", { who, item, attempt: event.attempt });
      return withException(said, event, reader);
    }
    case "run-linked": {
      const link = runLink(event.link, reader);
      const said = sayLine(lang, "timeline.run-linked", { item });
      return link ? aside(said, [link], reader) : said;
    }
    case "run-progressed":
      return withReason(sayLine(lang, "timeline.run-progressed", { item }), progressWords(event.progress), reader);
    case "item-done":
      return withException(
        withGiven(withReason(doneLine(event, item, reader), event.remark, reader), event, plan, reader),
        event,
        reader,
      );
    case "item-failed":
      return sayLine(lang, event.unclear ? "timeline.item-unclear" : "timeline.item-failed", {
        item,
        reason: failureText(event.reason, reader),
      });
    case "item-held":
      return withReason(
        sayLine(lang, "timeline.item-held", { item }),
        event.changes.join(lang === "zh" ? "；" : "; "),
        reader,
      );
    case "item-late":
      return sayLine(lang, `timeline.item-late.${event.why}`, { item });
    case "item-skipped":
      return sayLine(lang, "timeline.item-skipped", { who, item, reason: free(event.reason) });
    case "item-ticked":
    case "file-attached":
      return gatheredLine(event, item, plan, reader);
    case "item-said":
      return withException(
        withGiven(withReason(gatheredLine(event, item, plan, reader), event.remark, reader), event, plan, reader),
        event,
        reader,
      );
    case "item-unsaid":
      return withReason(gatheredLine(event, item, plan, reader), event.reason, reader);
    case "item-claimed":
      return event.from === undefined
        ? sayLine(lang, "timeline.item-claimed", { who, item })
        : sayLine(lang, "timeline.item-claimed-from", { who, item, from: personLine(event.from, reader) });
  }
}

/** A person did it, or its run passed. */
function doneLine({ by, confirms }: EventOf<"item-done">, item: string, reader: Reader): Line {
  const { lang } = reader;
  if (by.kind === "system") return sayLine(lang, "timeline.item-passed", { item });
  if (confirms) {
    const first = personLine(confirms.by, reader);
    return sayLine(lang, "timeline.item-confirmed", { who: actorLine(by, reader), first, item });
  }
  return sayLine(lang, "timeline.item-done", { who: actorLine(by, reader), item });
}

/** `Deploy · api · 40%`. */
export function progressWords({ stage, job, percent }: Omit<RunProgress, "link" | "tail">): string {
  const words = [stage, job].map((word) => oneLine(word ?? "").trim());
  return [...words, percent === undefined ? "" : `${Math.round(percent)}%`].filter((word) => word !== "").join(" · ");
}

/** What shows it: links, words and files. */
function withGiven(said: Line, given: Given, plan: Plan, reader: Reader): Line {
  const shown = givenLines(given, plan, reader);
  return shown.length === 0 ? said : aside(said, joinLines(shown, reader), reader);
}

function withException(said: Line, event: EventOf<"item-started" | "item-done" | "item-said">, reader: Reader): Line {
  if (event.despiteFreeze === undefined) return said;
  const exception = aside(
    said,
    sayLine(reader.lang, "timeline.despite-freeze", { reason: free(event.despiteFreeze) }),
    reader,
  );
  if (event.proposedBy === undefined) return exception;
  return aside(
    exception,
    sayLine(reader.lang, "timeline.proposed-by", { person: personLine(event.proposedBy, reader) }),
    reader,
  );
}

function withStopping(said: Line, items: readonly string[], plan: Plan, reader: Reader): Line {
  if (items.length === 0) return said;
  return aside(said, sayLine(reader.lang, "timeline.stopping", { items: itemNames(items, plan, reader) }), reader);
}

function aside(said: Line, more: Line, { lang }: Reader): Line {
  return lang === "zh" ? [...said, "（", ...more, "）"] : [...said, " (", ...more, ")"];
}

function levelName(level: number, plan: Plan, { lang }: Reader): string {
  const name = plan.content.approval?.levels[level]?.name;
  return name === undefined ? String(level + 1) : quoted(name, lang);
}

function stoppedItem(key: string, plan: Plan, { lang }: Reader): string {
  const stopped = plan.stopped.find((run) => run.key === key);
  return stopped ? quoted(stopped.itemName, lang) : say(lang, "timeline.lost-run");
}
