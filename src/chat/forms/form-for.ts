/**
 * The form that an action opens, filled in with what there is. The action comes back with what was typed.
 */
import type { Item } from "../../plan/content.ts";
import { LIMITS } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import { gateOf } from "../../plan/transitions.ts";
import type { FormName } from "../action.ts";
import type { Form, FormField } from "../card.ts";
import { escapeMarkdown } from "../texts/markdown.ts";
import { numberOf } from "../texts/names.ts";
import { say, sayMarkdown } from "../texts/say.ts";
import { checkFields, doneFields, saidIntro, tickedIn } from "./done-form.ts";
import { personField, reasonField, textField } from "./field.ts";
import { addItemFields, editItemFields } from "./item-form.ts";
import { newPlanFields, planFields } from "./plan-form.ts";
import type { FormAction, FormSources } from "./sources.ts";

const ITEM_FORMS = ["edit-item", "done", "tick", "skip", "freeze-run"] as const;
type ItemForm = (typeof ITEM_FORMS)[number];
type PlanForm = Exclude<FormName, "new" | "delegate" | ItemForm>;

/** Undefined where the plan or the item that it is about is missing. */
export function formFor(action: FormAction, sources: FormSources): Form | undefined {
  const { plan, reader } = sources;
  const { form } = action;
  const { lang } = reader;
  const texts = { submit: say(lang, `form.${form}.submit`), back: say(lang, "confirm.back"), style: styleOf(form) };
  if (form === "new") {
    const title = say(lang, "form.new.title");
    return { ...texts, title, intro: newIntro(sources), fields: newPlanFields(sources), action };
  }
  if (form === "delegate") {
    const [title, intro] = [say(lang, "form.delegate.title"), say(lang, "form.delegate.intro")];
    return { ...texts, title, intro, fields: delegateFields(sources), action: { do: "form", form } };
  }
  if (!plan) return undefined;
  const bound = { ...action, plan: plan.index, ...boundTo(action, plan) };
  if (!isItemForm(form)) {
    const title = say(lang, `form.${form}.title`, { index: plan.index });
    return {
      ...texts,
      title,
      intro: planIntro(form, plan, sources),
      fields: fieldsOf(form, plan, sources),
      action: bound,
    };
  }
  const item = plan.content.items.find(({ id }) => id === action.item);
  if (!item) return undefined;
  const title = say(lang, `form.${form}.title`, { number: numberOf(plan, item.id) });
  const head = { ...texts, title, intro: itemIntro(form, plan, item, sources) };
  if (form !== "tick") return { ...head, fields: itemFormFields(form, plan, item, sources), action: bound };
  // Only what differs from what was shown is wanted by whoever saves it: others tick off at the same time.
  const shown = action.seen === bound.seen ? action.ticked : undefined;
  const ticked = shown ?? tickedIn(plan, item.id);
  return { ...head, fields: checkFields(item, ticked), action: { ...bound, ticked } };
}

/** A form that begins with a draft says so, and what the draft left open. */
function newIntro({ begun, reader: { lang } }: FormSources): string {
  if (!begun) return say(lang, "form.new.intro");
  const notes = begun.notes.map((note) => `- ${escapeMarkdown(note)}`);
  return [say(lang, "form.new.draft"), ...(notes.length > 0 ? [notes.join("\n")] : [])].join("\n\n");
}

function isItemForm(form: FormName): form is ItemForm {
  return ITEM_FORMS.some((name) => name === form);
}

/**
 * A decision is on what was shown with the button; an edit is of the content that the form shows; what an item asks for, and
 * its check list, go by their places. Bound to it, a form that stayed open decides nothing else.
 */
function boundTo(
  action: FormAction,
  { digest, editedAt, manager, round, status }: Plan,
): Pick<FormAction, "seen" | "level" | "checkpoint"> {
  switch (action.form) {
    case "approve":
    case "reject":
      return { seen: action.seen ?? digest, level: action.level ?? round?.level };
    case "edit":
    case "edit-item":
      return { seen: `${digest}@${manager}` };
    case "done":
    case "tick":
      return { seen: String(editedAt) };
    case "override":
      return { checkpoint: action.checkpoint ?? gateOf(status) };
    default:
      return {};
  }
}

function styleOf(form: FormName): Form["style"] {
  return form === "reject" || form === "cancel" || form === "override" || form === "freeze-run" ? "danger" : "primary";
}

function planIntro(form: PlanForm, plan: Plan, { reader: { lang } }: FormSources): string | undefined {
  switch (form) {
    case "reject":
    case "approve":
    case "cancel":
    case "override":
      return sayMarkdown(lang, `form.${form}.intro`, { name: plan.content.name });
    case "edit":
    case "add":
    case "handover":
    case "comment":
    case "require":
      return undefined;
  }
}

function itemIntro(form: ItemForm, plan: Plan, item: Item, { reader }: FormSources): string | undefined {
  const { lang } = reader;
  const { name } = item;
  if (form === "done") return saidIntro(plan, item, reader);
  return form === "skip" || form === "freeze-run" ? sayMarkdown(lang, `form.${form}.intro`, { name }) : undefined;
}

function fieldsOf(form: PlanForm, plan: Plan, sources: FormSources): readonly FormField[] {
  const { lang } = sources.reader;
  switch (form) {
    case "edit":
      return planFields(plan, sources);
    case "add":
      return addItemFields(sources);
    case "reject":
    case "cancel":
    case "override":
      return [reasonField(sources)];
    case "approve":
      return [textField({ name: "comment", label: say(lang, "form.field.comment") }, { max: LIMITS.reason, lines: 3 })];
    case "comment":
      return [
        textField(
          { name: "text", label: say(lang, "form.field.text"), required: true },
          { max: LIMITS.reason, lines: 3 },
        ),
      ];
    case "require":
      return [
        textField(
          {
            name: "words",
            label: say(lang, "form.field.words"),
            hint: say(lang, "form.hint.words"),
            placeholder: say(lang, "form.placeholder.words"),
            required: true,
          },
          { max: LIMITS.reason, lines: 4 },
        ),
      ];
    case "handover":
      return [personField({ name: "to", label: say(lang, "form.field.to"), required: true }, [], sources)];
  }
}

function itemFormFields(
  form: Exclude<ItemForm, "tick">,
  plan: Plan,
  item: Item,
  sources: FormSources,
): readonly FormField[] {
  switch (form) {
    case "edit-item":
      return editItemFields(plan, item, sources);
    case "done":
      return doneFields(plan, item, sources);
    case "skip":
    case "freeze-run":
      return [reasonField(sources)];
  }
}

function delegateFields(sources: FormSources): readonly FormField[] {
  const { lang } = sources.reader;
  return [
    personField(
      { name: "to", label: say(lang, "form.field.delegate"), hint: say(lang, "form.hint.delegate") },
      [],
      sources,
    ),
    textField(
      {
        name: "until",
        label: say(lang, "form.field.until"),
        hint: say(lang, "form.hint.until"),
        placeholder: say(lang, "form.placeholder.until"),
      },
      { max: LIMITS.word },
    ),
  ];
}
