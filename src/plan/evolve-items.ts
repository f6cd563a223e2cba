/**
 * What becomes of items and their runs after an event.
 */
import type { Content } from "./content.ts";
import type { EventOf } from "./event.ts";
import type { ItemProgress, Plan, Proposal, Run, StoppedRun } from "./plan.ts";

const TODO: ItemProgress = { state: "todo" };

export function itemStarted(plan: Plan, event: EventOf<"item-started">): Plan {
  const { item, key, attempt, again, despiteFreeze, at, by } = event;
  return {
    ...withItem(plan, item, { state: "running", by, at, run: { key, attempt, again, despiteFreeze, progress: {} } }),
    attempts: { ...plan.attempts, [item]: attempt },
    proposal: proposalBeside(plan, item),
  };
}

export function itemDone(plan: Plan, event: EventOf<"item-done">): Plan {
  const { item, remark, evidence, answers, files, confirms, progress, at, by } = event;
  const before = plan.items[item];
  const run = runOf(before);
  const ticked = before?.state === "todo" ? before.ticked : undefined;
  const ended = run && { ...run, progress: { ...run.progress, ...progress } };
  return {
    ...withItem(plan, item, { state: "done", by, at, remark, evidence, answers, files, ticked, confirms, run: ended }),
    stopped: settled(plan.stopped, run?.key, { outcome: "ended" }),
    proposal: proposalBeside(plan, item),
  };
}

/** A proposed exception for something else than this item, which goes on waiting for its second person. */
export function proposalBeside({ proposal }: Plan, item: string): Proposal | undefined {
  return proposal?.what.kind === "freeze" && proposal.what.item === item ? undefined : proposal;
}

export function itemFailed(plan: Plan, { item, reason, progress, unclear, at }: EventOf<"item-failed">): Plan {
  const started = plan.items[item];
  if (started?.state !== "running") return plan;
  const { by, run } = started;
  const ended = { ...run, progress: { ...run.progress, ...progress } };
  return {
    ...withItem(plan, item, { state: "failed", by, at, reason, run: ended, unclear }),
    stopped: settled(plan.stopped, run.key, { outcome: "ended" }),
  };
}

export function itemHeld(plan: Plan, { item, changes, at }: EventOf<"item-held">): Plan {
  return unstarted(plan, item, { state: "todo", held: { at, changes } });
}

export function itemLate(plan: Plan, { item }: EventOf<"item-late">): Plan {
  return unstarted(plan, item, TODO);
}

/** Its run never began, so there is none to stop either. */
function unstarted(plan: Plan, item: string, progress: ItemProgress): Plan {
  const key = runOf(plan.items[item])?.key;
  return { ...withItem(plan, item, progress), stopped: settled(plan.stopped, key, { outcome: "stopped" }) };
}

export function runStopped(plan: Plan, { key, ended, at }: EventOf<"run-stopped">): Plan {
  const stopped = settled(plan.stopped, key, { outcome: ended ? "ended" : "stopped" });
  const item = Object.keys(plan.items).find((id) => runOf(plan.items[id])?.key === key);
  const progress = item === undefined ? undefined : plan.items[item];
  if (item === undefined || progress?.state !== "running") return { ...plan, stopped };
  return {
    ...withItem(plan, item, { ...progress, state: "failed", at, reason: "stopped", unclear: false }),
    stopped,
  };
}

function runOf(progress: ItemProgress | undefined): Run | undefined {
  if (progress?.state === "running" || progress?.state === "failed" || progress?.state === "done") return progress.run;
  return undefined;
}

export function withItem(plan: Plan, item: string, progress: ItemProgress): Plan {
  return { ...plan, items: { ...plan.items, [item]: progress } };
}

export function withRun(plan: Plan, item: string, change: (run: Run) => Run): Plan {
  const progress = plan.items[item];
  if (progress?.state !== "running") return plan;
  return withItem(plan, item, { ...progress, run: change(progress.run) });
}

/** A run that is going on, or may be: nobody knows whether it began. */
export function mayRun(progress: ItemProgress | undefined): progress is Extract<ItemProgress, { run: Run }> {
  return progress?.state === "running" || (progress?.state === "failed" && progress.unclear);
}

/** Nobody knows yet that this run is over. */
export function isUnsettled({ outcome }: StoppedRun): boolean {
  return outcome === "asked" || outcome === "not-stopped";
}

export function asked(plan: Plan, items: readonly string[]): readonly StoppedRun[] {
  return items.flatMap((item) => {
    const progress = plan.items[item];
    if (!mayRun(progress)) return [];
    const itemName = plan.content.items.find(({ id }) => id === item)?.name ?? item;
    return [{ item, itemName, key: progress.run.key, outcome: "asked" as const }];
  });
}

export function settled(
  stopped: readonly StoppedRun[],
  key: string | undefined,
  change: Pick<StoppedRun, "outcome" | "reason">,
): readonly StoppedRun[] {
  return stopped.map((run) => (run.key === key ? { ...run, ...change } : run));
}

export function progressOf(
  content: Content,
  before: Readonly<Record<string, ItemProgress>>,
  reset: readonly string[],
): Readonly<Record<string, ItemProgress>> {
  const entries = content.items.map(({ id }) => [id, reset.includes(id) ? TODO : (before[id] ?? TODO)] as const);
  return Object.fromEntries(entries);
}
