/**
 * Who else has a form open on the same part of a plan.
 */
import type { Plan } from "../../plan/plan.ts";
import type { Form } from "../card.ts";
import type { FormAction } from "../forms/sources.ts";
import { personLine } from "../texts/names.ts";
import { sayMarkdown } from "../texts/say.ts";
import { nearTime } from "../texts/when.ts";
import type { ChatNeeds } from "./needs.ts";
import type { Talk } from "./talk.ts";

/** What an edit form is about: the plan itself, or one of its items. Undefined for forms that edit nothing. */
export function sectionOf({ form, item }: FormAction): string | undefined {
  if (form === "edit") return "plan";
  return form === "edit-item" ? item : undefined;
}

/** The form with a line for each other person who edits the same. */
export async function withEditors(
  form: Form,
  action: FormAction,
  plan: Plan | undefined,
  { person, reader }: Talk,
  { editors }: ChatNeeds,
): Promise<Form> {
  const section = sectionOf(action);
  if (!plan || section === undefined) return form;
  const others = await editors.begin(plan.id, section, person.id);
  if (others.length === 0) return form;
  const lines = others.map((other) =>
    sayMarkdown(reader.lang, "form.others", {
      person: personLine(other.person, reader),
      at: nearTime(other.since, reader),
    }),
  );
  return { ...form, intro: [...lines, ...(form.intro === undefined ? [] : [form.intro])].join("\n\n") };
}

export async function editorLeft(
  action: FormAction,
  plan: Plan | undefined,
  { person }: Talk,
  { editors }: ChatNeeds,
): Promise<void> {
  const section = sectionOf(action);
  if (plan && section !== undefined) await editors.end(plan.id, section, person.id);
}
