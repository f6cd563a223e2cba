/**
 * Every status of a plan, brought about by real commands, in a world where every checkpoint has a gate.
 */
import type { Item } from "../../src/plan/content.ts";
import { CHECKPOINTS } from "../../src/plan/content.ts";
import type { Status } from "../../src/plan/plan.ts";
import type { As, World } from "./cast.ts";
import { ada, bo, build, CLOSES, create, ENGINE, HOOK, MINUTE, OPENS, TIMER, tell } from "./cast.ts";
import type { Given } from "./given.ts";
import { answer, failed, given, passed } from "./given.ts";

/** `i1` to run, `i2` to do, `i3` that has failed, `i4` that is running, once the plan is carried out. */
export const FOUR_ITEMS: readonly Item[] = [
  build("i1", { name: "Build" }),
  tell("i2", { name: "Tell" }),
  build("i3", { name: "Failed" }),
  build("i4", { name: "Running" }),
];

/** The plan in each status, created by this person or token. */
export function inEachStatus(creator: As = ada, change: Partial<World> = {}): Readonly<Record<Status, Given>> {
  const planning = given(undefined, { gates: CHECKPOINTS, ...change })
    .when(create({ items: FOUR_ITEMS }), creator)
    .taken();
  const planningCheck = planning.after([{ type: "finish" }, ada]);
  const finished = planningCheck.after([answer(planningCheck, "finish_planning", "success"), HOOK]);
  const waiting = finished.after([{ type: "submit" }, ada]);
  const executeCheck = waiting.after([{ type: "approve" }, bo]);
  const executing = atWork(executeCheck.after([answer(executeCheck, "start_execute", "success"), HOOK]));
  const doneCheck = allDone(executing);
  return {
    planning,
    wait_for_finish_planning_external_check: planningCheck,
    wait_for_finish_planning_external_check_failed: saysNo(planningCheck, "finish_planning"),
    finish_planning: finished,
    wait_for_approval: waiting,
    denied: waiting.after([{ type: "reject", reason: "not today" }, bo]),
    wait_for_execute_external_check: executeCheck,
    wait_for_execute_external_check_failed: saysNo(executeCheck, "start_execute"),
    executing,
    timeout: executing.at(CLOSES).after([{ type: "expire" }, TIMER]),
    wait_for_all_done_external_check: doneCheck,
    wait_for_all_done_external_check_failed: saysNo(doneCheck, "all_job_done"),
    success: doneCheck.after([answer(doneCheck, "all_job_done", "success"), HOOK]),
    cancel: executing.after([{ type: "cancel", reason: "no need" }, ada]),
  };
}

function saysNo(story: Given, checkpoint: (typeof CHECKPOINTS)[number]): Given {
  return story.after([answer(story, checkpoint, "failed", "no-go"), HOOK]);
}

function atWork(story: Given): Given {
  const runs = story
    .at(OPENS + 10 * MINUTE)
    .after([{ type: "run", item: "i3" }, ada], [{ type: "run", item: "i4" }, ada]);
  return runs.after([failed(runs, "i3"), ENGINE]);
}

function allDone(story: Given): Given {
  const rest = story.after(
    [{ type: "run", item: "i1" }, ada],
    [{ type: "done", item: "i2" }, ada],
    [{ type: "skip", item: "i3", reason: "not needed" }, ada],
  );
  return rest.after([passed(rest, "i1"), ENGINE], [passed(rest, "i4"), ENGINE]);
}

/** Rows of cells as text, each column as wide as its widest cell. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `\n${lines.join("\n")}\n`;
}
