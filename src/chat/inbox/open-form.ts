/**
 * Opening a form for somebody who may see what it is about.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Form } from "../card.ts";
import { formFor } from "../forms/form-for.ts";
import { plainText } from "../forms/plain-text.ts";
import { retyped } from "../forms/retyped.ts";
import type { FormAction, FormSources } from "../forms/sources.ts";
import type { Values } from "../forms/values.ts";
import type { Reply } from "../ports.ts";
import { hintText, questionText } from "../texts/draft-text.ts";
import { say } from "../texts/say.ts";
import { applierOf } from "./applying.ts";
import { begunFrom, draftAbout, endedReply } from "./drafting.ts";
import { baseOf } from "./edit-base.ts";
import { withEditors } from "./editors.ts";
import type { ChatNeeds, Draft } from "./needs.ts";
import { partyOptions } from "./parties.ts";
import type { Talk } from "./talk.ts";
import { bad, planFor, refused } from "./talk.ts";

/** The form that somebody asked for in words. */
export function formReply(wanted: Omit<FormAction, "do">, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  return openForm({ do: "form", ...wanted }, talk, needs);
}

export async function openForm(action: FormAction, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = action.plan === undefined ? undefined : await planFor(action.plan, talk, needs);
  if (!plan && needsPlan(action)) return refused({ code: "no-such-plan" }, talk);
  const opened = await begun(action, talk, needs);
  if (!("do" in opened)) return opened;
  const form = await filledForm(opened, plan, talk, needs);
  if (form) return [{ kind: "form", form: await withEditors(form, action, plan, talk, needs) }];
  return refused({ code: "unknown-item", item: action.item ?? "", items: plan?.content.items.length ?? 0 }, talk, plan);
}

/** An open form that follows what is typed into it. */
export async function reformed(
  action: FormAction,
  typed: Values,
  talk: Talk,
  needs: ChatNeeds,
): Promise<Form | undefined> {
  const plan = action.plan === undefined ? undefined : await planFor(action.plan, talk, needs);
  if (!plan && needsPlan(action)) return undefined;
  const base = plan && isEdit(action) ? await baseOf(action, plan, needs) : plan;
  const form = await filledForm(action, base ?? plan, talk, needs, { typed });
  return form && withEditors(retyped(form, typed), action, plan, talk, needs);
}

/** A new plan that is asked for about a message begins with the draft of that. Or why there is none. */
async function begun(action: FormAction, talk: Talk, needs: ChatNeeds): Promise<FormAction | readonly Reply[]> {
  if (action.form !== "new" || (action.draft === undefined && talk.about === undefined)) return action;
  const draft =
    action.draft === undefined
      ? await draftAbout(talk.about ?? "", talk, needs)
      : await needs.drafts.find(action.draft, talk.person.id);
  if (!draft) return action.draft === undefined ? action : bad(say(talk.lang, "problem.no-draft"));
  return (await endedReply(draft, talk, needs)) ?? { ...action, draft: draft.id };
}

/** What the form begins with; without its parts that don't hold any more where that is so. */
async function begunOf({ sketch }: Draft, talk: Talk, needs: ChatNeeds): Promise<NonNullable<FormSources["begun"]>> {
  const { draft, open, hints } = sketch;
  const notes = [
    ...open.map((question) => questionText(question, talk.reader)),
    ...hints.map((hint) => hintText(hint, talk.reader)),
  ];
  const whole = await begunFrom(draft, talk, needs);
  if (!("problem" in whole)) return { ...whole, draft, notes };
  const { name, description } = draft;
  const rest = await begunFrom({ name, description, items: [] }, talk, needs);
  const problem = plainText(whole.problem);
  return { ...("problem" in rest ? {} : rest), draft: { name, description, items: [] }, notes: [problem, ...notes] };
}

function rulingOf(talk: Talk, needs: ChatNeeds): FormSources["ruling"] {
  const { announce, policy } = applierOf(talk, needs);
  const policies = Object.values(needs.policies);
  return {
    rooms: needs.rooms,
    policies: policies.map(({ name }) => name),
    emergencies: policies.some(({ emergency }) => emergency !== undefined),
    desks: needs.desks,
    begins: { announce, policy },
  };
}

/** A form that is filled in with what there is. */
export function isEdit({ form }: FormAction): boolean {
  return form === "edit" || form === "edit-item";
}

/** All but a new plan, and what somebody delegates, are about a plan that is there. */
export function needsPlan({ form }: FormAction): boolean {
  return form !== "new" && form !== "delegate";
}

/** The form as it stands now; undefined where the plan has no such item. */
export async function filledForm(
  action: FormAction,
  plan: Plan | undefined,
  talk: Talk,
  needs: ChatNeeds,
  more: Pick<FormSources, "typed"> = {},
): Promise<Form | undefined> {
  const people = partyOptions(needs, false);
  const draft = action.draft === undefined ? undefined : await needs.drafts.find(action.draft, talk.person.id);
  return formFor(action, {
    reader: talk.reader,
    person: talk.person.id,
    plan,
    people,
    groups: partyOptions(needs, true).slice(people.length),
    engines: await needs.engines(),
    hooks: needs.hookNames,
    ruling: rulingOf(talk, needs),
    begun: draft && (await begunOf(draft, talk, needs)),
    ...more,
  });
}
