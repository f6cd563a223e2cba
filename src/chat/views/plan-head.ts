/**
 * The top of a plan's card: what it is about, by when, by whom, and what stands in its way.
 */
import { currentLevel } from "../../plan/approval.ts";
import type { Plan } from "../../plan/plan.ts";
import { gateOf } from "../../plan/transitions.ts";
import { windowOver } from "../../plan/window.ts";
import type { Block, Field, Line } from "../card.ts";
import { customLine, customTitle } from "../texts/custom-text.ts";
import { excerpt, oneLine, webAddress } from "../texts/markdown.ts";
import { actorLine, deskName, itemName, joinLines, partyLine, personLine, quoted } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { leftText, shortTime, timeInZone, windowText } from "../texts/when.ts";
import { gateLine, partyLines } from "./check-line.ts";
import { emergencyBlocks } from "./emergency.ts";
import { conflictLine, freezeNow, frozenLine } from "./freezes.ts";
import { awaitedSeats } from "./levels-block.ts";
import { requirementBlocks } from "./requirement-blocks.ts";
import { requirementLine } from "./requirement-lines.ts";

const LONGEST_DESCRIPTION = 1_200;

export function headBlocks(plan: Plan, reader: Reader): readonly Block[] {
  const description = plan.content.description.trim();
  const text: readonly Block[] =
    description === "" ? [] : [{ kind: "markdown", text: excerpt(description, LONGEST_DESCRIPTION) }];
  return [...text, { kind: "fields", fields: fieldsOf(plan, reader) }, ...requirementBlocks(plan, reader)];
}

function fieldsOf(plan: Plan, reader: Reader): readonly Field[] {
  const { lang } = reader;
  const { content, manager } = plan;
  const { schedule, requirements, editors, tags, policy, hooks = [] } = content;
  const fields: readonly (Field | undefined)[] = [
    { label: say(lang, "card.window"), value: windowLine(plan, reader), short: false },
    schedule === undefined
      ? undefined
      : { label: say(lang, "card.schedule"), value: [timeInZone(schedule, reader)], short: false },
    { label: say(lang, "card.manager"), value: personLine(manager, reader), short: true },
    policy === "standard" ? undefined : { label: say(lang, "card.policy"), value: [oneLine(policy)], short: true },
    // Once they were read they have lines of their own.
    plan.reading
      ? undefined
      : listField(
          say(lang, "card.requirements"),
          requirements.map((word) => requirementLine(word, undefined, reader)),
          reader,
        ),
    listField(
      say(lang, "card.editors"),
      editors.map((editor) => partyLine(editor, reader)),
      reader,
    ),
    listField(
      say(lang, "card.hooks"),
      hooks.map((hook) => [oneLine(hook)]),
      reader,
    ),
    listField(
      say(lang, "card.tags"),
      tags.map((tag) => [oneLine(tag)]),
      reader,
    ),
    ...Object.keys(content.custom ?? {}).map(
      (id): Field => ({ label: customTitle(id, reader), value: customLine(id, content, reader), short: true }),
    ),
  ];
  return fields.filter((field) => field !== undefined);
}

function listField(label: string, lines: readonly Line[], reader: Reader): Field | undefined {
  return lines.length === 0 ? undefined : { label, value: joinLines(lines, reader), short: true };
}

/** The window in full, and how long until it opens or closes while that matters. */
function windowLine({ content, status }: Plan, reader: Reader): Line {
  const { lang, now } = reader;
  const { window } = content;
  if (!window) return [say(lang, "card.no-window")];
  const text = windowText(window, reader);
  if (status === "success" || status === "cancel") return [text];
  const note =
    now >= window.closes
      ? say(lang, "card.window-over")
      : now < window.opens
        ? say(lang, "card.window-opens", { left: leftText(window.opens, now, lang) })
        : say(lang, "card.window-closes", { left: leftText(window.closes, now, lang) });
  return [`${text} · ${note}`];
}

/** What must be known before anything else: why it stopped, what it waits for, what somebody asked to be excepted. */
export function noticeBlocks(plan: Plan, reader: PlanReader): readonly Block[] {
  return [
    ...emergencyBlocks(plan, reader),
    ...statusNotices(plan, reader),
    ...gateNotices(plan, reader),
    ...proposalNotices(plan, reader),
  ];
}

function statusNotices(plan: Plan, reader: PlanReader): readonly Block[] {
  const { lang } = reader;
  const over = windowOver(plan.content, reader.now);
  switch (plan.status) {
    case "planning":
      if (over) return [notice("bad", [say(lang, "card.draft-over")])];
      if (plan.content.items.length === 0) return [notice("draft", [emptyText(plan, reader)])];
      return [
        ...(isAlone(plan) ? [notice("bad", [say(lang, "refusal.emergency-alone")])] : []),
        ...conflictNotices(plan, reader),
      ];
    case "finish_planning":
      return conflictNotices(plan, reader);
    case "wait_for_approval":
      return [notice("waiting", awaitedLine(plan, reader)), ...deskBlocks(plan, reader)];
    case "denied":
      return [notice("bad", deniedLine(plan, reader))];
    case "timeout":
      return [notice("bad", [say(lang, plan.missed?.outcome === "fail" ? "card.schedule-failed" : "card.timeout")])];
    case "cancel":
      return plan.ended ? [notice("muted", cancelledLine(plan.ended, reader))] : [];
    case "success":
      return plan.successAt === undefined
        ? []
        : [notice("good", sayLine(lang, "card.succeeded", { at: shortTime(plan.successAt, reader) }))];
    case "executing":
      return [...missedNotices(plan, reader), ...executingNotices(plan, reader)];
    default:
      return [];
  }
}

function notice(tone: "draft" | "waiting" | "good" | "bad" | "muted", line: Line): Block {
  return { kind: "notice", tone, line };
}

/** Said while the times can still be changed. */
function conflictNotices(plan: Plan, reader: PlanReader): readonly Block[] {
  const line = conflictLine(plan, reader);
  return line ? [notice("bad", line)] : [];
}

/** An emergency that nobody else would look at can't be finished. */
function isAlone({ content }: Plan): boolean {
  return content.emergency !== undefined && !content.approval;
}

/** The way on from an empty draft is the same as its button will be. */
function emptyText({ content }: Plan, { lang }: Reader): string {
  return say(lang, content.approval ? "card.empty-approval" : "card.empty");
}

/** A schedule whose time was missed: what comes of it, or who is to say. */
function missedNotices({ content, missed }: Plan, reader: PlanReader): readonly Block[] {
  if (!missed || missed.outcome === "fail" || content.schedule === undefined) return [];
  const values = { schedule: shortTime(content.schedule, reader) };
  return missed.outcome === "ask"
    ? [notice("bad", sayLine(reader.lang, "card.schedule-ask", values))]
    : [notice("waiting", sayLine(reader.lang, "card.schedule-waiting", values))];
}

/** Why its items can't be carried out yet, though the plan is executing. */
function executingNotices({ content }: Plan, reader: PlanReader): readonly Block[] {
  const { window } = content;
  if (window && reader.now < window.opens) return [notice("waiting", [say(reader.lang, "card.not-open")])];
  const freeze = freezeNow(reader);
  return freeze ? [notice("waiting", frozenLine(freeze, reader))] : [];
}

/** Whose decision the plan waits for. */
function awaitedLine(plan: Plan, reader: PlanReader): Line {
  const level = quotedInZh(oneLine(currentLevel(plan)?.name ?? ""), reader);
  const people = awaitedSeats(plan, reader).map(({ party }) => partyLine(party, reader));
  if (people.length === 0) return sayLine(reader.lang, "card.awaits-nobody", { level });
  return sayLine(reader.lang, "card.awaits", { level, people: joinLines(people, reader) });
}

/** Where to decide, when that is not on cards; or why nobody could be asked there. */
function deskBlocks({ round }: Plan, reader: Reader): readonly Block[] {
  if (!round?.desk) return [];
  const { name, link, problem } = round.desk;
  const desk = deskName(name, reader);
  if (problem !== undefined) {
    return [notice("bad", sayLine(reader.lang, "card.desk-failed", { desk, reason: oneLine(problem) }))];
  }
  const there = link === undefined ? undefined : webAddress(link);
  if (there === undefined) return [];
  return [{ kind: "context", line: sayLine(reader.lang, "card.decided-at", { desk: { link: there, text: desk } }) }];
}

function quotedInZh(name: string, { lang }: Reader): string {
  return lang === "zh" ? quoted(name, lang) : name;
}

function deniedLine(plan: Plan, reader: Reader): Line {
  const denial = plan.round?.denial;
  if (denial !== undefined) return [say(reader.lang, `timeline.denied.${denial}`)];
  const vote = plan.round?.votes.findLast(({ verdict }) => verdict === "reject");
  if (!vote) return [say(reader.lang, "status.denied")];
  const values = { who: personLine(vote.by, reader), at: shortTime(vote.at, reader) };
  const reason = vote.comment?.trim();
  return reason
    ? sayLine(reader.lang, "card.denied", { ...values, reason: oneLine(reason) })
    : sayLine(reader.lang, "card.denied-plain", values);
}

function cancelledLine({ by, at, reason }: NonNullable<Plan["ended"]>, reader: Reader): Line {
  return sayLine(reader.lang, "card.cancelled", {
    who: actorLine(by, reader),
    at: shortTime(at, reader),
    reason: oneLine(reason),
  });
}

function gateNotices(plan: Plan, reader: Reader): readonly Block[] {
  const checkpoint = gateOf(plan.status);
  const check = checkpoint && plan.checks[checkpoint];
  if (!checkpoint || !check) return [];
  const { lang } = reader;
  const then: readonly Block[] = plan.submitting ? [{ kind: "context", line: [say(lang, "card.submitting")] }] : [];
  const bad = check.state === "failed" || check.overdueAt !== undefined;
  return [
    notice(bad ? "bad" : "waiting", gateLine(plan, check, reader)),
    { kind: "list", lines: partyLines(check, reader) },
    ...then,
  ];
}

function proposalNotices(plan: Plan, reader: Reader): readonly Block[] {
  const { proposal } = plan;
  if (!proposal) return [];
  const { lang } = reader;
  const person = personLine(proposal.by, reader);
  const reason = oneLine(proposal.reason);
  const line =
    proposal.what.kind === "gate"
      ? sayLine(lang, "card.proposal-gate", { person, reason })
      : sayLine(lang, "card.proposal-freeze", { person, reason, item: itemName(proposal.what.item, plan, reader) });
  return [notice("waiting", line)];
}
