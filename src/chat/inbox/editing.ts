/**
 * Verbs that change a plan: add, edit, order, remove, copy.
 */
import type { Change, ItemDraft as NewItem } from "../../plan/command.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ItemFields, ItemNumber, PlanFields, Said } from "../grammar/said.ts";
import { resolveContext } from "../plan-file/apply.ts";
import { customChangeOf } from "../plan-file/custom.ts";
import type { ItemDraft } from "../plan-file/draft.ts";
import { itemDraftOfFields } from "../plan-file/draft-of-fields.ts";
import { inMarkdown } from "../plan-file/pasted.ts";
import { approvalOf, draftOf, placesOf, scheduleOf, windowOf } from "../plan-file/resolve.ts";
import type { Report, ResolveContext, ResolveProblem } from "../plan-file/resolve-context.ts";
import { itemsOf } from "../plan-file/resolve-items.ts";
import { partiesOf } from "../plan-file/resolve-people.ts";
import type { Reply } from "../ports.ts";
import { resolveProblemsText } from "../texts/file-problems-text.ts";
import { say } from "../texts/say.ts";
import { applierOf, applyNeeds } from "./applying.ts";
import { commandTo, itemAt, outcomeReplies, send, setsTimes } from "./command.ts";
import type { ChatNeeds } from "./needs.ts";
import { formReply } from "./open-form.ts";
import { personNamed } from "./parties.ts";
import { fromOlderDraft } from "./past-times.ts";
import type { Talk } from "./talk.ts";
import { bad, planFor, refused } from "./talk.ts";

export type Editing = Extract<Said, { verb: "add" | "edit" | "edit-item" | "order" | "remove" | "copy" }>;

export async function edited(said: Editing, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = await planFor(said.plan, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  switch (said.verb) {
    case "add":
      return said.type === "form"
        ? formReply({ form: "add", plan: said.plan }, talk, needs)
        : addItem(plan, said.fields, talk, needs);
    case "edit":
      return isEmpty(said.fields)
        ? formReply({ form: "edit", plan: said.plan }, talk, needs)
        : editFields(plan, said.fields, talk, needs);
    case "edit-item":
      return withItem(plan, said, talk, (item) =>
        isEmpty(said.fields)
          ? formReply({ form: "edit-item", plan: said.plan, item }, talk, needs)
          : editItem(plan, item, said.fields, talk, needs),
      );
    case "order":
      return orderItems(plan, said.places, talk, needs);
    case "remove":
      return withItem(plan, said, talk, (item) => edit(plan, [{ change: "remove-item", item }], talk, needs));
    case "copy":
      return copyPlan(plan, said.name, talk, needs);
  }
}

export function edit(
  plan: Plan,
  changes: readonly Change[],
  talk: Talk,
  needs: ChatNeeds,
  seen?: string,
): Promise<readonly Reply[]> {
  return commandTo(plan, { type: "edit", changes, seen }, talk, needs);
}

/** Times that an edit is made anew because what it builds on has changed in the very moment. */
const MOST_TRIES = 8;

type Made<T> = { readonly value: T } | { readonly replies: readonly Reply[] };

/** Sends a change that builds on what is there: bound to it, and made anew where it is no longer so. */
async function editOn(
  plan: Plan,
  talk: Talk,
  needs: ChatNeeds,
  make: (plan: Plan) => Promise<Made<Change | undefined>>,
  tried = 1,
): Promise<readonly Reply[]> {
  const made = await make(plan);
  if ("replies" in made) return made.replies;
  if (!made.value) return [];
  const command = { type: "edit", changes: [made.value], seen: plan.digest } as const;
  const asked = tried === 1 ? talk : { ...talk, key: `${talk.key}:${tried}` };
  const outcome = await send({ plan: plan.id, command }, asked, needs);
  const raced = !outcome.taken && outcome.refusal.code === "content-changed" && tried < MOST_TRIES;
  const now = raced ? await needs.plans.byId(plan.id) : undefined;
  return now
    ? editOn(now, talk, needs, make, tried + 1)
    : outcomeReplies({ type: "edit", times: setsTimes(command) }, outcome, talk, needs, plan);
}

function isEmpty(fields: PlanFields | ItemFields): boolean {
  return Object.values(fields).every((value) => value === undefined);
}

async function withItem(
  plan: Plan,
  { place }: ItemNumber,
  talk: Talk,
  go: (item: string) => Promise<readonly Reply[]>,
): Promise<readonly Reply[]> {
  const item = itemAt(plan, place);
  const number = `${plan.index}.${place}`;
  return item === undefined
    ? refused({ code: "unknown-item", item: number, items: plan.content.items.length }, talk, plan)
    : go(item);
}

/** The manager changes hands by a command of its own, after the rest. */
export async function editFields(
  plan: Plan,
  fields: PlanFields,
  talk: Talk,
  needs: ChatNeeds,
  seen?: string,
): Promise<readonly Reply[]> {
  const { manager, ...rest } = fields;
  const to = manager === undefined ? undefined : personNamed(manager, talk, needs);
  if (to && "problem" in to) return refused(to.problem, talk);
  const changed = isEmpty(rest) ? [] : await fieldsEdited(plan, await inMarkdown(rest, plan), talk, needs, seen);
  if (!to) return changed;
  const handed = await commandTo(
    plan,
    { type: "handover", to: to.id },
    { ...talk, key: `${talk.key}:handover` },
    needs,
  );
  return [...changed, ...handed];
}

async function fieldsEdited(
  plan: Plan,
  fields: PlanFields,
  talk: Talk,
  needs: ChatNeeds,
  seen: string | undefined,
): Promise<readonly Reply[]> {
  const make = (now: Plan) => resolved(now, talk, needs, (context, report) => fieldsChange(fields, context, report));
  // Levels alone go on being asked where they are asked now, and the other way round.
  const half = Boolean(fields.levels) !== (fields.via !== undefined);
  if (seen === undefined && half) return editOn(plan, talk, needs, make);
  const change = await make(plan);
  return "replies" in change ? change.replies : edit(plan, [change.value], talk, needs, seen);
}

export function fieldsChange(fields: PlanFields, context: ResolveContext, report: Report): Change {
  const { name, description, requirements, policy, emergency, hooks, tags, custom } = fields;
  const { window, schedule, levels, via, editors, announce } = fields;
  const before = context.existing?.content.approval;
  const approval = levels
    ? approvalOf({ via: via ?? before?.via, levels }, context, report)
    : before && via !== undefined && levels === undefined
      ? { ...before, via }
      : undefined;
  return {
    change: "fields",
    name,
    description,
    requirements,
    policy,
    emergency,
    hooks,
    tags,
    custom: custom && customChangeOf(custom, context, report),
    window: typeof window === "string" ? windowOf(window, context, report) : window,
    schedule: typeof schedule === "string" ? scheduleOf(schedule, context, report) : schedule,
    approval: levels === null ? null : approval,
    editors: editors && partiesOf(editors, "editors", context, report),
    announce: announce && placesOf(announce, context, report),
  };
}

export async function addItem(plan: Plan, fields: ItemFields, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const draft = itemDraftOfFields(await inMarkdown(fields));
  if (!draft) return formReply({ form: "add", plan: plan.index }, talk, needs);
  const item = await resolved(plan, talk, needs, (context, report): NewItem | undefined => {
    const { items } = draftOf(plan.content, { manager: plan.manager, zone: context.zone });
    const [name, made] = [draft.name, itemsOf([...items, draft], context, report).at(-1)];
    return made && { name, owners: made.owners, after: made.after, work: made.work };
  });
  if ("replies" in item) return item.replies;
  return item.value ? edit(plan, [{ change: "add-item", item: item.value }], talk, needs) : [];
}

interface ItemEdit {
  /** The digest the author was looking at. */
  readonly seen?: string | undefined;
  /** A form gives all parameters; typed ones are merged into those the item has. */
  readonly replaces?: boolean | undefined;
}

/** Only what was given changes. */
export async function editItem(
  plan: Plan,
  id: string,
  fields: ItemFields,
  talk: Talk,
  needs: ChatNeeds,
  { seen, replaces = false }: ItemEdit = {},
): Promise<readonly Reply[]> {
  const read = await inMarkdown(fields, plan);
  const make = (now: Plan) => itemChange(now, id, read, replaces, talk, needs);
  // What is typed is merged into what the item has.
  if (seen === undefined && changesWork(fields)) return editOn(plan, talk, needs, make);
  const change = await make(plan);
  if ("replies" in change) return change.replies;
  return change.value ? edit(plan, [change.value], talk, needs, seen) : [];
}

function itemChange(
  plan: Plan,
  id: string,
  fields: ItemFields,
  replaces: boolean,
  talk: Talk,
  needs: ChatNeeds,
): Promise<Made<Change | undefined>> {
  return resolved(plan, talk, needs, (context, report): Change | undefined => {
    const { items } = draftOf(plan.content, { manager: plan.manager, zone: context.zone });
    const place = plan.content.items.findIndex((item) => item.id === id);
    const before = items[place];
    if (!before) return undefined;
    const drafts = items.map((item, at) => (at === place ? editedItem(before, fields, replaces) : item));
    const made = itemsOf(drafts, context, report)[place];
    const works = changesWork(fields);
    // What was not given is not sent: somebody else may be changing it right now.
    return (
      made && {
        change: "edit-item",
        item: id,
        name: fields.name === undefined ? undefined : made.name,
        owners: fields.owners && made.owners,
        after: fields.after && made.after,
        work: works ? made.work : undefined,
      }
    );
  });
}

function changesWork({ run, with: given, text, asks, checks, confirm }: ItemFields): boolean {
  return [run, given, text, asks, checks, confirm].some((part) => part !== undefined);
}

function editedItem(before: ItemDraft, fields: ItemFields, replaces: boolean): ItemDraft {
  const kept = {
    name: fields.name ?? before.name,
    owner: fields.owners ?? before.owner,
    after: fields.after ?? before.after,
  };
  const run = fields.run ?? before.run;
  if (run === undefined || fields.text !== undefined) {
    const asked = { asks: fields.asks ?? before.asks, checks: fields.checks ?? before.checks };
    const confirm = fields.confirm === undefined ? before.confirm : (fields.confirm ?? undefined);
    return { ...kept, text: fields.text ?? before.text, ...asked, confirm };
  }
  const isSame = run === before.run && !(replaces && fields.with);
  return { ...kept, run, with: { ...(isSame && before.with), ...fields.with } };
}

function orderItems(plan: Plan, places: readonly number[], talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const items = places.map((place) => itemAt(plan, place) ?? `${plan.index}.${place}`);
  return edit(plan, [{ change: "order-items", items }], talk, needs);
}

/** A new plan of the same content; times that are over are left out, and said. */
function copyPlan(plan: Plan, name: string | undefined, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const { key: _key, ...draft } = draftOf(plan.content, { manager: talk.person.id, zone: talk.reader.zone });
  const copy = { ...draft, name: name ?? say(talk.lang, "reply.copy-name", { name: plan.content.name }) };
  return fromOlderDraft(copy, {}, talk, needs);
}

/** Reads what was typed against the plan; answers it, or everything that stands against it. */
async function resolved<T>(
  plan: Plan,
  talk: Talk,
  needs: ChatNeeds,
  make: (context: ResolveContext, report: Report) => T,
): Promise<Made<T>> {
  const context = resolveContext(applierOf(talk, needs), await applyNeeds(talk, needs), plan);
  const problems: ResolveProblem[] = [];
  const value = make(context, (path, fault) => problems.push({ ...fault, path }));
  return problems.length > 0 ? { replies: bad(resolveProblemsText(problems, talk.reader)) } : { value };
}
