import { expect, it } from "vitest";
import type { PlanDraft } from "../../src/chat/plan-file/draft.ts";
import { readPlanFile } from "../../src/chat/plan-file/read.ts";
import { planText } from "../../src/cli/plan-text.ts";

const BEGUN: PlanDraft = { name: "Shop", description: "First:\n\nitems: []\n", items: [] };

it.each([
  ["en", false],
  ["en", true],
  ["zh", false],
  ["zh", true],
] as const)("a plan without items, in %s, shows where they go (in Markdown: %s)", (lang, markdown) => {
  const text = planText(BEGUN, { lang }, markdown);
  expect(readPlanFile(text)).toMatchObject({ ok: false, problems: [{ code: "missing", key: "items" }] });
  const filled = readPlanFile(text.replace(/^ {2}# (?=-| )/gmu, "  "));
  const items = [{ name: expect.stringMatching(/\S/u), text: expect.stringMatching(/\S/u) }];
  expect(filled).toMatchObject({ ok: true, draft: { ...BEGUN, items } });
});

it("a plan with items is written as it is", () => {
  const draft = { ...BEGUN, items: [{ name: "Tell" }] };
  expect(readPlanFile(planText(draft, { lang: "en" }))).toMatchObject({ ok: true, draft });
});
