/**
 * What would be taken now, for cards that offer it and refusals that suggest it. Who may is another question.
 */
import { consentProblem } from "./approval.ts";
import type { CommandType } from "./command.ts";
import type { Instant } from "./content.ts";
import { itemOf, progressOf, waitsFor } from "./items.ts";
import type { Plan } from "./plan.ts";
import { TAKES } from "./transitions.ts";
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
  "skip",
  "retry",
  "recheck",
  "override",
  "edit",
  "replan",
  "handover",
  "remind",
  "comment",
  "cancel",
];

export type ItemAction = "run" | "done" | "skip" | "retry";

export function possibleCommands(plan: Plan, now: Instant): readonly CommandType[] {
  return OFFERED.filter((command) => TAKES[command].includes(plan.status) && makesSense(plan, command, now));
}

function makesSense(plan: Plan, command: CommandType, now: Instant): boolean {
  const over = windowOver(plan.content, now);
  switch (command) {
    case "submit":
      return plan.content.approval !== undefined && plan.content.items.length > 0 && !over;
    case "start":
      return plan.content.approval === undefined && !over;
    case "finish":
      return plan.content.items.length > 0 && !over;
    case "approve":
    case "reject":
      return !over;
    case "run":
    case "done":
    case "skip":
    case "retry":
      return plan.content.items.some(({ id }) => itemActions(plan, id, now).includes(command));
    default:
      return true;
  }
}

/** What an item's people may do with it now, were it not for a freeze. */
export function itemActions(plan: Plan, id: string, now: Instant): readonly ItemAction[] {
  const item = itemOf(plan, id);
  if (!item || plan.status !== "executing" || consentProblem(plan)) return [];
  const { window } = plan.content;
  const { state } = progressOf(plan, item);
  const inWindow = !window || (window.opens <= now && now < window.closes);
  const ready = inWindow && waitsFor(plan, item).length === 0;
  if (state === "failed") return ready ? ["retry", "skip"] : ["skip"];
  if (state !== "todo") return [];
  const carry = item.work.type === "text" ? "done" : "run";
  return ready ? [carry, "skip"] : ["skip"];
}
