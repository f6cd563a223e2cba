/**
 * What would be taken now, for cards that offer it and refusals that suggest it. Who may is another question.
 */
import { consentProblem } from "./approval.ts";
import type { CommandType } from "./command.ts";
import type { Instant, Item, TextWork } from "./content.ts";
import { GROUP_PREFIX } from "./content.ts";
import { canUndo, openChecks } from "./demands.ts";
import { isStopping, isWaiting, itemOf, progressOf, waitsFor } from "./items.ts";
import type { Plan } from "./plan.ts";
import { isAsked } from "./schedule.ts";
import { gateOf, TAKES } from "./transitions.ts";
import { windowOver } from "./window.ts";

/** What people may ask of a plan as a whole, in the order buttons show them. */
const OFFERED: readonly CommandType[] = [
  "submit",
  "finish",
  "start",
  "approve",
  "reject",
  "run",
  "done",
  "tick",
  "undo",
  "skip",
  "retry",
  "claim",
  "recheck",
  "override",
  "edit",
  "refresh",
  "replan",
  "handover",
  "remind",
  "comment",
  "cancel",
];

export type ItemAction = "run" | "done" | "tick" | "undo" | "skip" | "retry";

export function possibleCommands(plan: Plan, now: Instant): readonly CommandType[] {
  return OFFERED.filter((command) => TAKES[command].includes(plan.status) && makesSense(plan, command, now));
}

function makesSense(plan: Plan, command: CommandType, now: Instant): boolean {
  const { approval, items } = plan.content;
  const over = windowOver(plan.content, now);
  switch (command) {
    case "submit":
      return approval !== undefined && canGoOn(plan, now);
    case "start":
      return plan.status === "executing" ? isAsked(plan) && !over : approval === undefined && canGoOn(plan, now);
    case "finish":
      return canGoOn(plan, now);
    case "approve":
    case "reject":
      return !over && !plan.round?.desk;
    case "recheck":
    case "override":
      return !over || gateOf(plan.status) === "all_job_done";
    case "remind":
      return plan.status === "wait_for_approval" || items.some((item) => isWaiting(plan, item));
    case "refresh":
      return plan.reading !== undefined;
    case "claim":
      return items.some((item) => claimable(plan, item));
    case "run":
    case "done":
    case "tick":
    case "undo":
    case "skip":
    case "retry":
      return items.some(({ id }) => itemActions(plan, id, now).includes(command));
    default:
      return true;
  }
}

/** There is something to carry out, and its time is still to come. */
function canGoOn({ content }: Plan, now: Instant): boolean {
  const { items, schedule, emergency, approval } = content;
  if (emergency !== undefined && !approval) return false;
  return items.length > 0 && !windowOver(content, now) && (schedule === undefined || schedule > now);
}

/** Its turn has come or will, several may do it, and nobody has said that they will. */
export function claimable(plan: Plan, item: Item): boolean {
  const { state } = progressOf(plan, item);
  const several = item.owners.length > 1 || item.owners.some((owner) => owner.startsWith(GROUP_PREFIX));
  const open = plan.status === "executing" && (state === "todo" || state === "failed");
  return open && several && plan.claims?.[item.id] === undefined;
}

/** What an item's people may do with it now, were it not for a freeze. */
export function itemActions(plan: Plan, id: string, now: Instant): readonly ItemAction[] {
  const item = itemOf(plan, id);
  if (!item || plan.status !== "executing" || consentProblem(plan)) return [];
  const { window } = plan.content;
  const { state } = progressOf(plan, item);
  const inWindow = !window || (window.opens <= now && now < window.closes);
  const ready = inWindow && waitsFor(plan, item).length === 0 && !isStopping(plan, item);
  if (state === "failed") return ready ? ["retry", "skip"] : ["skip"];
  if (state !== "todo") return [];
  if (item.work.type === "workflow") return ready ? ["run", "skip"] : ["skip"];
  return [...textActions(plan, item, item.work, inWindow), "skip"];
}

/** A check list is ticked off before the item is done; neither ticking nor taking back asks for the window. */
function textActions(plan: Plan, item: Item, work: TextWork, inWindow: boolean): readonly ItemAction[] {
  const progress = progressOf(plan, item);
  if (progress.state !== "todo") return [];
  const turn = waitsFor(plan, item).length === 0;
  const ticks = turn && work.checks !== undefined;
  const done = turn && inWindow && openChecks(work, progress).length === 0;
  return [
    ...(done ? (["done"] as const) : []),
    ...(ticks ? (["tick"] as const) : []),
    ...(canUndo(progress) ? (["undo"] as const) : []),
  ];
}
