/**
 * Writing a plan: create, edit, and the changes an edit is made of.
 */
import { authorOf } from "./approval.ts";
import type { Change, CommandOf, ItemDraft } from "./command.ts";
import type { Content, Item } from "./content.ts";
import { contentSchema, LIMITS } from "./content.ts";
import { draftProblem, textProblem, unknownPerson } from "./content-problem.ts";
import type { Context } from "./context.ts";
import { mergedCustom } from "./custom.ts";
import type { Decision } from "./decision.ts";
import { accept, begin, happen, refuse, repeat } from "./decision.ts";
import { digestOf, same } from "./digest.ts";
import { found, itemAfter } from "./evolve.ts";
import type { Plan } from "./plan.ts";
import { underPolicy } from "./policy.ts";
import { readRequirements } from "./refresh.ts";
import type { Refusal } from "./refusal.ts";
import type { Secrets } from "./secrets.ts";
import { secretsIn, secretsOf } from "./secrets.ts";
import type { Source } from "./source.ts";

export function create(command: CommandOf<"create">, context: Context): Decision {
  const { id, index, key, manager, source } = command;
  const content = underPolicy(command.content, context);
  const stranger = unknownPerson(manager, context) ?? textProblem("key", key, LIMITS.word);
  if (stranger) return refuse(stranger);
  const problem = draftProblem(content, { manager, editedBy: context.actor }, context);
  if (problem) return refuse(problem);
  const digest = digestOf(content, {}, context.hash);
  const { fresh: instanceCode, now: at, actor: by } = context;
  const secrets = secretsIn(content.items, context.engines);
  const made = { type: "created", id, index, key, manager, content, digest, instanceCode } as const;
  const event = { ...made, ...told(secrets, source), at, by };
  return accept(readRequirements({ plan: found(event), events: [event] }, context));
}

export function edit(plan: Plan, { changes, seen, source }: CommandOf<"edit">, context: Context): Decision {
  if (seen !== undefined && seen !== plan.digest) return refuse({ code: "content-changed" });
  const result = changed(plan, changes);
  if ("code" in result) return refuse(result);
  const content = underPolicy(result.content, context);
  if (same(content, plan.content)) return repeat();
  const problem = draftProblem(content, { ...authorOf(plan), editedBy: context.actor }, context);
  if (problem) return refuse(problem);
  const reset = redone(plan, content);
  const fields = FIELDS.filter((field) => !same(content[field], plan.content[field]));
  const digest = digestOf(content, {}, context.hash);
  const edited = { type: "edited", content, digest, instanceCode: context.fresh, reset, fields } as const;
  const secrets = secretsIn(content.items, context.engines, secretsOf(plan));
  return accept(readRequirements(happen(begin(plan), { ...edited, ...told(secrets, source) }, context), context));
}

/** What is there to tell beside the content. */
function told(secrets: Secrets, source: Source | undefined) {
  return { ...(Object.keys(secrets).length > 0 && { secrets }), ...(source && { source }) };
}

const FIELDS = contentSchema.unwrap().keyof().options;

/** Done items whose text, inputs or place in the order are not what was done. */
function redone(plan: Plan, content: Content): readonly string[] {
  return content.items
    .filter(({ id }) => plan.items[id]?.state === "done")
    .filter(
      (item) =>
        !same(
          item,
          plan.content.items.find(({ id }) => id === item.id),
        ),
    )
    .map(({ id }) => id);
}

interface Draft {
  readonly content: Content;
  readonly nextItem: number;
}

function changed(plan: Plan, changes: readonly Change[]): Draft | Refusal {
  let draft: Draft = { content: plan.content, nextItem: plan.nextItem };
  for (const change of changes) {
    const result = applied(draft, change);
    if ("code" in result) return result;
    draft = result;
  }
  return draft;
}

function applied(draft: Draft, change: Change): Draft | Refusal {
  switch (change.change) {
    case "fields":
      return { ...draft, content: withFields(draft.content, change) };
    case "add-item":
      return added(draft, change.item);
    case "edit-item":
      return itemEdited(draft, change);
    case "remove-item":
      return removed(draft, change.item);
    case "order-items":
      return ordered(draft, change.items);
    case "replace":
      return { content: change.content, nextItem: itemAfter(change.content, draft.nextItem) };
  }
}

type FieldsChange = Extract<Change, { change: "fields" }>;

/** Fields that are not given stay as they are; null clears. */
function withFields(content: Content, fields: FieldsChange): Content {
  return {
    ...content,
    name: fields.name ?? content.name,
    description: fields.description ?? content.description,
    window: cleared(fields.window, content.window),
    schedule: cleared(fields.schedule, content.schedule),
    requirements: fields.requirements ?? content.requirements,
    approval: cleared(fields.approval, content.approval),
    policy: fields.policy ?? content.policy,
    emergency: cleared(fields.emergency, content.emergency),
    editors: fields.editors ?? content.editors,
    announce: fields.announce ?? content.announce,
    // None and an empty list are the same, so that they have the same digest.
    hooks: fields.hooks?.length === 0 ? undefined : (fields.hooks ?? content.hooks),
    tags: fields.tags ?? content.tags,
    custom: mergedCustom(content.custom, fields.custom),
  };
}

function cleared<T>(given: T | null | undefined, before: T | undefined): T | undefined {
  return given === undefined ? before : (given ?? undefined);
}

function added({ content, nextItem }: Draft, { name, owners, after, work }: ItemDraft): Draft {
  const item: Item = { id: `i${nextItem}`, name, owners: owners ?? [], after: after ?? [], work };
  return { content: { ...content, items: [...content.items, item] }, nextItem: nextItem + 1 };
}

function itemEdited(draft: Draft, change: Extract<Change, { change: "edit-item" }>): Draft | Refusal {
  const { items } = draft.content;
  const before = items.find(({ id }) => id === change.item);
  if (!before) return { code: "unknown-item", item: change.item, items: items.length };
  const item: Item = {
    ...before,
    name: change.name ?? before.name,
    owners: change.owners ?? before.owners,
    after: change.after ?? before.after,
    work: change.work ?? before.work,
  };
  return { ...draft, content: { ...draft.content, items: items.map((other) => (other === before ? item : other)) } };
}

function removed(draft: Draft, item: string): Draft | Refusal {
  const { items } = draft.content;
  const gone = items.find(({ id }) => id === item);
  if (!gone) return { code: "unknown-item", item, items: items.length };
  const by = items.filter(({ after }) => after.includes(item)).map(({ name }) => name);
  if (by.length > 0) return { code: "item-needed", item: gone.name, by };
  return { ...draft, content: { ...draft.content, items: items.filter((other) => other !== gone) } };
}

function ordered(draft: Draft, order: readonly string[]): Draft | Refusal {
  const { items } = draft.content;
  const missing = items.filter(({ id }) => !order.includes(id)).map(({ id }) => id);
  const twice = order.filter((id, place) => order.indexOf(id) !== place);
  const unknown = order.filter((id) => !items.some((item) => item.id === id));
  if (missing.length + twice.length + unknown.length > 0) return { code: "order-incomplete", missing, twice, unknown };
  const inOrder = order.flatMap((id) => items.filter((item) => item.id === id));
  return { ...draft, content: { ...draft.content, items: inOrder } };
}
