/**
 * The plan after an event. Reads no rules and refuses nothing: what is in the log has happened.
 */
import type { Checkpoint, Content } from "./content.ts";
import { CARD } from "./content.ts";
import type { EventOf, PlanEvent } from "./event.ts";
import { fileAttached, itemSaid, itemTicked, itemUnsaid } from "./evolve-evidence.ts";
import {
  asked,
  isUnsettled,
  itemDone,
  itemFailed,
  itemHeld,
  itemLate,
  itemStarted,
  progressOf,
  runStopped,
  settled,
  withItem,
  withRun,
} from "./evolve-items.ts";
import type { Check, CheckParty, Plan, Round, RoundDesk } from "./plan.ts";
import { keptReading, statesOf } from "./reading.ts";
import { GATES } from "./transitions.ts";

/** The plan that a `created` event makes. */
export function found(event: EventOf<"created">): Plan {
  const { id, index, key, manager, content, digest, instanceCode, secrets, at, by } = event;
  return {
    id,
    index,
    key,
    status: "planning",
    content,
    digest,
    instanceCode,
    gates: [],
    workflows: {},
    secrets,
    manager,
    createdBy: by,
    createdAt: at,
    editedBy: by,
    editedAt: at,
    changedAt: at,
    nextItem: itemAfter(content, 1),
    rounds: 0,
    submitting: false,
    checks: {},
    items: progressOf(content, {}, []),
    attempts: {},
    stopped: [],
    scheduled: false,
  };
}

/** Folds a plan's whole log. */
export function replay([first, ...rest]: readonly PlanEvent[]): Plan | undefined {
  return first?.type === "created" ? rest.reduce(evolve, found(first)) : undefined;
}

export function evolve(before: Plan, event: PlanEvent): Plan {
  const plan: Plan = { ...before, changedAt: event.at };
  switch (event.type) {
    case "created":
      return found(event);
    case "edited":
      return edited(plan, event);
    case "requirements-read":
      return requirementsRead(plan, event);
    case "planning-finished":
      return planningFinished(plan, event);
    case "check-asked":
      return checkAsked(plan, event);
    case "check-progressed":
      return withParty(plan, event, { progress: event.text });
    case "check-agreed":
      return withParty(plan, event, { answer: "success" });
    case "check-failed":
      return { ...checkFailed(plan, event), status: GATES[event.checkpoint].failed };
    case "check-passed":
      return checkPassed(plan, event);
    case "check-overdue":
      return withCheck(plan, event.checkpoint, { overdueAt: event.at });
    case "check-reminded":
      return withCheck(plan, event.checkpoint, { remindedAt: event.at });
    case "hook-reported":
      return withParty(plan, event, { delivery: event.report, problem: event.problem, next: event.next });
    case "hook-sent-again":
      return withParty(plan, event, { delivery: "sending", problem: undefined, next: undefined });
    case "exception-proposed":
      return { ...plan, proposal: event.proposal };
    case "check-overridden":
      return {
        ...withCheck(plan, event.checkpoint, {
          state: "overridden",
          reason: event.reason,
          endedAt: event.at,
          by: event.by,
        }),
        proposal: undefined,
      };
    case "ready":
      return { ...plan, status: "finish_planning" };
    case "approval-asked":
      return approvalAsked(plan, event);
    case "voted":
      return withRound(plan, (round) => ({ ...round, votes: [...round.votes, event.vote] }));
    case "level-passed":
      return { ...withRound(plan, (round) => nextLevel(round, event)), remindedAt: undefined };
    case "approved":
      return {
        ...withRound(plan, (round) => ({ ...round, outcome: "approved", endedAt: event.at })),
        approvedContent: plan.content,
        approvedWorkflows: plan.workflows,
        // Also where there are none: the next round is compared with this one.
        approvedRequirements: plan.requirements,
      };
    case "denied":
      return {
        ...withRound(plan, (round) => ({ ...round, outcome: "denied", denial: event.denial, endedAt: event.at })),
        status: "denied",
      };
    case "desk-opened":
      return withDesk(plan, { ref: event.ref, link: event.link, problem: undefined });
    case "desk-failed":
      return withDesk(plan, { problem: event.reason });
    case "desk-asked-again":
      return { ...withDesk(plan, { problem: undefined }), remindedAt: event.at };
    case "desk-not-withdrawn":
      return plan;
    case "executing":
      return { ...plan, status: "executing", executingAt: event.at };
    case "schedule-began":
      return { ...plan, scheduled: true, missed: undefined };
    case "schedule-missed":
      return { ...plan, missed: { at: event.at, outcome: event.outcome ?? "ask", next: event.next } };
    case "item-started":
      return itemStarted(plan, event);
    case "run-linked":
      return withRun(plan, event.item, (run) => ({
        ...run,
        ref: event.ref,
        progress: { ...run.progress, link: event.link ?? run.progress.link },
      }));
    case "run-progressed":
      return withRun(plan, event.item, (run) => ({ ...run, progress: { ...run.progress, ...event.progress } }));
    case "item-done":
      return itemDone(plan, event);
    case "item-failed":
      return itemFailed(plan, event);
    case "item-held":
      return itemHeld(plan, event);
    case "item-late":
      return itemLate(plan, event);
    case "item-ticked":
      return itemTicked(plan, event);
    case "file-attached":
      return fileAttached(plan, event);
    case "item-said":
      return itemSaid(plan, event);
    case "item-unsaid":
      return itemUnsaid(plan, event);
    case "item-claimed":
      return event.by.kind === "person"
        ? { ...plan, claims: { ...plan.claims, [event.item]: { by: event.by.id, at: event.at } } }
        : plan;
    case "item-skipped":
      return withItem(plan, event.item, { state: "skipped", by: event.by, at: event.at, reason: event.reason });
    case "all-done":
      return plan;
    case "succeeded":
      return { ...plan, status: "success", successAt: event.at };
    case "timed-out":
      return { ...plan, status: "timeout", proposal: undefined, round: closed(plan.round) };
    case "replanned":
      return replanned(plan, event);
    case "cancelled":
      return {
        ...plan,
        status: "cancel",
        proposal: undefined,
        round: closed(plan.round),
        stopped: [...plan.stopped, ...asked(plan, event.stopping)],
        ended: { by: event.by, at: event.at, reason: event.reason },
      };
    case "run-stopped":
      return runStopped(plan, event);
    case "run-not-stopped":
      return { ...plan, stopped: settled(plan.stopped, event.key, { outcome: "not-stopped", reason: event.reason }) };
    case "review-made":
      return { ...plan, review: event.index };
    case "handed-over":
      return { ...plan, manager: event.to };
    case "reminded":
      return reminded(plan, event);
    case "escalated":
      return withRound(plan, (round) => escalated(round, event));
    case "approval-overdue":
      return withRound(plan, (round) => ({ ...round, overdueAt: event.at }));
    case "level-stuck":
      return withRound(plan, (round) => ({ ...round, stuck: event.away }));
    case "level-free":
      return withRound(plan, (round) => ({ ...round, stuck: undefined }));
    case "window-near":
      return { ...plan, windowTold: { ...plan.windowTold, [event.end]: event.time } };
    case "commented":
      return plan;
  }
}

function edited(plan: Plan, { content, digest, instanceCode, reset, secrets, at, by }: EventOf<"edited">): Plan {
  return {
    ...plan,
    content,
    digest,
    instanceCode,
    secrets,
    items: progressOf(content, plan.items, reset),
    nextItem: itemAfter(content, plan.nextItem),
    reading: keptReading(plan.reading, content.requirements),
    missed: undefined,
    editedBy: by,
    editedAt: at,
  };
}

function planningFinished(plan: Plan, event: EventOf<"planning-finished">): Plan {
  const { submit, gates, workflows, requirements, digest, at } = event;
  return { ...plan, submitting: submit, gates, workflows, requirements, digest, finishedPlanningAt: at };
}

function requirementsRead(plan: Plan, { reading, digest }: EventOf<"requirements-read">): Plan {
  return { ...plan, reading, ...(digest !== undefined && { digest, requirements: statesOf(reading) }) };
}

function checkAsked(plan: Plan, { checkpoint, attempt, endpoints, at }: EventOf<"check-asked">): Plan {
  const parties = Object.fromEntries(endpoints.map((name) => [name, { delivery: "sending" } as const]));
  const check: Check = { checkpoint, attempt, state: "waiting", askedAt: at, parties };
  return {
    ...plan,
    status: GATES[checkpoint].waiting,
    proposal: undefined,
    checks: { ...plan.checks, [checkpoint]: check },
  };
}

function approvalAsked(plan: Plan, { round: number, digest, pace, at }: EventOf<"approval-asked">): Plan {
  return {
    ...plan,
    status: "wait_for_approval",
    submitting: false,
    rounds: number,
    round: { number, digest, askedAt: at, level: 0, votes: [], outcome: "open", desk: deskOf(plan.content), pace },
    remindedAt: undefined,
  };
}

/** Another level is asked: what was done to hurry the one before is over. */
function nextLevel(round: Round, { level, at }: EventOf<"level-passed">): Round {
  return {
    ...round,
    level: level + 1,
    levelAt: at,
    escalated: undefined,
    escalatedAt: undefined,
    reminded: undefined,
    stuck: undefined,
  };
}

/** Who is asked now is not reminded of it at once. */
function escalated(round: Round, { to, people, at }: EventOf<"escalated">): Round {
  const times = Object.fromEntries(people.map((person) => [person, at]));
  return {
    ...round,
    escalated: [...(round.escalated ?? []), to],
    escalatedAt: at,
    reminded: { ...round.reminded, ...times },
  };
}

function reminded(plan: Plan, { people, at }: EventOf<"reminded">): Plan {
  const times = Object.fromEntries(people.map((person) => [person, at]));
  const told = withRound(plan, (round) =>
    round.outcome === "open" ? { ...round, reminded: { ...round.reminded, ...times } } : round,
  );
  return { ...told, remindedAt: at };
}

function deskOf({ approval }: Content): RoundDesk | undefined {
  return approval && approval.via !== CARD ? { name: approval.via } : undefined;
}

function withDesk(plan: Plan, change: Partial<RoundDesk>): Plan {
  return withRound(plan, (round) => (round.desk ? { ...round, desk: { ...round.desk, ...change } } : round));
}

function replanned(plan: Plan, { instanceCode, digest, stopping }: EventOf<"replanned">): Plan {
  const done = Object.entries(plan.items).filter(([, progress]) => progress.state === "done");
  return {
    ...plan,
    status: "planning",
    instanceCode,
    digest,
    gates: [],
    workflows: {},
    requirements: undefined,
    submitting: false,
    round: undefined,
    checks: {},
    proposal: undefined,
    items: progressOf(plan.content, Object.fromEntries(done), []),
    claims: undefined,
    stopped: [...plan.stopped.filter(isUnsettled), ...asked(plan, stopping)],
    scheduled: false,
    missed: undefined,
    finishedPlanningAt: undefined,
    executingAt: undefined,
    remindedAt: undefined,
  };
}

function withRound(plan: Plan, change: (round: Round) => Round): Plan {
  return plan.round ? { ...plan, round: change(plan.round) } : plan;
}

function withCheck(plan: Plan, checkpoint: Checkpoint, change: Partial<Check>): Plan {
  const check = plan.checks[checkpoint];
  return check ? { ...plan, checks: { ...plan.checks, [checkpoint]: { ...check, ...change } } } : plan;
}

function checkFailed(plan: Plan, { checkpoint, endpoint, reason, at, by }: EventOf<"check-failed">): Plan {
  const unanswered = endpoint === undefined;
  const told = unanswered ? plan : withParty(plan, { checkpoint, endpoint }, { answer: "failed" });
  return withCheck(told, checkpoint, { state: "failed", reason, unanswered, endedAt: at, by });
}

function checkPassed(plan: Plan, { checkpoint, endpoint, at, by }: EventOf<"check-passed">): Plan {
  const unanswered = endpoint === undefined;
  const told = unanswered ? plan : withParty(plan, { checkpoint, endpoint }, { answer: "success" });
  return withCheck(told, checkpoint, { state: "passed", unanswered, endedAt: at, by });
}

/** Changes what one endpoint has to do with a check; one that was not asked has nothing to do with it. */
function withParty(
  plan: Plan,
  { checkpoint, endpoint }: { readonly checkpoint: Checkpoint; readonly endpoint: string },
  change: Partial<CheckParty>,
): Plan {
  const check = plan.checks[checkpoint];
  const party = check && Object.hasOwn(check.parties, endpoint) ? check.parties[endpoint] : undefined;
  if (!check || !party) return plan;
  return withCheck(plan, checkpoint, { parties: { ...check.parties, [endpoint]: { ...party, ...change } } });
}

/** A round that nobody may decide any more, because the plan left it undecided. */
function closed(round: Round | undefined): Round | undefined {
  return round?.outcome === "open" ? undefined : round;
}

/** The number of the next new item: above every one that there is, and never below `atLeast`. */
export function itemAfter(content: Content, atLeast: number): number {
  return Math.max(atLeast, ...content.items.map(({ id }) => Number(id.slice(1)) + 1));
}
