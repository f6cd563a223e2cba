/**
 * One text for equal content, whatever order its keys were written in.
 */
import type { Content } from "./content.ts";
import type { RequirementStates } from "./reading.ts";
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

/** Names the content, the workflows that it would run and the requirements as they were read: what an approval is bound to. */
export function digestOf(
  content: Content,
  workflows: Readonly<Record<string, WorkflowDescription>>,
  hash: (text: string) => string,
  requirements: RequirementStates = {},
): string {
  const read = Object.keys(requirements).length > 0;
  const bare = Object.keys(workflows).length === 0 && !read;
  return hash(canonicalJson(bare ? content : { content, workflows, ...(read && { requirements }) }));
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
