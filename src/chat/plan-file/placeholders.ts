/**
 * What a template leaves open: `{{version}}` in any of its texts.
 */
import type { ParameterValue } from "../../plan/content.ts";
import type { PlanDraft } from "./draft.ts";

const PLACEHOLDER = /\{\{\s*([\p{L}_][\p{L}\p{N}_-]{0,63})\s*\}\}/gu;

/** The names, in the order in which they come. */
export function placeholdersIn(draft: PlanDraft): readonly string[] {
  const names: string[] = [];
  mapped(draft, (text) => {
    for (const [, name = ""] of text.matchAll(PLACEHOLDER)) names.push(name);
    return text;
  });
  return [...new Set(names)];
}

/** The draft with each placeholder's value in its place; what has none stays. */
export function filled(draft: PlanDraft, values: Readonly<Record<string, ParameterValue>>): PlanDraft {
  return mapped(draft, (text) =>
    text.replace(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole)),
  );
}

function mapped<T>(value: T, change: (text: string) => string): T;
function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((part) => mapped(part, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapped(part, change)]));
}
