/**
 * What people paste out of an editor into a plan's texts: its HTML becomes Markdown before the plan has it.
 */
import type { Plan } from "../../plan/plan.ts";
import { looksLikeEditorHtml } from "../texts/editor-html.ts";
import type { PlanDraft } from "./draft.ts";

interface Texts {
  readonly description?: string | undefined;
  readonly text?: string | undefined;
}

/** The same, its texts as Markdown. What the plan says already stays, whatever it is. */
export async function inMarkdown<T extends Texts>(given: T, plan?: Plan): Promise<T> {
  const { description, text } = given;
  return {
    ...given,
    ...(description !== undefined && { description: await pastedMarkdown(description, plan) }),
    ...(text !== undefined && { text: await pastedMarkdown(text, plan) }),
  };
}

/** A draft with the texts of its items. */
export async function draftInMarkdown(draft: PlanDraft, plan?: Plan): Promise<PlanDraft> {
  const items = await Promise.all(draft.items.map((item) => inMarkdown(item, plan)));
  return { ...(await inMarkdown(draft, plan)), items };
}

async function pastedMarkdown(text: string, plan: Plan | undefined): Promise<string> {
  if (!looksLikeEditorHtml(text) || (plan && textsOf(plan).includes(text))) return text;
  const { isEditorHtml, markdownOfHtml } = await import("../texts/html-markdown.ts");
  return isEditorHtml(text) ? markdownOfHtml(text).markdown : text;
}

function textsOf({ content: { description, items } }: Plan): readonly string[] {
  return [description, ...items.flatMap(({ work }) => (work.type === "text" ? [work.content] : []))];
}
