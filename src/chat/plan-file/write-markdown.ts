/**
 * A draft as Markdown that reads back to the same draft.
 */
import { canonicalJson } from "../../plan/digest.ts";
import { writeAsk } from "./ask-text.ts";
import type { ItemDraft, PlanDraft } from "./draft.ts";
import { writeLevel } from "./level-text.ts";
import { readPlanFile } from "./read.ts";
import { writePlanFile } from "./write.ts";

/** As people would write it; what Markdown can't hold without changing it stands in the front matter, all of it. */
export function writeMarkdownPlan(draft: PlanDraft): string {
  const pretty = prettyPlan(draft);
  const read = readPlanFile(pretty, "markdown");
  return read.ok && canonicalJson(read.draft) === canonicalJson(normal(draft))
    ? pretty
    : `---\n${writePlanFile(draft)}---\n`;
}

/** A level without a rule is one of any. */
function normal(draft: PlanDraft): PlanDraft {
  const read = readPlanFile(writePlanFile(draft), "yaml");
  return read.ok ? read.draft : draft;
}

function prettyPlan(draft: PlanDraft): string {
  const { name, description = "", approval, items, requirements = [], custom = {} } = draft;
  const { key, manager, window, schedule, policy, emergency, editors, announce, hooks, tags } = draft;
  const heads = Object.entries({ key, manager, window, schedule, policy, emergency, editors, announce, hooks, tags });
  const lines = heads.flatMap(([word, value]) =>
    value === undefined ? [] : [`- ${word}: ${[value].flat().join(", ")}`],
  );
  const own = Object.entries(custom).map(([id, value]) => `${id}="${[value].flat().join(", ")}"`);
  const parts = [
    `# ${name}`,
    [...lines, ...(own.length > 0 ? [`- custom: ${own.join(" ")}`] : [])].join("\n"),
    description.trim() === "" ? "" : description,
    requirements.length > 0 ? ["## Requirements", ...requirements.map((each) => `- ${each}`)].join("\n") : "",
    approval ? ["## Approval", ...viaLine(approval.via), ...approval.levels.map(levelLine)].join("\n") : "",
    ["## Items", ...items.map(itemLines)].join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function viaLine(via: string | undefined): readonly string[] {
  return via === undefined ? [] : [`- via: ${via}`];
}

function levelLine(level: Parameters<typeof writeLevel>[0], place: number): string {
  return `${place + 1}. ${writeLevel(level)}`;
}

function itemLines(draft: ItemDraft, place: number): string {
  const { name, run, with: given, text, owner, after, asks, checks, confirm } = draft;
  const parameters = Object.entries(given ?? {}).map(([key, value]) => `${key}=${parameterText(value)}`);
  const keys = [
    run === undefined ? undefined : `run: ${run}`,
    given ? `with: ${parameters.join(" ")}` : undefined,
    owner ? `owner: ${owner.join(", ")}` : undefined,
    after ? `after: ${after.join(", ")}` : undefined,
    asks ? `asks: ${asks.map((ask) => writeAsk(ask) ?? ask.name).join(", ")}` : undefined,
    checks ? `checks: ${checks.join(", ")}` : undefined,
    confirm ? `confirm: ${confirm}` : undefined,
  ];
  const lines = keys.flatMap((line) => (line === undefined ? [] : [`   - ${line}`]));
  const prose = text === undefined ? [] : ["", ...text.split("\n").map((line) => (line === "" ? "" : `   ${line}`))];
  return [`${place + 1}. ${name}`, ...lines, ...prose].join("\n");
}

/** A text is quoted, so that it is not read as a number. */
function parameterText(value: string | number | boolean): string {
  return typeof value === "string" ? `"${value.replace(/["\\]/gu, "\\$&")}"` : String(value);
}
