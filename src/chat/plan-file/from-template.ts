/**
 * The draft that a template begins: what was given beside it takes the place of what the template says.
 */
import type { ParameterValue } from "../../plan/content.ts";
import type { PlanFields } from "../grammar/said.ts";
import type { PlanDraft } from "./draft.ts";
import { draftOfFields } from "./draft-of-fields.ts";
import { filled, placeholdersIn } from "./placeholders.ts";
import type { PlanFileProblem } from "./problem.ts";
import { readPlanFile } from "./read.ts";

export interface Beginning {
  readonly fields: PlanFields;
  /** What stands in the template as `{{version}}`. */
  readonly values: Readonly<Record<string, ParameterValue>>;
}

export type TemplateProblem =
  | { readonly code: "template-unreadable"; readonly problems: readonly PlanFileProblem[] }
  /** What it leaves open, and nobody gave. */
  | { readonly code: "template-open"; readonly names: readonly string[] }
  /** Given, and nowhere in it. */
  | { readonly code: "template-unknown"; readonly names: readonly string[] };

export type Begun =
  | { readonly ok: true; readonly draft: PlanDraft }
  | { readonly ok: false; readonly problem: TemplateProblem };

export function draftFrom(template: string, { fields, values }: Beginning): Begun {
  const read = readPlanFile(template);
  if (!read.ok) return { ok: false, problem: { code: "template-unreadable", problems: read.problems } };
  const typed = draftOfFields({ ...fields, name: fields.name ?? read.draft.name });
  const draft = { ...read.draft, ...typed, items: read.draft.items };
  const missing = placeholdersIn(draft).filter((name) => !Object.hasOwn(values, name));
  if (missing.length > 0) return { ok: false, problem: { code: "template-open", names: missing } };
  const known = placeholdersIn(read.draft);
  const strangers = Object.keys(values).filter((name) => !known.includes(name));
  if (strangers.length > 0) return { ok: false, problem: { code: "template-unknown", names: strangers } };
  return { ok: true, draft: filled(draft, values) };
}
