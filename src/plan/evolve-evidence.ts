/**
 * What becomes of an item while people gather what it asks for.
 */
import type { EventOf } from "./event.ts";
import { proposalBeside, withItem } from "./evolve-items.ts";
import type { ItemProgress, Plan } from "./plan.ts";

type Todo = Extract<ItemProgress, { state: "todo" }>;

export function itemTicked(plan: Plan, { item, check, ticked, by, at }: EventOf<"item-ticked">): Plan {
  return withTodo(plan, item, (todo) => {
    const { [check]: _before, ...others } = todo.ticked ?? {};
    return { ...todo, ticked: ticked && by.kind === "person" ? { ...others, [check]: { by: by.id, at } } : others };
  });
}

export function fileAttached(plan: Plan, { item, file }: EventOf<"file-attached">): Plan {
  return withTodo(plan, item, (todo) => ({ ...todo, files: [...(todo.files ?? []), file] }));
}

export function itemSaid(plan: Plan, event: EventOf<"item-said">): Plan {
  const { item, remark, evidence, answers, files, by, at } = event;
  if (by.kind !== "person") return plan;
  const said = { by: by.id, at, remark, evidence, answers, files };
  return {
    ...withTodo(plan, item, (todo) => ({ ...todo, files: undefined, said })),
    proposal: proposalBeside(plan, item),
  };
}

export function itemUnsaid(plan: Plan, { item }: EventOf<"item-unsaid">): Plan {
  return withTodo(plan, item, (todo) => ({ ...todo, files: undefined, said: undefined }));
}

function withTodo(plan: Plan, item: string, change: (todo: Todo) => Todo): Plan {
  const progress = plan.items[item];
  return progress?.state === "todo" ? withItem(plan, item, change(progress)) : plan;
}
