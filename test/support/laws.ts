/**
 * What must hold after every step of any plan's life, worked out here from the product's words and not from its code.
 */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Command } from "../../src/plan/command.ts";
import type { Context } from "../../src/plan/context.ts";
import type { EventOf } from "../../src/plan/event.ts";
import type { Actor, Plan, Status } from "../../src/plan/plan.ts";
import type { Step } from "./gate-laws.ts";
import { checkGate } from "./gate-laws.ts";

/** The product's diagram: where a plan may go from each status. */
const LEAVE: readonly Status[] = ["planning", "cancel"];
const EDGES: Readonly<Record<Status, readonly Status[]>> = {
  planning: ["wait_for_finish_planning_external_check", "finish_planning", "cancel"],
  wait_for_finish_planning_external_check: [
    "wait_for_finish_planning_external_check_failed",
    "finish_planning",
    "timeout",
    ...LEAVE,
  ],
  wait_for_finish_planning_external_check_failed: [
    "wait_for_finish_planning_external_check",
    "finish_planning",
    "timeout",
    ...LEAVE,
  ],
  finish_planning: ["wait_for_approval", "wait_for_execute_external_check", "executing", "timeout", ...LEAVE],
  wait_for_approval: ["denied", "wait_for_execute_external_check", "executing", "timeout", ...LEAVE],
  denied: LEAVE,
  wait_for_execute_external_check: [
    "wait_for_execute_external_check_failed",
    "executing",
    "timeout",
    "denied",
    ...LEAVE,
  ],
  wait_for_execute_external_check_failed: [
    "wait_for_execute_external_check",
    "executing",
    "timeout",
    "denied",
    ...LEAVE,
  ],
  executing: ["wait_for_all_done_external_check", "success", "timeout", "denied", ...LEAVE],
  timeout: LEAVE,
  wait_for_all_done_external_check: ["wait_for_all_done_external_check_failed", "success", ...LEAVE],
  wait_for_all_done_external_check_failed: ["wait_for_all_done_external_check", "success", ...LEAVE],
  success: [],
  cancel: [],
};

const AGREED: readonly Status[] = [
  "wait_for_execute_external_check",
  "wait_for_execute_external_check_failed",
  "executing",
  "wait_for_all_done_external_check",
  "wait_for_all_done_external_check_failed",
  "success",
];

/** Checks one event; throws with the law that it breaks. */
export function checkEvent(step: Step): void {
  const { before, after, event, context } = step;
  if (before.status !== after.status) {
    assert.ok(EDGES[before.status].includes(after.status), `no way leads from ${before.status} to ${after.status}`);
  }
  checkCause(step);
  checkDigest(step);
  checkGate(step);
  assert.equal(event.at, context.now, "an event bears the time of its command");
  checkConsent(after);
  if (event.type === "item-started") checkTime(step, event);
  if (event.type === "item-started") checkStart(step, event);
  if (event.type === "item-done" && event.by.kind === "person") checkTime(step, event);
  if (event.type === "item-said") checkTime(step, event);
  if (event.type === "item-said" || event.type === "item-done") checkShown(step, event);
  if (event.type === "item-ticked") assert.equal(before.items[event.item]?.state, "todo", "ticked after it was done");
  if (event.type === "voted") checkVote(step, event);
  if (event.type === "level-passed") checkPassed(step, event);
  if (event.type === "succeeded") checkSuccess(after);
  const scheduled = event.type === "item-started" && after.scheduled && event.by.kind === "system";
  if (!scheduled) assert.deepEqual(event.by, context.actor, "an event bears the name of who caused it");
}

/** Only its own event leads to a status that any status may lead to, and content changes while planning alone. */
function checkCause({ before, event, after }: Step): void {
  const moved = before.status !== after.status;
  const own = {
    planning: "replanned",
    cancel: "cancelled",
    timeout: "timed-out",
    denied: "denied",
    success: "succeeded",
  };
  for (const [status, type] of Object.entries(own)) {
    if (moved && after.status === status) assert.equal(event.type, type, `${event.type} led to ${status}`);
  }
  if (event.type === "denied" && before.status !== "wait_for_approval") {
    assert.equal(event.denial, "reverted", "an approved plan was denied without its consent being taken back");
  }
  if (event.type === "edited") assert.equal(before.status, "planning", "content changed after planning");
  else assert.deepEqual(after.content, before.content, "content changed without an edit");
  if (event.type === "replanned") assert.equal(after.round, undefined, "a decision outlived a replan");
}

/** Nobody was asked to consent yet: what is read then is what they will be asked about. */
const UNASKED: readonly Status[] = [
  "wait_for_finish_planning_external_check",
  "wait_for_finish_planning_external_check_failed",
  "finish_planning",
];

/** The digest names the content, the workflows and the requirements as read: it moves with them, and with nothing else. */
function checkDigest({ before, event, after }: Step): void {
  const { requirements: read = {} } = before;
  const kept = same(before.workflows, after.workflows) && same(read, after.requirements ?? {});
  const alike = kept && same(before.content, after.content);
  assert.equal(after.digest === before.digest, alike, `the digest after ${event.type} names something else`);
  const unasked = event.type === "requirements-read" && UNASKED.includes(before.status);
  const planned = unasked || ["planning-finished", "replanned", "edited"].includes(event.type);
  if (!planned) assert.ok(alike, `${event.type} changed what was approved`);
}

/** An approval holds for exactly the content, and the workflows, it was given for. */
function checkConsent(plan: Plan): void {
  const { status, content, workflows, requirements = {}, round, digest } = plan;
  const { approvedContent, approvedWorkflows, approvedRequirements = {} } = plan;
  if (!content.approval || !AGREED.includes(status)) return;
  assert.equal(round?.outcome, "approved", `${status} without an approval`);
  assert.equal(round?.digest, digest, `${status} with an approval of other content`);
  assert.ok(same(content, approvedContent), `${status} with content that nobody approved`);
  assert.ok(same(workflows, approvedWorkflows), `${status} with workflows that nobody approved`);
  assert.ok(same(requirements, approvedRequirements), `${status} with requirements that nobody approved`);
}

/** Equal as it is stored. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

/** Two runs of an item never go on at once; the schedule starts nothing that is held; a retry repeats the run that failed. */
function checkStart({ before }: Step, { item, by, again }: EventOf<"item-started">): void {
  const earlier = before.stopped.filter((run) => run.item === item).map(({ outcome }) => outcome);
  assert.ok(!earlier.includes("asked"), "started while an earlier run was being stopped");
  assert.ok(by.kind === "person" || !earlier.includes("not-stopped"), "started by itself beside an earlier run");
  const progress = before.items[item];
  const held = progress?.state === "todo" && progress.held !== undefined;
  assert.ok(!held || by.kind === "person", "a held item started by itself");
  const failed = progress?.state === "failed" && !progress.unclear ? progress.run.ref : undefined;
  assert.equal(again, failed, "a retry repeats another run");
}

/** Nothing counts as done without what it asks for, an open check list, or the second person that it wants. */
function checkShown({ before }: Step, event: EventOf<"item-said"> | EventOf<"item-done">): void {
  const work = before.content.items.find(({ id }) => id === event.item)?.work;
  const todo = before.items[event.item];
  if (work?.type !== "text" || todo?.state !== "todo") return;
  for (const { name, kind, required } of work.asks ?? []) {
    const file = event.files?.some(({ ask }) => ask === name) ?? false;
    const given = kind === "file" ? file : (event.answers?.[name] ?? "").trim() !== "";
    assert.ok(given || !required, `done without ${name}`);
  }
  assert.equal(Object.keys(todo.ticked ?? {}).length, work.checks?.length ?? 0, "done with an open check list");
  if (work.confirm !== "two") return;
  if (event.type === "item-said") assert.equal(todo.said, undefined, "the first word was said twice");
  if (event.type === "item-done") {
    assert.equal(event.confirms?.by, todo.said?.by, "done on one person's word");
    assert.notEqual(event.confirms?.by, personOf(event.by), "somebody confirmed their own word");
  }
}

function checkTime(
  { before, context }: Step,
  event: EventOf<"item-started"> | EventOf<"item-done"> | EventOf<"item-said">,
): void {
  const { window } = before.content;
  const { now } = context;
  assert.equal(before.status, "executing", "carried out while not executing");
  assert.ok(!window || (now >= window.opens && now < window.closes), "carried out outside the window");
  const frozen = context.freezes(before.content).some(({ from, until }) => now >= from && now < until);
  if (!frozen) return;
  const { emergency, policy } = before.content;
  if (emergency !== undefined && context.policies[policy]?.emergency?.skipsCalendar) {
    assert.equal(event.despiteFreeze, emergency, "an emergency in a freeze that the log does not mark");
    return;
  }
  assert.ok(event.despiteFreeze, "carried out in a freeze without a reason");
  assert.ok(context.roles.includes("admin"), "carried out in a freeze by nobody with the right");
  if (before.content.policy === "strict") assert.ok(event.proposedBy, "an exception of one person alone");
  if (event.by.kind === "person") assert.notEqual(event.proposedBy, event.by.id);
}

function checkVote({ before, context }: Step, { vote, by }: EventOf<"voted">): void {
  const level = before.content.approval?.levels[vote.level];
  assert.equal(vote.level, before.round?.level, "a vote in a level that is not asked");
  if (before.round?.desk) {
    checkDeskVote({ before, context }, { vote, by });
    return;
  }
  assert.ok(by.kind === "person" && by.id === vote.by, "a vote of nobody");
  const seats = members(level?.approvers ?? [], context);
  const taken = before.round?.votes.filter((other) => other.level === vote.level) ?? [];
  assert.ok(!taken.some((other) => other.by === vote.by) || level?.rule === "all", "one person counted twice");
  assert.ok(vote.seats.length > 0, "a vote for no seat");
  const barred = context.policies[before.content.policy]?.selfApproval
    ? []
    : [before.manager, personOf(before.editedBy)];
  assert.ok(!barred.includes(vote.by), "a vote of the manager or the last editor");
  for (const seat of vote.seats) {
    assert.ok(seats.includes(seat), "a vote for no approver's seat");
    const stands =
      seat === vote.by ||
      context.people.delegates[seat]?.includes(vote.by) ||
      members(before.round?.escalated ?? [], context).includes(vote.by);
    assert.ok(stands, "a vote for somebody else's seat");
    assert.ok(!barred.includes(seat), "a vote in a barred person's place");
    assert.ok(!taken.some((other) => other.seats.includes(seat)), "a seat filled twice");
  }
}

/** Nothing passes on nobody's word. */
function checkPassed({ before }: Step, { level }: EventOf<"level-passed">): void {
  const approved = before.round?.votes.some((vote) => vote.level === level && vote.verdict === "approve");
  assert.ok(approved, "a level passed without anybody's approval");
}

/** The platform says who decides; that the plan's own people do not, stays ours. */
function checkDeskVote(
  { before, context }: Pick<Step, "before" | "context">,
  { vote, by }: Pick<EventOf<"voted">, "vote" | "by">,
): void {
  assert.equal(by.kind, "system", "a vote at a desk that no desk reported");
  if (context.policies[before.content.policy]?.selfApproval) return;
  assert.ok(![before.manager, personOf(before.editedBy)].includes(vote.by), "a vote of the manager or the last editor");
}

function checkSuccess({ items, content }: Plan): void {
  for (const { id } of content.items) {
    const progress = items[id];
    const skipped = progress?.state === "skipped" && progress.reason.trim() !== "";
    assert.ok(progress?.state === "done" || skipped, `success although ${id} is ${progress?.state}`);
  }
}

/** Nobody outside the table of roles changes a plan. */
export function checkRight(command: Command, before: Plan, context: Context): void {
  assert.ok(hasRight(command, before, context), `${JSON.stringify(context.actor)} has no right to ${command.type}`);
}

function hasRight(command: Command, plan: Plan, context: Context): boolean {
  const { actor } = context;
  const made = actor.kind === "token" && plan.createdBy.kind === "token" && plan.createdBy.name === actor.name;
  const person = personOf(actor);
  const admin = person !== undefined && context.roles.includes("admin");
  const lead = admin || (person !== undefined && person === plan.manager);
  const { content } = plan;
  switch (command.type) {
    case "create":
      return false;
    case "edit":
    case "refresh":
      return lead || made || isOf(content.editors, person, context);
    case "finish":
    case "submit":
      return lead || made;
    case "start":
    case "replan":
    case "cancel":
    case "recheck":
    case "handover":
    case "remind":
      return lead;
    case "override":
      return admin;
    case "approve":
    case "reject":
      return person !== undefined;
    case "comment":
      return made || (person !== undefined && reads(plan, person, context));
    case "run":
    case "retry":
    case "done":
    case "skip":
    case "claim":
    case "tick":
    case "undo":
      return lead || content.items.some(({ id, owners }) => id === command.item && isOf(owners, person, context));
    case "attach":
      return (
        lead ||
        actor.kind === "token" ||
        content.items.some(({ id, owners }) => id === command.item && isOf(owners, person, context))
      );
    case "send-again":
      return lead || actor.kind === "token";
    case "check-answered":
      return actor.kind !== "person";
    default:
      return actor.kind === "system";
  }
}

function reads(plan: Plan, person: string, context: Context): boolean {
  const { content, manager, createdBy } = plan;
  const approvers = content.approval?.levels.flatMap((level) => level.approvers) ?? [];
  const escalated = plan.round?.escalated ?? [];
  const owners = content.items.flatMap((item) => item.owners);
  const named = members([...content.editors, ...approvers, ...owners, ...escalated], context);
  const standIn = named.some((one) => context.people.delegates[one]?.includes(person));
  const inRoom = context.rooms.some((room) => content.announce.includes(room));
  return (
    [...named, manager, personOf(createdBy)].includes(person) || standIn || inRoom || context.roles.includes("admin")
  );
}

function isOf(parties: readonly string[], person: string | undefined, context: Context): boolean {
  return person !== undefined && members(parties, context).includes(person);
}

function members(parties: readonly string[], { people }: Context): readonly string[] {
  return parties.flatMap((party) => (party.startsWith("group:") ? (people.groups[party.slice(6)] ?? []) : [party]));
}

function personOf(actor: Actor): string | undefined {
  return actor.kind === "person" ? actor.id : undefined;
}
