/**
 * One text for equal content, whatever order its keys were written in.
 */
import type { Content } from "./content.ts";
import type { WorkflowDescription } from "./workflow.ts";

/** JSON with sorted keys and without undefined values. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const parts: Readonly<Record<string, unknown>> = { ...value };
  let pairs = "";
  for (const key of Object.keys(parts).sort()) {
    if (parts[key] === undefined) continue;
    pairs += `${pairs === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(parts[key])}`;
  }
  return `{${pairs}}`;
}

/** Names the content, and the workflows that it would run: what an approval is bound to. */
export function digestOf(
  content: Content,
  workflows: Readonly<Record<string, WorkflowDescription>>,
  hash: (text: string) => string,
): string {
  const bare = Object.keys(workflows).length === 0;
  return hash(canonicalJson(bare ? content : { content, workflows }));
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
