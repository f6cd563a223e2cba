/**
 * Carrying out: run, retry, done and skip by people, and items that start by the schedule.
 */
import { consentProblem, policyOf } from "./approval.ts";
import { settle } from "./checkpoints.ts";
import { claimProblem } from "./claim-problem.ts";
import type { CommandOf } from "./command.ts";
import type { Item } from "./content.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision, Story } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { givenProblem } from "./demands.ts";
import { wordOf, wordsProblem } from "./done-word.ts";
import { isUnsettled } from "./evolve-items.ts";
import { exceptionOf } from "./exception.ts";
import type { ItemProgress, Plan } from "./plan.ts";
import type { Refusal } from "./refusal.ts";
import { TAKES } from "./transitions.ts";
import { freezeAt, sparedBecause, timeProblem, windowOver } from "./window.ts";

type Carrying = CommandOf<"run"> | CommandOf<"retry"> | CommandOf<"done">;

export function run(plan: Plan, command: CommandOf<"run"> | CommandOf<"retry">, context: Context): Decision {
  const item = itemOf(plan, command.item);
  if (!item) return refuse(unknownItem(plan, command.item));
  if (item.work.type !== "workflow") return refuse({ code: "wrong-item-type", item: item.name, type: "text" });
  const progress = progressOf(plan, item);
  if (progress.state === "running") return repeat();
  if (progress.state !== (command.type === "run" ? "todo" : "failed")) return refuse(wrongState(item, progress));
  if (isStopping(plan, item)) return refuse({ code: "still-stopping", item: item.name });
  const again = progress.state === "failed" && !progress.unclear ? progress.run.ref : undefined;
  return carryOut(plan, item, command, context, (story, how) => started(story, item, { ...how, again }, context));
}

export function done(plan: Plan, command: CommandOf<"done">, context: Context): Decision {
  const item = itemOf(plan, command.item);
  if (!item) return refuse(unknownItem(plan, command.item));
  if (item.work.type !== "text") return refuse({ code: "wrong-item-type", item: item.name, type: "workflow" });
  const progress = progressOf(plan, item);
  if (progress.state === "done") return repeat();
  if (progress.state !== "todo") return refuse(wrongState(item, progress));
  const problem = wordsProblem(command) ?? givenProblem(item.name, item.work, command);
  if (problem) return refuse(problem);
  const word = wordOf(item, progress, command, context);
  return carryOut(
    plan,
    item,
    command,
    context,
    (story, how) => settle(happen(story, { ...word.said, item: item.id, ...how }, context), context),
    word.problem,
  );
}

/** Skipping carries nothing out, so neither window nor freeze stands in its way; but it needs a reason. */
export function skip(plan: Plan, { item: id, reason }: CommandOf<"skip">, context: Context): Decision {
  const item = itemOf(plan, id);
  if (!item) return refuse(unknownItem(plan, id));
  const progress = progressOf(plan, item);
  if (progress.state === "skipped") return repeat();
  if (progress.state !== "todo" && progress.state !== "failed") return refuse(wrongState(item, progress));
  if (reason.trim() === "") return refuse({ code: "reason-needed", command: "skip" });
  const problem =
    textProblem("reason", reason, LIMITS.reason) ??
    executorProblem(plan, context) ??
    claimProblem(plan, item, context) ??
    consentProblem(plan);
  if (problem) return refuse(problem);
  const story = happen(begin(plan), { type: "item-skipped", item: id, reason: reason.trim() }, context);
  return accept(onward(story, context));
}

/** After an item ended: the plan may be over, or the schedule may start what waited for it. */
export function onward(story: Story, context: Context): Story {
  const settled = settle(story, context);
  return settled.plan.scheduled ? startReady(settled, context) : settled;
}

/** Ends a plan whose window is over while items are still to start. */
export function timeOut(story: Story, context: Context): Story {
  const { content, items, status } = story.plan;
  const unstarted = Object.values(items).some(({ state }) => state === "todo");
  const late = TAKES.expire.includes(status) && windowOver(content, context.now);
  return unstarted && late ? happen(story, { type: "timed-out" }, context) : story;
}

/** Starts every workflow item whose turn it is, in the schedule's name, whoever opened the way. */
export function startReady(story: Story, context: Context): Story {
  const { plan } = story;
  if (plan.status !== "executing" || timeProblem(plan, context, false) || consentProblem(plan)) return story;
  const ready = plan.content.items.filter(
    (item) => item.work.type === "workflow" && isUntouched(plan, item) && waitsFor(plan, item).length === 0,
  );
  const actor = { kind: "system", part: "timer" } as const;
  const how = { despiteFreeze: sparedNow(plan, context) };
  return ready.reduce((soFar, item) => started(soFar, item, how, { ...context, actor }), story);
}

/** An emergency's reason, where a freeze would hold the plan now. */
function sparedNow(plan: Plan, context: Context): string | undefined {
  return freezeAt(plan.content, context) ? sparedBecause(plan, context) : undefined;
}

/** To do, neither held nor with an earlier run that may still be going: nothing speaks against starting it by itself. */
function isUntouched(plan: Plan, item: Item): boolean {
  const progress = progressOf(plan, item);
  const going = plan.stopped.some((run) => run.item === item.id && isUnsettled(run));
  return progress.state === "todo" && !progress.held && !going;
}

/**
 * True when the time for a run that was started has passed before its engine was told of it: the window has ended, or a
 * freeze has begun.
 */
export function isLate(plan: Plan, id: string, context: Pick<Context, "freezes" | "policies" | "now">): boolean {
  const progress = plan.items[id];
  if (progress?.state !== "running") return false;
  const problem = timeProblem(plan, context, progress.run.despiteFreeze !== undefined);
  // Another machine's clock may be a moment behind the one that let it start.
  return problem !== undefined && problem.code !== "window-not-open";
}

/** How an item came to be carried out although the calendar says no. */
interface How {
  readonly despiteFreeze?: string | undefined;
  readonly proposedBy?: string | undefined;
}

/** Asks, in the order a person would: may you, is it approved, is its turn, is it time, is all there that it asks for. */
function carryOut(
  plan: Plan,
  item: Item,
  command: Carrying,
  context: Context,
  go: (story: Story, how: How) => Story,
  lacking?: Refusal | undefined,
): Decision {
  const { despiteFreeze } = command;
  const waits = waitsFor(plan, item);
  const progress = progressOf(plan, item);
  // Whoever claimed it has given their word: what is left is for another one to confirm.
  const said = progress.state === "todo" ? progress.said : undefined;
  const confirming = said !== undefined && said.by === plan.claims?.[item.id]?.by;
  const problem =
    executorProblem(plan, context) ??
    (confirming ? undefined : claimProblem(plan, item, context)) ??
    consentProblem(plan) ??
    (waits.length > 0 ? ({ code: "waits-for", item: item.name, items: waits } as const) : undefined) ??
    timeProblem(plan, context, despiteFreeze !== undefined) ??
    lacking;
  if (problem) return refuse(problem);
  const spared = sparedNow(plan, context);
  if (spared !== undefined || despiteFreeze === undefined || !freezeAt(plan.content, context))
    return accept(scheduledAfter(go(begin(plan), { despiteFreeze: spared }), context));
  return inFreeze(plan, item, despiteFreeze, context, go);
}

/** Done items may let scheduled ones start. */
function scheduledAfter(story: Story, context: Context): Story {
  return story.plan.scheduled ? startReady(story, context) : story;
}

function inFreeze(
  plan: Plan,
  item: Item,
  reason: string,
  context: Context,
  go: (story: Story, how: How) => Story,
): Decision {
  if (!context.roles.includes("admin")) return refuse({ code: "not-allowed", command: "override", need: "admin" });
  if (reason.trim() === "") return refuse({ code: "reason-needed", command: "override" });
  const problem = textProblem("reason", reason, LIMITS.reason);
  if (problem) return refuse(problem);
  const what = { kind: "freeze", item: item.id } as const;
  const exception = exceptionOf(plan, what, reason, policyOf(plan.content, context), context);
  if (exception.kind === "refused") return refuse(exception.refusal);
  if (exception.kind === "proposed") return accept(exception.story);
  return accept(go(begin(plan), { despiteFreeze: reason.trim(), proposedBy: exception.proposedBy }));
}

function started(
  story: Story,
  item: Item,
  how: How & { readonly again?: string | undefined },
  context: Context,
): Story {
  const attempt = (story.plan.attempts[item.id] ?? 0) + 1;
  const key = `${story.plan.id}/${item.id}/${attempt}`;
  return happen(story, { type: "item-started", item: item.id, key, attempt, ...how }, context);
}

export function executorProblem(plan: Plan, context: Context): Refusal | undefined {
  const { actor } = context;
  if (actor.kind !== "person" || policyOf(plan.content, context)?.approverMayExecute !== false) return undefined;
  const voted = plan.round?.votes.some(({ by }) => by === actor.id);
  return voted ? { code: "approver-may-not-execute" } : undefined;
}

/** It is the item's turn, and somebody has to carry it out, once more perhaps. */
export function isWaiting(plan: Plan, item: Item): boolean {
  const { state } = progressOf(plan, item);
  return (state === "todo" || state === "failed") && waitsFor(plan, item).length === 0;
}

/** An earlier run of it was asked to stop and has not answered yet: two at once would be one too many. */
export function isStopping({ stopped }: Plan, { id }: Item): boolean {
  return stopped.some(({ item, outcome }) => item === id && outcome === "asked");
}

/** Names of the items that must be done or skipped before this one. */
export function waitsFor(plan: Plan, item: Item): readonly string[] {
  return plan.content.items
    .filter(({ id }) => item.after.includes(id))
    .filter((before) => !["done", "skipped"].includes(progressOf(plan, before).state))
    .map(({ name }) => name);
}

export function itemOf(plan: Plan, id: string): Item | undefined {
  return plan.content.items.find((item) => item.id === id);
}

export function progressOf(plan: Plan, { id }: Item): ItemProgress {
  return plan.items[id] ?? { state: "todo" };
}

export function unknownItem({ content }: Plan, item: string): Refusal {
  return { code: "unknown-item", item, items: content.items.length };
}

export function wrongState({ name }: Item, progress: ItemProgress): Refusal {
  const { state } = progress;
  const by = "by" in progress ? progress.by : undefined;
  const at = "at" in progress ? progress.at : undefined;
  return { code: "wrong-item-state", item: name, state, by, at };
}
