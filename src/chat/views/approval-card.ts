/**
 * The card that asks one approver: what will be carried out with which inputs, what changed since the last approval, what
 * to mind. Once it is decided anywhere it shows the outcome and the person, and has no buttons.
 */
import type { PersonId } from "../../plan/content.ts";
import type { Plan, Vote } from "../../plan/plan.ts";
import { secretsOf } from "../../plan/secrets.ts";
import { isFinal } from "../../plan/transitions.ts";
import { conflictOf } from "../../plan/window.ts";
import type { Block, Card, Line } from "../card.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine, numberOf, personLine, quoted, workName } from "../texts/names.ts";
import type { PlanReader, Reader } from "../texts/reader.ts";
import { say, sayLine } from "../texts/say.ts";
import { leftText, shortTime } from "../texts/when.ts";
import { approveButton, asked, formButton, showButton } from "./buttons.ts";
import { changeLines } from "./changes.ts";
import { emergencyBlocks } from "./emergency.ts";
import { conflictLine } from "./freezes.ts";
import { inputsText } from "./inputs.ts";
import { levelsBlocks, voterLine } from "./levels-block.ts";
import { headBlocks } from "./plan-head.ts";

/** Which asking the card belongs to. */
export interface Asked {
  readonly round: number;
  readonly level: number;
  readonly person: PersonId;
}

const DAY = 24 * 60 * 60_000;
/** A window that closes within this is a risk worth saying (ms). */
const CLOSING_SOON = 2 * 60 * 60_000;
const LONGEST_ITEM = 300;

type Outcome = { readonly tone: "good" | "bad" | "muted"; readonly label: string; readonly line: Line };

export function approvalCard(plan: Plan, asked: Asked, reader: PlanReader): Card {
  const outcome = outcomeOf(plan, asked, reader);
  return outcome ? closedCard(plan, outcome, reader) : openCard(plan, reader);
}

function openCard(plan: Plan, reader: PlanReader): Card {
  const { lang } = reader;
  const { index, content, manager } = plan;
  const name = oneLine(content.name);
  const level = content.approval?.levels[plan.round?.level ?? 0]?.name ?? "";
  const intro = sayLine(lang, "card.approval.intro", {
    manager: personLine(manager, reader),
    level: quoted(level, lang),
  });
  return {
    title: say(lang, "card.approval.title", { index, name }),
    tone: "waiting",
    label: say(lang, "card.approval.label"),
    blocks: [
      { kind: "context", line: intro },
      ...emergencyBlocks(plan, reader),
      ...riskBlocks(plan, reader),
      ...headBlocks(plan, reader),
      {
        kind: "list",
        title: say(lang, "card.approval.runs"),
        lines: content.items.map((item) => workLine(plan, item.id, reader)),
      },
      ...changeBlocks(plan, reader),
      ...levelsBlocks(plan, reader),
    ],
    buttons: [
      approveButton(plan, reader),
      formButton("reject", plan, reader, "danger", asked(plan)),
      {
        ...formButton("approve", plan, reader, "plain", asked(plan)),
        id: "approve-comment",
        label: say(lang, "button.approve-comment"),
      },
      showButton("plan", index, reader),
    ],
    summary: say(lang, "card.approval.summary", { manager: personLine(manager, reader), index, name }),
  };
}

/** An item with the inputs that are frozen into what is approved. */
function workLine(plan: Plan, id: string, reader: Reader): Line {
  const item = plan.content.items.find((candidate) => candidate.id === id);
  if (!item) return [];
  const { work } = item;
  const head = `${numberOf(plan, id)} ${oneLine(item.name)}`;
  if (work.type === "text")
    return [`${head} — ${excerpt(oneLine(work.content.trim()) || workName(work, reader), LONGEST_ITEM)}`];
  const inputs = inputsText(item, secretsOf(plan), LONGEST_ITEM) || say(reader.lang, "card.parameters-none");
  return [`${head} — ${workName(work, reader)} · ${inputs}`];
}

function changeBlocks(plan: Plan, reader: Reader): readonly Block[] {
  const { approvedContent, approvedWorkflows = {}, approvedRequirements, content, workflows, requirements } = plan;
  if (!approvedContent) return [];
  const secrets = secretsOf(plan);
  const before = {
    content: approvedContent,
    workflows: approvedWorkflows,
    requirements: approvedRequirements,
    secrets,
  };
  const lines = changeLines(before, { content, workflows, requirements, secrets }, reader);
  const shown = lines.length > 0 ? lines : [[say(reader.lang, "card.approval.no-changes")]];
  return [{ kind: "list", title: say(reader.lang, "card.approval.changes"), lines: shown }];
}

function riskBlocks(plan: Plan, reader: PlanReader): readonly Block[] {
  const lines = [...windowRisks(plan, reader), ...freezeRisks(plan, reader), ...checkRisks(plan, reader)];
  return lines.map((line): Block => ({ kind: "notice", tone: "bad", line }));
}

function windowRisks({ content }: Plan, { lang, now }: PlanReader): readonly Line[] {
  const { window } = content;
  if (!window) return [];
  if (now >= window.closes) return [[say(lang, "card.risk.over")]];
  if (now < window.opens)
    return window.opens - now > DAY
      ? [sayLine(lang, "card.risk.opens", { left: leftText(window.opens, now, lang) })]
      : [];
  return window.closes - now <= CLOSING_SOON
    ? [sayLine(lang, "card.risk.closing", { left: leftText(window.closes, now, lang) })]
    : [];
}

/** Freezes that touch the window, or the next two days where there is none. */
function freezeRisks(plan: Plan, reader: PlanReader): readonly Line[] {
  const { content } = plan;
  const { lang, now, freezes } = reader;
  const conflict = conflictOf(content, freezes);
  const whole = conflict && conflict.what !== "part" ? conflictLine(plan, reader) : undefined;
  if (whole) return [whole];
  const from = Math.max(now, content.window?.opens ?? now);
  const until = content.window?.closes ?? now + 2 * DAY;
  return freezes
    .filter((freeze) => freeze.from < until && freeze.until > from)
    .map((freeze) => {
      const values = { freeze: oneLine(freeze.name), until: shortTime(freeze.until, reader) };
      if (freeze.outside) return sayLine(lang, "card.outside", values);
      if (freeze.from <= now) return sayLine(lang, "card.risk.freeze-now", values);
      return sayLine(lang, "card.risk.freeze", { ...values, from: shortTime(freeze.from, reader) });
    });
}

function checkRisks(plan: Plan, reader: Reader): readonly Line[] {
  return Object.values(plan.checks).flatMap((check) => {
    if (!check) return [];
    const checkpoint = say(reader.lang, `checkpoint.${check.checkpoint}`);
    if (check.state === "passed" && check.unanswered)
      return [sayLine(reader.lang, "card.risk.check-unanswered", { checkpoint })];
    if (check.state !== "overridden" || !check.by) return [];
    const values = { checkpoint, who: actorLine(check.by, reader), reason: oneLine(check.reason ?? "") };
    return [sayLine(reader.lang, "card.risk.check-overridden", values)];
  });
}

/** How this asking ended, or undefined while the person may still decide. */
function outcomeOf(plan: Plan, { round: number, level, person }: Asked, reader: Reader): Outcome | undefined {
  const { lang } = reader;
  const { round } = plan;
  if (!round || round.number !== number) return withdrawn(plan, number, reader);
  const votes = round.votes.filter((vote) => vote.level === level);
  const own = votes.findLast((vote) => vote.by === person || vote.seats.includes(person));
  const rejected = votes.find((vote) => vote.verdict === "reject");
  if (rejected) return voted(rejected, reader);
  if (own) return voted(own, reader);
  if (round.level > level) {
    const last = votes.at(-1);
    return last
      ? voted(last, reader)
      : closed(say(lang, "card.approval.decided"), [say(lang, "card.approval.level-passed")]);
  }
  if (round.outcome === "denied") return withdrawn(plan, number, reader);
  return plan.status === "wait_for_approval" && round.level === level ? undefined : withdrawn(plan, number, reader);
}

function voted(vote: Vote, reader: Reader): Outcome {
  const { lang } = reader;
  const values = { who: voterLine(vote, reader), at: shortTime(vote.at, reader) };
  const comment = vote.comment?.trim();
  const tail: Line = comment ? [` · ${excerpt(oneLine(comment), 300)}`] : [];
  const approved = vote.verdict === "approve";
  const line = sayLine(lang, approved ? "card.approval.approved" : "card.approval.rejected", values);
  return { tone: approved ? "good" : "bad", label: say(lang, "card.approval.decided"), line: [...line, ...tail] };
}

function withdrawn(plan: Plan, number: number, { lang }: Reader): Outcome {
  const label = say(lang, "card.approval.withdrawn");
  if (plan.status === "cancel") return closed(label, [say(lang, "card.approval.withdrawn-cancelled")]);
  if (plan.status === "timeout") return closed(label, [say(lang, "card.approval.withdrawn-timeout")]);
  if (plan.rounds === number && plan.round?.denial !== undefined) {
    return closed(label, [say(lang, `timeline.denied.${plan.round.denial}`)]);
  }
  if (plan.rounds > number) return closed(label, [say(lang, "card.approval.withdrawn-again")]);
  if (plan.status === "wait_for_approval") return closed(label, [say(lang, "card.approval.not-asked")]);
  return closed(label, [say(lang, "card.approval.withdrawn-replanned")]);
}

function closed(label: string, line: Line): Outcome {
  return { tone: "muted", label, line };
}

function closedCard(plan: Plan, { tone, label, line }: Outcome, reader: Reader): Card {
  const { lang } = reader;
  const { index, content } = plan;
  const name = oneLine(content.name);
  return {
    title: say(lang, "card.approval.closed-title", { index, name }),
    tone,
    label,
    blocks: [{ kind: "notice", tone, line }, ...endBlocks(plan, reader)],
    buttons: [],
    summary: say(lang, "card.approval.summary-closed", { index, name, outcome: line }),
  };
}

/** An old card stays true: in the end it also tells how the plan ended. */
function endBlocks(plan: Plan, { lang }: Reader): readonly Block[] {
  if (!isFinal(plan)) return [];
  return [{ kind: "context", line: [say(lang, "card.plan-ended", { status: say(lang, `status.${plan.status}`) })] }];
}
