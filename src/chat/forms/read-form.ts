/**
 * What a filled form says, in the shape that typed commands have. A field that is absent stays as it is; an optional
 * one that was emptied clears.
 */
import { LIMITS } from "../../plan/content.ts";
import type { FormName } from "../action.ts";
import type { ItemFields, PlanFields } from "../grammar/said.ts";
import { requirementWords } from "../plan-file/list-text.ts";
import { ASKED, CHECKED } from "./done-form.ts";
import type { FormFault } from "./fault.ts";
import { readAddItem, readEditItem } from "./read-item-form.ts";
import { readItemLines, readPlanFields } from "./read-plan-form.ts";
import type { FormAction } from "./sources.ts";
import type { Values } from "./values.ts";
import { FormReader } from "./values.ts";

export type FormSaid =
  | { readonly form: "new"; readonly fields: PlanFields; readonly items?: readonly ItemFields[] | undefined }
  | { readonly form: "edit"; readonly fields: PlanFields }
  | { readonly form: "add"; readonly fields: ItemFields }
  | { readonly form: "edit-item"; readonly fields: ItemFields }
  | Reasoned<"reject" | "cancel" | "skip" | "override" | "freeze-run">
  | { readonly form: "approve"; readonly comment?: string | undefined }
  | {
      readonly form: "done";
      readonly remark?: string | undefined;
      readonly evidence?: readonly string[] | undefined;
      /** By the place of what the item asks for. */
      readonly answers?: Readonly<Record<string, string>> | undefined;
    }
  /** How each point of the check list is to be, by its place. */
  | { readonly form: "tick"; readonly ticks: Readonly<Record<string, boolean>> }
  | { readonly form: "handover"; readonly to: string }
  | { readonly form: "comment"; readonly text: string }
  | { readonly form: "require"; readonly words: readonly string[] }
  /** To nobody: what was delegated ends. */
  | { readonly form: "delegate"; readonly to?: string | undefined; readonly until?: string | undefined };

/** One variant for each form, so that each can be told apart. */
type Reasoned<F extends FormName> = F extends FormName ? { readonly form: F; readonly reason: string } : never;

export type ReadForm =
  | { readonly ok: true; readonly said: FormSaid }
  | { readonly ok: false; readonly fields: Readonly<Record<string, FormFault>> };

/** `required` names fields that may not be emptied, beside those that every such form has. */
export function readForm({ form }: FormAction, values: Values, required: readonly string[] = []): ReadForm {
  const reader = new FormReader(values, required);
  const said = saidIn(form, reader);
  const fields = reader.faults;
  return said && Object.keys(fields).length === 0 ? { ok: true, said } : { ok: false, fields };
}

/** Undefined only with a fault told. */
function saidIn(form: FormName, reader: FormReader): FormSaid | undefined {
  switch (form) {
    case "new": {
      const fields = readPlanFields(reader, true);
      return { form, fields, items: readItemLines(reader) };
    }
    case "edit":
      return { form, fields: readPlanFields(reader, false) };
    case "add":
      return { form, fields: readAddItem(reader) };
    case "edit-item":
      return { form, fields: readEditItem(reader) };
    case "reject":
    case "cancel":
    case "skip":
    case "override":
    case "freeze-run": {
      const reason = reader.needed("reason", LIMITS.reason);
      return reason === undefined ? undefined : { form, reason };
    }
    case "approve": {
      const comment = reader.text("comment", LIMITS.reason);
      return { form, ...(comment && { comment }) };
    }
    case "done":
      return doneIn(reader);
    case "tick":
      return { form, ticks: ticksIn(reader) };
    case "handover": {
      const [to] = reader.list("to", 1) ?? [];
      return to === undefined ? reader.fault("to", { code: "required" }) : { form, to };
    }
    case "delegate": {
      const [to] = reader.list("to", 1) ?? [];
      const until = reader.text("until", LIMITS.word);
      return { form, ...(to !== undefined && { to }), ...(until && { until }) };
    }
    case "require": {
      const text = reader.needed("words", LIMITS.text);
      return text === undefined ? undefined : { form, words: requirementWords(text) };
    }
    case "comment": {
      const text = reader.needed("text", LIMITS.reason);
      return text === undefined ? undefined : { form, text };
    }
  }
}

function doneIn(reader: FormReader): FormSaid {
  const remark = reader.text("remark", LIMITS.reason);
  const lines = reader.text("evidence", LIMITS.text)?.split("\n") ?? [];
  const evidence = lines.map((line) => line.trim()).filter((line) => line !== "");
  if (evidence.length > LIMITS.list) reader.fault("evidence", { code: "too-many", most: LIMITS.list });
  const answers = answersIn(reader);
  return {
    form: "done",
    ...(remark && { remark }),
    ...(evidence.length > 0 && { evidence }),
    ...(Object.keys(answers).length > 0 && { answers }),
  };
}

function answersIn(reader: FormReader): Readonly<Record<string, string>> {
  const entries = reader.named(ASKED).flatMap((name) => {
    const answer = reader.requires(name) ? reader.needed(name, LIMITS.reason) : reader.text(name, LIMITS.reason);
    return answer ? [[name.slice(ASKED.length), answer] as const] : [];
  });
  return Object.fromEntries(entries);
}

function ticksIn(reader: FormReader): Readonly<Record<string, boolean>> {
  const entries = reader.named(CHECKED).flatMap((name) => {
    const ticked = reader.either(name, LIMITS.word);
    return typeof ticked === "boolean" ? [[name.slice(CHECKED.length), ticked] as const] : [];
  });
  return Object.fromEntries(entries);
}
