/**
 * What was typed on one line as a draft, so that a line and a file go the same way.
 */
import type { ItemFields, PlanFields } from "../grammar/said.ts";
import type { ItemDraft, PlanDraft } from "./draft.ts";

/** The draft of `new "Release 2.4" window:…`; without items as yet. Undefined without a name. */
export function draftOfFields(fields: PlanFields): PlanDraft | undefined {
  const {
    name,
    key,
    manager,
    window,
    schedule,
    description,
    requirements,
    levels,
    via,
    policy,
    emergency,
    editors,
    announce,
    hooks,
    tags,
    custom = {},
  } = fields;
  const own = Object.entries(custom).flatMap(([id, value]) => (value === null ? [] : [[id, value] as const]));
  if (name === undefined || name.trim() === "") return undefined;
  return {
    name,
    ...(key !== undefined && { key }),
    ...(manager !== undefined && { manager }),
    ...(typeof window === "string" && { window }),
    ...(typeof schedule === "string" && { schedule }),
    ...(description !== undefined && { description }),
    ...(requirements && { requirements }),
    ...(levels && { approval: { ...(via !== undefined && { via }), levels } }),
    items: [],
    ...(policy !== undefined && { policy }),
    ...(typeof emergency === "string" && { emergency }),
    ...(editors && { editors }),
    ...(announce && { announce }),
    ...(hooks && { hooks }),
    ...(tags && { tags }),
    ...(own.length > 0 && { custom: Object.fromEntries(own) }),
  };
}

/** What was typed over a draft: fields that the form did not show stay as they were. */
export function overDraft(begun: PlanDraft, fields: PlanFields, typed: PlanDraft): PlanDraft {
  const { levels, via } = fields;
  const shown = new Set<string>(Object.keys(fields));
  const kept = Object.entries(begun).filter(([key]) => key !== "approval" && !shown.has(key));
  const approval = levels === undefined ? begun.approval : typed.approval;
  const { approval: _typed, ...rest } = typed;
  return {
    ...Object.fromEntries(kept),
    ...rest,
    ...(approval && { approval: { ...approval, ...(via !== undefined && { via }) } }),
  };
}

/** The draft of one item as typed. Undefined without a name. */
export function itemDraftOfFields(fields: ItemFields): ItemDraft | undefined {
  const { name, owners, after, run, with: given, text, asks, checks, confirm } = fields;
  if (name === undefined || name.trim() === "") return undefined;
  return {
    name,
    ...(run !== undefined && { run }),
    ...(given && { with: given }),
    ...(text !== undefined && { text }),
    ...(owners && { owner: owners }),
    ...(after && { after }),
    ...(asks && asks.length > 0 && { asks }),
    ...(checks && checks.length > 0 && { checks }),
    ...(confirm && { confirm }),
  };
}
