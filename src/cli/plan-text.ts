/**
 * A plan as the file that `gonogo apply` reads. A plan may be begun without items and a file may not: such a file shows
 * where they go.
 */
import type { PlanDraft } from "../chat/plan-file/draft.ts";
import { writePlanFile } from "../chat/plan-file/write.ts";
import { writeMarkdownPlan } from "../chat/plan-file/write-markdown.ts";
import type { Job } from "./job.ts";
import { TEXTS } from "./texts.ts";

/** Texts are indented in YAML: at the beginning of a line this is the key. A Markdown plan without items is one of front matter. */
const NO_ITEMS = /^items: \[\]$/mu;

export function planText(draft: PlanDraft, { lang }: Pick<Job, "lang">, markdown = false): string {
  const text = markdown ? writeMarkdownPlan(draft) : writePlanFile(draft);
  const example = TEXTS[lang].addItems.map((line) => `  # ${line}`);
  return (draft.items.length > 0 ? text : text.replace(NO_ITEMS, () => ["items:", ...example].join("\n"))).trimEnd();
}
