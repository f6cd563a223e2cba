/**
 * Who fills a form in, and what there is to choose from.
 */
import type { FormSources } from "../../../src/chat/forms/sources.ts";
import type { Lang } from "../../../src/chat/texts/catalogue.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { ada, bo, chen, dana, MORNING, WORKFLOWS } from "../../support/cast.ts";

export function sources(lang: Lang, plan?: Plan): FormSources {
  return {
    reader: { lang, zone: "Asia/Shanghai", now: MORNING, name: (person) => person },
    person: ada,
    plan,
    people: [ada, bo, chen, dana].map((value) => ({ value, label: value.toUpperCase() })),
    groups: [{ value: "group:qa", label: "qa" }],
    engines: { command: WORKFLOWS },
  };
}
