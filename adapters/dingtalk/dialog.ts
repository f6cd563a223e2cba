/**
 * A form as a conversation, where a card has no fields: the bot asks for one after the other, and the person answers, goes
 * back, skips or gives up. The state is plain data, so that it survives a restart.
 */
import { z } from "zod";
import type { Form, FormField } from "../../src/chat/card.ts";
import type { FormReply, Place } from "../../src/chat/ports.ts";
import type { Value } from "./dialog-answer.ts";
import { emptyOf, isFilled, readAnswer, startValue, valueText } from "./dialog-answer.ts";
import { cut, LINE, PARAGRAPH, plain, plainLines } from "./markdown.ts";
import { tame } from "./tame.ts";
import type { DialogTexts } from "./texts.ts";

/** A longer list is found in by a part of a name; only its beginning is shown. */
const MOST_OPTIONS = 40;
const SHOWN_OF_LONG = 10;
const LONGEST_SHOWN = 1_500;

const value = z.union([z.string(), z.array(z.string()), z.boolean()]);
export const dialogSchema = z.object({
  form: z.custom<Form>((given) => z.object({ fields: z.array(z.unknown()).min(1) }).safeParse(given).success),
  /** Where it was asked for. */
  place: z.string(),
  values: z.record(z.string(), value),
  /** The place of the field that is asked for; that of the last one and one more while all of it is checked. */
  step: z.number(),
  /** What was said last, and to which message: a message that comes again gets it again. */
  last: z.object({ key: z.string(), say: z.string(), submit: z.boolean(), reform: z.boolean() }),
});
export type Dialog = z.output<typeof dialogSchema>;

/** What a message leads to. */
export interface Step {
  readonly dialog: Dialog;
  readonly say: string;
  /** All is there: it is to be handed in. */
  readonly submit: boolean;
  /** What was answered decides which fields there are: the form is to be asked for anew. */
  readonly reform: boolean;
  readonly over: boolean;
}

const WORDS = {
  cancel: /^(?:取消|放弃|cancel|quit)$/iu,
  back: /^(?:返回|上一项|上一步|back)$/iu,
  skip: /^(?:跳过|skip|-)$/iu,
  clear: /^(?:清空|无|clear|none)$/iu,
  submit: /^(?:提交|确认|submit|send|ok)$/iu,
};

export function beginDialog(form: Form, place: Place, key: string, texts: DialogTexts): Step {
  const values = Object.fromEntries(form.fields.map((field) => [field.name, mutable(startValue(field))]));
  const dialog: Dialog = { form, place, values, step: 0, last: { key, say: "", submit: false, reform: false } };
  const intro = form.intro === undefined ? "" : `${tame(form.intro)}${PARAGRAPH}`;
  return asked(dialog, key, texts, intro);
}

/** The next step after a message. A message that was answered before is answered in the same way. */
export function continueDialog(dialog: Dialog, said: string, key: string, texts: DialogTexts): Step {
  const { last } = dialog;
  if (last.key === key) return { dialog, say: last.say, submit: last.submit, reform: last.reform, over: false };
  const text = said.trim();
  const { form, step } = dialog;
  const field = form.fields[step];
  if (WORDS.cancel.test(text)) {
    return { dialog, say: texts.cancelled(plain(form.title)), submit: false, reform: false, over: true };
  }
  if (WORDS.back.test(text)) return asked({ ...dialog, step: Math.max(0, step - 1) }, key, texts);
  const done = WORDS.submit.test(text) || text.toLocaleLowerCase() === form.submit.toLocaleLowerCase();
  if (!field) return done ? submitted(dialog, key) : asked(dialog, key, texts);
  if (done && field.type !== "check" && form.fields.length > 1) return toReview(dialog, key, texts);
  return answered(dialog, field, text, key, texts);
}

/** Goes on with the form as it is with what was typed so far: after the field that has changed it. */
export function reformDialog(dialog: Dialog, form: Form, key: string, texts: DialogTexts): Step {
  const before = dialog.form.fields[dialog.step - 1]?.name;
  const at = form.fields.findIndex(({ name }) => name === before);
  const values = Object.fromEntries(form.fields.map((field) => [field.name, mutable(startValue(field))]));
  return asked({ ...dialog, form, values, step: at < 0 ? dialog.step : at + 1 }, key, texts);
}

/** After the core has not taken it: asks for what was wrong. */
export function correctDialog(
  dialog: Dialog,
  wrong: Extract<FormReply, { readonly kind: "wrong" }>,
  key: string,
  texts: DialogTexts,
): Step {
  const { fields } = dialog.form;
  const problems = fields.flatMap(({ name, label }) =>
    wrong.fields[name] === undefined ? [] : [`${plain(label)}: ${wrong.fields[name]}`],
  );
  const first = fields.findIndex(({ name }) => wrong.fields[name] !== undefined);
  const said = [texts.wrong, ...(wrong.problem === undefined ? [] : [wrong.problem]), ...problems].join(LINE);
  return asked({ ...dialog, step: Math.max(0, first) }, key, texts, `${said}${PARAGRAPH}`);
}

function answered(dialog: Dialog, field: FormField, text: string, key: string, texts: DialogTexts): Step {
  const { values, step } = dialog;
  const kept = values[field.name];
  const next = (value: Value | undefined): Step => {
    const on = goOn(
      { ...dialog, values: { ...values, [field.name]: mutable(value ?? "") }, step: step + 1 },
      key,
      texts,
    );
    const reform = field.reshapes === true && value !== kept;
    return reform ? { ...on, reform, dialog: { ...on.dialog, last: { ...on.dialog.last, reform } } } : on;
  };
  if (WORDS.skip.test(text)) {
    return isFilled(field, kept) ? next(kept) : asked(dialog, key, texts, `${texts.needed}${PARAGRAPH}`);
  }
  if (WORDS.clear.test(text)) {
    const empty = emptyOf(field);
    return empty === undefined ? asked(dialog, key, texts, `${texts.needed}${PARAGRAPH}`) : next(empty);
  }
  const read = readAnswer(field, text, texts);
  return read.ok ? next(read.value) : asked(dialog, key, texts, `${read.problem}${PARAGRAPH}`);
}

/** A form of one field is handed in with its answer; a longer one is shown as a whole before. */
function goOn(dialog: Dialog, key: string, texts: DialogTexts): Step {
  const { fields } = dialog.form;
  return dialog.step >= fields.length && fields.length === 1 ? submitted(dialog, key) : asked(dialog, key, texts);
}

/** The rest stays as it is, unless something that is needed is missing. */
function toReview(dialog: Dialog, key: string, texts: DialogTexts): Step {
  const { fields } = dialog.form;
  const missing = fields.findIndex((field) => !isFilled(field, dialog.values[field.name]));
  if (missing < 0) return asked({ ...dialog, step: fields.length }, key, texts);
  return asked({ ...dialog, step: missing }, key, texts, `${texts.needed}${PARAGRAPH}`);
}

function submitted(dialog: Dialog, key: string): Step {
  const last = { key, say: "", submit: true, reform: false };
  const whole = { ...dialog, step: dialog.form.fields.length, last };
  return { dialog: whole, say: "", submit: true, reform: false, over: false };
}

function asked(dialog: Dialog, key: string, texts: DialogTexts, before = ""): Step {
  const field = dialog.form.fields[dialog.step];
  const say = `${before}${field ? question(dialog, field, texts) : review(dialog, texts)}`;
  const last = { key, say, submit: false, reform: false };
  return { dialog: { ...dialog, last }, say, submit: false, reform: false, over: false };
}

function question({ form, values, step }: Dialog, field: FormField, texts: DialogTexts): string {
  const kept = values[field.name];
  const empty = kept === undefined || (typeof kept !== "boolean" && kept.length === 0);
  const needed = field.required || (field.type === "text" && field.files === "needed");
  const need = needed ? texts.required : texts.optional;
  const parts = [
    texts.step(plain(form.title), step + 1, form.fields.length),
    `**${plain(field.label)}** ${need}`,
    field.hint === undefined ? "" : plain(field.hint),
    field.type === "text" && empty && field.placeholder !== undefined ? plain(field.placeholder) : "",
    empty ? "" : texts.now(cut(plainLines(valueText(field, kept, texts)), LONGEST_SHOWN)),
    offered(field, texts),
    texts.words({ skip: !empty || !field.required, back: step > 0, clear: !(field.required || empty) }),
  ];
  return parts.filter((part) => part !== "").join(PARAGRAPH);
}

function offered(field: FormField, texts: DialogTexts): string {
  if (field.type === "check") return texts.yesNo;
  if (field.type === "text") return "";
  const many = field.type === "people" && field.many;
  const total = field.options.length;
  const most = total > MOST_OPTIONS ? SHOWN_OF_LONG : total;
  const shown = field.options.slice(0, most).map(({ label }, index) => `${index + 1}. ${plain(label)}`);
  const more = total > most ? [texts.more(total - most)] : [];
  return [many ? texts.pickMany : texts.pick, ...shown, ...more].join(LINE);
}

function review({ form, values }: Dialog, texts: DialogTexts): string {
  const lines = form.fields.map((field) => {
    const text = cut(plainLines(valueText(field, values[field.name], texts)), LONGEST_SHOWN);
    return `**${plain(field.label)}** ${text}`;
  });
  return [texts.review(plain(form.title)), lines.join(LINE), texts.send(plain(form.submit))].join(PARAGRAPH);
}

function mutable(given: Value): string | string[] | boolean {
  return typeof given === "object" ? [...given] : given;
}
