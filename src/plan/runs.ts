/**
 * What engines report of the runs they were given, whatever has become of the plan meanwhile.
 */
import type { CommandOf } from "./command.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { same } from "./digest.ts";
import { onward, timeOut } from "./items.ts";
import type { Plan, Run } from "./plan.ts";
import { windowOver } from "./window.ts";

type Report =
  | CommandOf<"run-linked">
  | CommandOf<"run-progressed">
  | CommandOf<"run-passed">
  | CommandOf<"run-failed">
  | CommandOf<"run-unclear">
  | CommandOf<"run-held">
  | CommandOf<"run-late">;

export function report(plan: Plan, command: Report, context: Context): Decision {
  const item = Object.keys(plan.items).find((id) => currentRun(plan, id)?.key === command.key);
  if (item === undefined)
    return plan.stopped.some(({ key }) => key === command.key) ? late(plan, command, context) : unknown();
  const current = currentRun(plan, item);
  if (!current || plan.items[item]?.state !== "running") return repeat();
  return reported(plan, item, current, command, context);
}

function reported(plan: Plan, item: string, current: Run, command: Report, context: Context): Decision {
  const story = begin(plan);
  switch (command.type) {
    case "run-linked": {
      const { ref, link } = command;
      return current.ref === ref ? repeat() : accept(happen(story, { type: "run-linked", item, ref, link }, context));
    }
    case "run-progressed": {
      const { progress } = command;
      if (same({ ...current.progress, ...progress }, current.progress)) return repeat();
      return accept(happen(story, { type: "run-progressed", item, progress }, context));
    }
    case "run-passed":
      return accept(onward(happen(story, { type: "item-done", item, progress: command.progress }, context), context));
    case "run-failed": {
      const { reason, progress } = command;
      return accept(happen(story, { type: "item-failed", item, reason, progress, unclear: false }, context));
    }
    case "run-unclear":
      return accept(happen(story, { type: "item-failed", item, reason: command.reason, unclear: true }, context));
    case "run-held":
      return accept(timeOut(happen(story, { type: "item-held", item, changes: command.changes }, context), context));
    case "run-late": {
      const why = windowOver(plan.content, context.now) ? "window-over" : "frozen";
      return accept(timeOut(happen(story, { type: "item-late", item, why }, context), context));
    }
  }
}

/** A run that a replan left behind has ended by itself, or never began. */
function late(plan: Plan, command: Report, context: Context): Decision {
  const over = ["run-passed", "run-failed", "run-held", "run-late"].includes(command.type);
  const open = plan.stopped.some(
    ({ key, outcome }) => key === command.key && outcome !== "ended" && outcome !== "stopped",
  );
  if (!over || !open) return repeat();
  const ended = command.type !== "run-held" && command.type !== "run-late";
  return accept(happen(begin(plan), { type: "run-stopped", key: command.key, ended }, context));
}

/** What became of asking a run to stop. */
export function stopReport(
  plan: Plan,
  command: CommandOf<"run-stopped"> | CommandOf<"run-not-stopped">,
  context: Context,
): Decision {
  const stopping = plan.stopped.find(({ key }) => key === command.key);
  if (!stopping) return unknown();
  if (stopping.outcome === "stopped" || stopping.outcome === "ended") return repeat();
  const { key } = command;
  if (command.type === "run-stopped")
    return accept(happen(begin(plan), { type: "run-stopped", key, ended: false }, context));
  if (stopping.outcome === "not-stopped") return repeat();
  return accept(happen(begin(plan), { type: "run-not-stopped", key, reason: command.reason }, context));
}

function currentRun(plan: Plan, item: string): Run | undefined {
  const progress = plan.items[item];
  return progress && "run" in progress ? progress.run : undefined;
}

function unknown(): Decision {
  return refuse({ code: "unknown-run" });
}
