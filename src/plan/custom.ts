/**
 * Fields that a team adds to its plans, and whether what a plan says in them fits.
 */
import type { Content, CustomValue } from "./content.ts";

export const CUSTOM_TYPES = ["text", "choice", "multi-choice", "checkbox"] as const;

export interface CustomField {
  /** Its name in files and commands. */
  readonly id: string;
  readonly title: Readonly<Record<"zh" | "en", string>>;
  readonly type: (typeof CUSTOM_TYPES)[number];
  /** What may be chosen; nothing for a text or a checkbox. */
  readonly options: readonly string[];
  /** Planning can't be finished without it; a checkbox must be ticked. */
  readonly required: boolean;
}

export type CustomProblem =
  | { readonly problem: "unknown"; readonly name: string; readonly known: readonly string[] }
  | { readonly problem: "missing" | "type"; readonly field: CustomField }
  | { readonly problem: "choice"; readonly field: CustomField; readonly value: string };

/** The first thing wrong with what a draft says in its team's fields. */
export function customProblem(
  { custom = {} }: Pick<Content, "custom">,
  fields: readonly CustomField[],
): CustomProblem | undefined {
  for (const [name, value] of Object.entries(custom)) {
    const field = fields.find(({ id }) => id === name);
    if (!field) return { problem: "unknown", name, known: fields.map(({ id }) => id) };
    const problem = valueProblem(field, value);
    if (problem) return problem;
  }
  return undefined;
}

/** The first field that a finished plan needs and this one leaves open. */
export function missingCustom(
  { custom = {} }: Pick<Content, "custom">,
  fields: readonly CustomField[],
): CustomProblem | undefined {
  const open = fields.find(
    ({ id, required }) => required && !isFilled(Object.hasOwn(custom, id) ? custom[id] : undefined),
  );
  return open && { problem: "missing", field: open };
}

function isFilled(value: CustomValue | undefined): boolean {
  return value !== undefined && value !== false && value.toString().trim() !== "";
}

function valueProblem(field: CustomField, value: CustomValue): CustomProblem | undefined {
  const { type, options } = field;
  const wanted = type === "checkbox" ? "boolean" : type === "multi-choice" ? "object" : "string";
  if (typeof value !== wanted) return { problem: "type", field };
  if (type === "text" || typeof value === "boolean") return undefined;
  const stranger = [value].flat().find((each) => !options.includes(each));
  return stranger === undefined ? undefined : { problem: "choice", field, value: stranger };
}

/** What a plan says after some of it was given anew; null takes one away. Nothing at all is undefined. */
export function mergedCustom(
  before: Content["custom"],
  given: Readonly<Record<string, CustomValue | null>> | undefined,
): Content["custom"] {
  if (given === undefined) return before;
  const entries = Object.entries({ ...before, ...given }).flatMap(([id, value]) =>
    value === null ? [] : [[id, value]],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
