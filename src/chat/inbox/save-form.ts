/**
 * Saving an edit. What somebody else changed meanwhile stays, unless it is the same field: then both versions are shown and
 * the person is asked. Nothing is overwritten without a word.
 */
import { same } from "../../plan/digest.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Form } from "../card.ts";
import { conflictsIn, shownValue } from "../forms/merge.ts";
import { retyped } from "../forms/retyped.ts";
import type { FormAction, FormSources } from "../forms/sources.ts";
import { INPUTS, touchedValues } from "../forms/touched.ts";
import type { Values } from "../forms/values.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";
import { actorLine } from "../texts/names.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { nearTime } from "../texts/when.ts";
import { baseOf } from "./edit-base.ts";
import type { ChatNeeds } from "./needs.ts";
import { filledForm } from "./open-form.ts";
import type { Talk } from "./talk.ts";

const LONGEST_VALUE = 200;

export type Saving =
  /** What was changed, to be saved onto the plan as it is. */
  | { readonly kind: "save"; readonly form: Form; readonly values: Values }
  /** The question, with what was typed still in it. */
  | { readonly kind: "ask"; readonly form: Form }
  /** It can't be known what the form showed, or what it is about is gone. */
  | { readonly kind: "gone" };

export async function savingOf(
  action: FormAction,
  plan: Plan,
  values: Values,
  more: Pick<FormSources, "typed">,
  talk: Talk,
  needs: ChatNeeds,
): Promise<Saving> {
  const before = await baseOf(action, plan, needs);
  const base = before && (await filledForm(action, before, talk, needs, more));
  const current = await filledForm(action, plan, talk, needs, more);
  if (!before || !base || !current) return { kind: "gone" };
  const touched = touchedValues(base, values);
  const conflicts = conflictsIn(base, current, touched, movedWork(action, before, plan));
  if (conflicts.length > 0) return { kind: "ask", form: asking(current, touched, conflicts, plan, talk) };
  return { kind: "save", form: base, values: touched };
}

/** Secrets are in no form, and may have been changed as well. */
function movedWork({ item }: FormAction, before: Plan, after: Plan): readonly string[] {
  const work = ({ content }: Plan) => content.items.find(({ id }) => id === item)?.work;
  return item === undefined || same(work(before), work(after)) ? [] : [INPUTS];
}

/** The plan as it is now with what was typed over it, and both of what differs above. */
function asking(current: Form, touched: Values, conflicts: readonly string[], plan: Plan, { reader }: Talk): Form {
  const { lang } = reader;
  const words = { yes: say(lang, "custom.ticked"), no: say(lang, "custom.open") };
  const nothing = say(lang, "form.conflict.nothing");
  const shown = (text: string) => excerpt(oneLine(text), LONGEST_VALUE) || nothing;
  const lines = current.fields
    .filter(({ name }) => conflicts.includes(name) && touched[name] !== undefined)
    .map((field) =>
      sayMarkdown(lang, "form.conflict.line", {
        field: field.label,
        theirs: shown(shownValue(field, field.value, words)),
        mine: shown(shownValue(field, touched[field.name] ?? "", words)),
      }),
    );
  const intro = sayMarkdown(lang, "form.conflict.intro", {
    who: actorLine(plan.editedBy, reader),
    at: nearTime(plan.editedAt, reader),
  });
  return {
    ...retyped(current, touched),
    intro: [intro, lines.map((line) => `- ${line}`).join("\n")].join("\n\n"),
    submit: say(lang, "form.conflict.submit"),
    style: "danger",
  };
}
