/**
 * Opening a form for somebody who may see what it is about.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Form } from "../card.ts";
import { formFor } from "../forms/form-for.ts";
import { retyped } from "../forms/retyped.ts";
import type { FormAction, FormSources } from "../forms/sources.ts";
import type { Values } from "../forms/values.ts";
import type { Reply } from "../ports.ts";
import { baseOf } from "./edit-base.ts";
import { withEditors } from "./editors.ts";
import type { ChatNeeds } from "./needs.ts";
import { partyOptions } from "./parties.ts";
import type { Talk } from "./talk.ts";
import { planFor, refused } from "./talk.ts";

/** The form that somebody asked for in words. */
export function formReply(wanted: Omit<FormAction, "do">, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  return openForm({ do: "form", ...wanted }, talk, needs);
}

export async function openForm(action: FormAction, talk: Talk, needs: ChatNeeds): Promise<readonly Reply[]> {
  const plan = action.plan === undefined ? undefined : await planFor(action.plan, talk, needs);
  if (!plan && needsPlan(action)) return refused({ code: "no-such-plan" }, talk);
  const form = await filledForm(action, plan, talk, needs, { about: talk.about });
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
  more: Pick<FormSources, "typed" | "about"> = {},
): Promise<Form | undefined> {
  const people = partyOptions(needs, false);
  return formFor(action, {
    reader: talk.reader,
    person: talk.person.id,
    plan,
    people,
    groups: partyOptions(needs, true).slice(people.length),
    engines: await needs.engines(),
    hooks: needs.hookNames,
    ...more,
  });
}
