/**
 * What somebody reads after a command was taken: what happened, times in full, and what comes next. Markdown.
 */
import type { CommandType } from "../../plan/command.ts";
import type { PersonId } from "../../plan/content.ts";
import type { Actor, Plan } from "../../plan/plan.ts";
import { gateOf } from "../../plan/transitions.ts";
import { actorLine, itemName, joinWords, peopleLine, personLine, quoted, sentences } from "./names.ts";
import type { Reader } from "./reader.ts";
import { say, sayMarkdown } from "./say.ts";
import { nearTime, timeInZone, windowText } from "./when.ts";

export interface Taken {
  readonly type: CommandType;
  readonly item?: string | undefined;
  /** True when the command set times: they are echoed in full. */
  readonly times?: boolean | undefined;
}

/** After `command` was taken. `plan` is the plan as it is now. */
export function replyText(command: Taken, plan: Plan, reader: Reader): string {
  if (
    plan.proposal &&
    (command.type === "override" || command.type === "run" || command.type === "retry" || command.type === "done")
  ) {
    return say(reader.lang, "reply.proposed");
  }
  if (command.type === "done" && command.item !== undefined && isSaid(command.item, plan)) {
    return sayMarkdown(reader.lang, "reply.said", { item: itemName(command.item, plan, reader) });
  }
  const echo = command.times ? echoText(plan, reader) : [];
  return sentences(
    [whatText(command, plan, reader), ...echo, ...stoppedText(command, plan, reader), nextText(command, plan, reader)],
    reader,
  );
}

function whatText({ type, item }: Taken, plan: Plan, reader: Reader): string {
  const { lang } = reader;
  const { index } = plan;
  const name = item === undefined ? String(index) : itemName(item, plan, reader);
  switch (type) {
    case "create":
      return sayMarkdown(lang, "reply.create", { index, name: quoted(plan.content.name, lang) });
    case "handover":
      return sayMarkdown(lang, "reply.handover", { index, manager: personLine(plan.manager, reader) });
    case "edit":
    case "finish":
    case "submit":
    case "start":
    case "replan":
    case "refresh":
    case "cancel":
    case "recheck":
    case "override":
    case "remind":
    case "comment":
    case "approve":
    case "reject":
    case "send-again":
      return say(lang, `reply.${type}`, { index });
    case "run":
    case "retry":
    case "done":
    case "skip":
    case "claim":
    case "attach":
    case "undo":
      return sayMarkdown(lang, `reply.${type}`, { item: name });
    case "tick":
      return sayMarkdown(lang, "reply.tick", { item: name, ...tickedOf(item, plan) });
    case "expire":
    case "nudge":
    case "run-scheduled":
    case "run-linked":
    case "run-progressed":
    case "run-passed":
    case "run-failed":
    case "run-unclear":
    case "run-held":
    case "run-late":
    case "run-stopped":
    case "run-not-stopped":
    case "desk-opened":
    case "desk-failed":
    case "desk-reported":
    case "desk-not-withdrawn":
    case "check-answered":
    case "expire-check":
    case "remind-check":
    case "report-hook":
    case "review-made":
      return say(lang, "reply.taken");
  }
}

/** The first of two has said so. */
function isSaid(item: string, { items }: Plan): boolean {
  const progress = items[item];
  return progress?.state === "todo" && progress.said !== undefined;
}

function tickedOf(item: string | undefined, plan: Plan): { readonly done: number; readonly total: number } {
  const work = plan.content.items.find(({ id }) => id === item)?.work;
  const progress = item === undefined ? undefined : plan.items[item];
  const total = work?.type === "text" ? (work.checks?.length ?? 0) : 0;
  return { total, done: progress?.state === "todo" ? Object.keys(progress.ticked ?? {}).length : 0 };
}

/** Times as they were understood, in full, before they count. */
function echoText({ content }: Plan, reader: Reader): readonly string[] {
  const { lang } = reader;
  const window = content.window && sayMarkdown(lang, "reply.window", { window: windowText(content.window, reader) });
  const schedule =
    content.schedule === undefined
      ? undefined
      : sayMarkdown(lang, "reply.schedule", { schedule: timeInZone(content.schedule, reader) });
  return [window, schedule].filter((text) => text !== undefined);
}

function stoppedText({ type }: Taken, plan: Plan, reader: Reader): readonly string[] {
  if (type !== "cancel" && type !== "replan") return [];
  const names = (outcome: "asked" | "not-stopped"): string =>
    joinWords(
      plan.stopped.filter((run) => run.outcome === outcome).map((run) => quoted(run.itemName, reader.lang)),
      reader,
    );
  const asked = names("asked");
  const running = names("not-stopped");
  return [
    asked && sayMarkdown(reader.lang, "reply.stopping", { items: asked }),
    running && sayMarkdown(reader.lang, "reply.not-stopped", { items: running }),
  ].filter((text) => text !== "");
}

/** After these the plan's state says nothing new to whoever asked. */
const NO_NEXT: readonly CommandType[] = [
  "comment",
  "remind",
  "refresh",
  "handover",
  "cancel",
  "send-again",
  "claim",
  "tick",
  "attach",
  "undo",
];

function nextText({ type }: Taken, plan: Plan, reader: Reader): string | undefined {
  const { lang } = reader;
  if (NO_NEXT.includes(type)) return undefined;
  if (gateOf(plan.status)) return say(lang, "reply.status", { status: say(lang, `status.${plan.status}`) });
  switch (plan.status) {
    case "planning":
      return planningText(plan, reader);
    case "finish_planning":
      return say(lang, plan.content.approval ? "reply.next.finish_planning-approval" : "reply.next.finish_planning");
    case "wait_for_approval":
      return waitingText(plan, reader);
    case "executing":
      return type === "start" || type === "approve" || type === "submit"
        ? say(lang, "reply.next.executing")
        : undefined;
    case "success":
      return say(lang, "reply.next.success");
    default:
      return undefined;
  }
}

function planningText({ content }: Plan, { lang }: Reader): string {
  if (content.items.length === 0) return say(lang, "reply.next.planning-empty");
  return say(lang, content.approval ? "reply.next.planning-approval" : "reply.next.planning");
}

function waitingText(plan: Plan, reader: Reader): string | undefined {
  const level = plan.content.approval?.levels[plan.round?.level ?? 0];
  if (!level) return undefined;
  const people = peopleLine(level.approvers, reader);
  return sayMarkdown(reader.lang, "reply.next.wait_for_approval", { level: quoted(level.name, reader.lang), people });
}

/** After a repeat: who did it, and when, as far as the plan tells. */
export function repeatText(command: Taken, plan: Plan, reader: Reader, person: PersonId | undefined): string {
  const { lang } = reader;
  const { type } = command;
  if (type === "approve" || type === "reject") return repeatedVote(type, plan, reader, person);
  const known = whoDid(command, plan);
  if (known) {
    const at = nearTime(known.at, reader);
    if (known.by.kind === "person" && known.by.id === person) return sayMarkdown(lang, "repeat.you", { at });
    return sayMarkdown(lang, "repeat.by", { who: actorLine(known.by, reader), at });
  }
  if (["finish", "submit", "start", "replan", "cancel", "recheck"].includes(type)) {
    return say(lang, "repeat.status", { index: plan.index, status: say(lang, `status.${plan.status}`) });
  }
  return say(lang, "repeat.nothing");
}

function repeatedVote(verdict: "approve" | "reject", plan: Plan, reader: Reader, person: PersonId | undefined): string {
  const { lang } = reader;
  const votes = (plan.round?.votes ?? []).filter((vote) => vote.verdict === verdict);
  const vote = votes.findLast(({ by }) => by === person) ?? votes.at(-1);
  if (!vote) return say(lang, "repeat.nothing");
  const at = nearTime(vote.at, reader);
  if (vote.by === person) return sayMarkdown(lang, `repeat.you-${verdict}`, { at });
  return sayMarkdown(lang, `repeat.${verdict}`, { who: personLine(vote.by, reader), at });
}

function whoDid({ type, item }: Taken, plan: Plan): { readonly by: Actor; readonly at: number } | undefined {
  if (type === "cancel") return plan.ended;
  if (type === "claim") return claimOf(item, plan);
  const progress = item === undefined ? undefined : plan.items[item];
  return progress && "by" in progress ? { by: progress.by, at: progress.at } : undefined;
}

function claimOf(item: string | undefined, { claims }: Plan): { readonly by: Actor; readonly at: number } | undefined {
  const claim = item === undefined ? undefined : claims?.[item];
  return claim && { by: { kind: "person", id: claim.by }, at: claim.at };
}
