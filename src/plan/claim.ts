/**
 * One of several owners says that an item is theirs, so that nobody does it twice and everybody knows who does.
 */
import { claimProblem } from "./claim-problem.ts";
import type { CommandOf } from "./command.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { itemOf, progressOf } from "./items.ts";
import type { Plan } from "./plan.ts";

/** The manager and admins may take over what an owner has claimed, for owners fall ill as well. */
export function claim(plan: Plan, { item: id }: CommandOf<"claim">, context: Context): Decision {
  const { actor } = context;
  const item = itemOf(plan, id);
  if (!item) return refuse({ code: "unknown-item", item: id, items: plan.content.items.length });
  if (actor.kind !== "person") return refuse({ code: "not-allowed", command: "claim", need: "person" });
  const progress = progressOf(plan, item);
  if (progress.state !== "todo" && progress.state !== "failed") {
    const { state, by, at } = progress;
    return refuse({ code: "wrong-item-state", item: item.name, state, by, at });
  }
  const before = plan.claims?.[id];
  if (before?.by === actor.id) return repeat();
  const problem = claimProblem(plan, item, context);
  if (problem) return refuse(problem);
  return accept(happen(begin(plan), { type: "item-claimed", item: id, from: before?.by }, context));
}
