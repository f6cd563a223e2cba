/**
 * Gathering what an item asks for before it is done: ticking off its check list, giving files, taking things back.
 */
import { consentProblem } from "./approval.ts";
import { claimProblem } from "./claim-problem.ts";
import type { CommandOf } from "./command.ts";
import type { Item, TextWork } from "./content.ts";
import { LIMITS } from "./content.ts";
import { textProblem } from "./content-problem.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { canUndo, givenProblem } from "./demands.ts";
import { executorProblem, itemOf, progressOf, unknownItem, waitsFor, wrongState } from "./items.ts";
import type { ItemProgress, Plan } from "./plan.ts";
import type { Refusal } from "./refusal.ts";

interface Open {
  readonly item: Item;
  readonly work: TextWork;
  readonly todo: Extract<ItemProgress, { state: "todo" }>;
}

/**
 * Ticks points off, or opens them again: all at once, or none. It carries nothing out, so neither window nor freeze stands
 * in its way; but it is the item's turn, and those tick who may do it.
 */
export function tick(plan: Plan, { item: id, ticked, unticked }: CommandOf<"tick">, context: Context): Decision {
  const open = openText(plan, id);
  if ("code" in open) return refuse(open);
  const { item, work, todo } = open;
  const checks = work.checks?.length ?? 0;
  const stray = [...ticked, ...unticked].find((check) => !Number.isInteger(check) || check < 0 || check >= checks);
  if (stray !== undefined) return refuse({ code: "unknown-check", item: item.name, check: stray + 1, checks });
  const problem = handsProblem(plan, item, context) ?? turnProblem(plan, item);
  if (problem) return refuse(problem);
  const isTicked = (check: number) => Object.hasOwn(todo.ticked ?? {}, check);
  const off = new Set(unticked.filter((check) => isTicked(check)));
  const on = new Set(ticked.filter((check) => !isTicked(check) && !unticked.includes(check)));
  const events = [
    ...[...off].map((check) => ({ type: "item-ticked", item: id, check, ticked: false }) as const),
    ...[...on].map((check) => ({ type: "item-ticked", item: id, check, ticked: true }) as const),
  ];
  return events.length === 0
    ? repeat()
    : accept(events.reduce((story, event) => happen(story, event, context), begin(plan)));
}

/** A file decides nothing: it may come before the item's turn, and from a token. */
export function attach(plan: Plan, { item: id, file }: CommandOf<"attach">, context: Context): Decision {
  const open = openText(plan, id);
  if ("code" in open) return refuse(open);
  const { item, work, todo } = open;
  const files = todo.files ?? [];
  if (files.some(({ hash, ask }) => hash === file.hash && ask === file.ask)) return repeat();
  const problem =
    givenProblem(item.name, work, { files: [file] }) ??
    textProblem("file", file.name, LIMITS.name) ??
    claimProblem(plan, item, context);
  if (problem) return refuse(problem);
  const given = files.length + (todo.said?.files?.length ?? 0);
  if (given >= LIMITS.files) return refuse({ code: "too-many-files", item: item.name, most: LIMITS.files });
  return accept(happen(begin(plan), { type: "file-attached", item: id, file }, context));
}

/** Takes back the first word of two, and files that were given. */
export function undo(plan: Plan, { item: id, reason }: CommandOf<"undo">, context: Context): Decision {
  const open = openText(plan, id);
  if ("code" in open) return refuse(open);
  const { item, todo } = open;
  if (!canUndo(todo)) return refuse({ code: "nothing-to-undo", item: item.name });
  const problem = textProblem("reason", reason, LIMITS.reason) ?? handsProblem(plan, item, context);
  if (problem) return refuse(problem);
  const unsaid = { type: "item-unsaid", item: id, from: todo.said?.by, reason: reason?.trim() || undefined } as const;
  return accept(happen(begin(plan), unsaid, context));
}

function openText(plan: Plan, id: string): Open | Refusal {
  const item = itemOf(plan, id);
  if (!item) return unknownItem(plan, id);
  if (item.work.type !== "text") return { code: "wrong-item-type", item: item.name, type: "workflow" };
  const todo = progressOf(plan, item);
  return todo.state === "todo" ? { item, work: item.work, todo } : wrongState(item, todo);
}

function handsProblem(plan: Plan, item: Item, context: Context): Refusal | undefined {
  return executorProblem(plan, context) ?? claimProblem(plan, item, context) ?? consentProblem(plan);
}

function turnProblem(plan: Plan, item: Item): Refusal | undefined {
  const items = waitsFor(plan, item);
  return items.length > 0 ? { code: "waits-for", item: item.name, items } : undefined;
}
