/**
 * A filled form goes the way the typed command goes. One that is refused stays open, with nothing lost.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Action } from "../action.ts";
import type { Form } from "../card.ts";
import { tickedIn } from "../forms/done-form.ts";
import { faultText } from "../forms/fault.ts";
import { isInput, secretsOf } from "../forms/input-fields.ts";
import { plainText } from "../forms/plain-text.ts";
import type { FormSaid } from "../forms/read-form.ts";
import { readForm } from "../forms/read-form.ts";
import type { FormAction, FormSources } from "../forms/sources.ts";
import { withHidden } from "../forms/touched.ts";
import type { Values } from "../forms/values.ts";
import type { ItemFields } from "../grammar/said.ts";
import { draftOfFields, itemDraftOfFields, overDraft } from "../plan-file/draft-of-fields.ts";
import type { FormReply, Reply } from "../ports.ts";
import { say } from "../texts/say.ts";
import { commandTo } from "./command.ts";
import { planOf } from "./drafting.ts";
import { addItem, editFields, editItem } from "./editing.ts";
import { editorLeft } from "./editors.ts";
import { doneOfForm, filesOfForm, ticksOfForm } from "./evidence.ts";
import type { ChatNeeds } from "./needs.ts";
import { delegated } from "./oneself.ts";
import { filledForm, isEdit, needsPlan } from "./open-form.ts";
import { personNamed } from "./parties.ts";
import { fromDraft } from "./planning.ts";
import { requirementsChanged } from "./requirements.ts";
import { savingOf } from "./save-form.ts";
import type { Talk } from "./talk.ts";
import { bad, plain, planFor, refused } from "./talk.ts";
import { noGoSaid } from "./zadig.ts";

export async function submitForm(action: Action, values: Values, talk: Talk, needs: ChatNeeds): Promise<FormReply> {
  if (action.do === "zadig-no-go") return noGoSaid(action, values, talk, needs);
  if (action.do !== "form") return outcome(bad(say(talk.lang, "problem.no-such-form")));
  const plan = action.plan === undefined ? undefined : await planFor(action.plan, talk, needs);
  if (!plan && needsPlan(action)) return outcome(refused({ code: "no-such-plan" }, talk));
  if (plan && isEdit(action)) return saved(action, plan, values, talk, needs);
  const form = await filledForm(action, plan, talk, needs, typedIn(values));
  if (!form) return outcome(refused(noItem(action, plan), talk, plan));
  return filledIn(form, action.form === "new" ? withHidden(form, values) : values, action, plan, talk, needs);
}

/** Times that an edit is looked at anew because the plan changed in the very moment of saving. */
const MOST_LOOKS = 8;

async function saved(
  action: FormAction,
  plan: Plan,
  values: Values,
  talk: Talk,
  needs: ChatNeeds,
  look = 1,
): Promise<FormReply> {
  const saving = await savingOf(action, plan, values, typedIn(values), talk, needs);
  if (saving.kind === "gone") {
    const gone = action.item !== undefined && !plan.content.items.some(({ id }) => id === action.item);
    return outcome(refused(gone ? noItem(action, plan) : { code: "content-changed" }, talk, plan));
  }
  if (saving.kind === "ask") return { kind: "taken", replies: [{ kind: "form", form: saving.form }] };
  // A refusal is kept under its key: what is looked at anew is another question.
  const asked = look === 1 ? talk : { ...talk, key: `${talk.key}:${look}` };
  const reply = await filledIn(saving.form, saving.values, { ...action, seen: plan.digest }, plan, asked, needs);
  if (reply.kind === "taken") {
    await editorLeft(action, plan, talk, needs);
    return reply;
  }
  const changed = outcome(refused({ code: "content-changed" }, talk));
  const raced = changed.kind === "wrong" && reply.problem === changed.problem;
  const now = raced && look < MOST_LOOKS ? await needs.plans.byId(plan.id) : undefined;
  return now ? saved(action, now, values, talk, needs, look + 1) : reply;
}

async function filledIn(
  form: Form,
  values: Values,
  action: FormAction,
  plan: Plan | undefined,
  talk: Talk,
  needs: ChatNeeds,
): Promise<FormReply> {
  const required = form.fields.filter((field) => field.required).map(({ name }) => name);
  const read = readForm(action, values, required);
  if (read.ok) return outcome(await carriedOut(read.said, action, plan, talk, needs));
  const fields = Object.entries(read.fields).map(([name, fault]) => [name, faultText(fault, talk.reader)] as const);
  return { kind: "wrong", problem: say(talk.lang, "form.wrong"), fields: Object.fromEntries(fields) };
}

/** It was a form that follows what is typed, and is compared with one. */
function typedIn(values: Values): Pick<FormSources, "typed"> {
  return Object.keys(values).some(isInput) ? { typed: values } : {};
}

/** Where the first answer is a refusal nothing was done, so the form stays. */
function outcome(replies: readonly Reply[]): FormReply {
  const [first] = replies;
  if (first?.kind !== "text" || first.tone !== "bad") return { kind: "taken", replies };
  return { kind: "wrong", problem: plainText(first.text), fields: {} };
}

function noItem({ item }: FormAction, plan: Plan | undefined) {
  return { code: "unknown-item", item: item ?? "", items: plan?.content.items.length ?? 0 } as const;
}

async function carriedOut(
  said: FormSaid,
  action: FormAction,
  plan: Plan | undefined,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  if (said.form === "new") return create(said, action, talk, needs);
  if (said.form === "delegate") return delegated({ verb: "delegate", to: said.to, until: said.until }, talk, needs);
  if (!plan) return refused({ code: "no-such-plan" }, talk);
  const { seen, level } = action;
  switch (said.form) {
    case "add":
      return addItem(plan, said.fields, talk, needs);
    case "edit":
      return isUntouched(said.fields, talk) ?? editFields(plan, said.fields, talk, needs, seen);
    case "cancel":
      return commandTo(plan, { type: "cancel", reason: said.reason }, talk, needs);
    case "override":
      return commandTo(plan, { type: "override", reason: said.reason, checkpoint: action.checkpoint }, talk, needs);
    case "reject":
      return commandTo(plan, { type: "reject", reason: said.reason, seen, level }, talk, needs);
    case "approve":
      return commandTo(plan, { type: "approve", comment: said.comment, seen, level }, talk, needs);
    case "require":
      return requirementsChanged("add", plan.index, said.words, talk, needs);
    case "comment":
      return commandTo(plan, { type: "comment", text: said.text }, talk, needs);
    case "handover": {
      const to = personNamed(said.to, talk, needs);
      return "problem" in to
        ? refused(to.problem, talk)
        : commandTo(plan, { type: "handover", to: to.id }, talk, needs);
    }
    case "edit-item":
    case "done":
    case "tick":
    case "skip":
    case "freeze-run":
      return action.item === undefined
        ? refused(noItem(action, plan), talk, plan)
        : aboutItem(said, plan, action.item, action, talk, needs);
  }
}

async function create(
  { fields, items }: Extract<FormSaid, { form: "new" }>,
  action: FormAction,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const typed = draftOfFields(fields);
  if (!typed) return bad(say(talk.lang, "problem.missing-name"));
  const drafts = items?.map(itemDraftOfFields).filter((item) => item !== undefined);
  if (action.draft === undefined) return fromDraft({ ...typed, items: drafts ?? [] }, talk, needs);
  const begun = await needs.drafts.find(action.draft, talk.person.id);
  if (!begun) return bad(say(talk.lang, "problem.no-draft"));
  return planOf(
    begun,
    overDraft(begun.sketch.draft, fields, { ...typed, items: drafts ?? begun.sketch.draft.items }),
    talk,
    needs,
  );
}

function isUntouched(fields: object, { lang }: Talk): readonly Reply[] | undefined {
  return Object.keys(fields).length === 0 ? plain(say(lang, "repeat.nothing")) : undefined;
}

async function aboutItem(
  said: Extract<FormSaid, { form: "edit-item" | "done" | "tick" | "skip" | "freeze-run" }>,
  plan: Plan,
  item: string,
  { seen, ticked = tickedIn(plan, item) }: FormAction,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const byPlace = said.form === "done" || said.form === "tick";
  if (byPlace && seen !== undefined && seen !== String(plan.editedAt))
    return refused({ code: "content-changed" }, talk, plan);
  switch (said.form) {
    case "edit-item":
      return (
        isUntouched(said.fields, talk) ??
        editItem(plan, item, await withSecrets(said.fields, plan, item, needs), talk, needs, { seen, replaces: true })
      );
    case "done":
      return doneIn(said, plan, item, talk, needs);
    case "tick":
      return commandTo(plan, ticksOfForm(said, item, ticked), talk, needs);
    case "skip":
      return commandTo(plan, { type: "skip", item, reason: said.reason }, talk, needs);
    case "freeze-run":
      return commandTo(plan, { type: carrying(plan, item), item, despiteFreeze: said.reason }, talk, needs);
  }
}

async function doneIn(
  said: Extract<FormSaid, { form: "done" }>,
  plan: Plan,
  item: string,
  talk: Talk,
  needs: ChatNeeds,
): Promise<readonly Reply[]> {
  const given = await filesOfForm(plan, item, talk, needs);
  return "replies" in given ? given.replies : commandTo(plan, doneOfForm(said, plan, item, given.files), talk, needs);
}

/** Secret inputs are in no form, and stay with their workflow. */
async function withSecrets(fields: ItemFields, plan: Plan, id: string, needs: ChatNeeds): Promise<ItemFields> {
  const item = plan.content.items.find((each) => each.id === id);
  if (item?.work.type !== "workflow" || !fields.with) return fields;
  const isSame = fields.run === undefined || fields.run === `${item.work.engine}:${item.work.workflow}`;
  if (!isSame) return fields;
  return { ...fields, with: { ...secretsOf(item, await needs.engines()), ...fields.with } };
}

/** What carrying out means for this item now. */
function carrying(plan: Plan, id: string): "run" | "retry" | "done" {
  const item = plan.content.items.find((each) => each.id === id);
  if (item?.work.type === "text") return "done";
  return plan.items[id]?.state === "failed" ? "retry" : "run";
}
