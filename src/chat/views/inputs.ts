/**
 * What a workflow is run with, as people see it: secret values are shown to nobody.
 */
import type { Item, ParameterValue } from "../../plan/content.ts";
import type { Plan } from "../../plan/plan.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";

const HIDDEN = "••••••";

/** What engines said of the items' workflows. */
export type Workflows = Plan["workflows"];

/** What is known of the workflows a plan runs: while it is planned, what was known at its last approval. */
export function workflowsOf({ workflows, approvedWorkflows }: Plan): Workflows {
  return { ...approvedWorkflows, ...workflows };
}

/** `branch=main  token=••••••`, at most so long. Empty for an item without inputs. */
export function inputsText({ id, work }: Item, workflows: Workflows, most: number): string {
  if (work.type === "text") return "";
  const secrets = (workflows[id]?.parameters ?? []).filter(({ secret }) => secret).map(({ name }) => name);
  const given = Object.entries(work.with).map(([name, value]) => inputText(name, value, secrets.includes(name)));
  return excerpt(given.join("  "), most);
}

function inputText(name: string, value: ParameterValue, secret: boolean): string {
  return `${oneLine(name)}=${secret ? HIDDEN : oneLine(String(value))}`;
}
