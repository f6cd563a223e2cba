/**
 * What a workflow is run with, as people see it: secret values are shown to nobody.
 */
import type { Item, ParameterValue } from "../../plan/content.ts";
import type { Secrets } from "../../plan/secrets.ts";
import { HIDDEN } from "../../plan/secrets.ts";
import { excerpt, oneLine } from "../texts/markdown.ts";

/** `branch=main  token=••••••`, at most so long. Empty for an item without inputs. */
export function inputsText({ id, work }: Item, secrets: Secrets, most: number): string {
  if (work.type === "text") return "";
  const hidden = secrets[id] ?? [];
  const given = Object.entries(work.with).map(([name, value]) => inputText(name, value, hidden.includes(name)));
  return excerpt(given.join("  "), most);
}

function inputText(name: string, value: ParameterValue, secret: boolean): string {
  return `${oneLine(name)}=${secret ? HIDDEN : oneLine(String(value))}`;
}
