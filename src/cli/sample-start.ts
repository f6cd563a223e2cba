/**
 * The first start in sample mode: a plan to try things out on.
 */
import { applyDraft } from "../chat/plan-file/apply.ts";
import { readPlanFile } from "../chat/plan-file/read.ts";
import type { PersonMatch } from "../chat/plan-file/resolve-context.ts";
import type { Core } from "../core.ts";
import { SAMPLE_MANAGER, SAMPLE_PLAN_KEY, samplePlan } from "../people/sample.ts";
import type { Instant } from "../plan/content.ts";
import { countPlans } from "../store/plan-list.ts";
import type { Settings } from "./job.ts";

/** Makes the sample plan where there is no plan yet. Answers its number when it did. */
export async function startSample(core: Core, settings: Settings, now: Instant): Promise<number | undefined> {
  if (!settings.sample || (await countPlans(core.store.read, {})) > 0) return undefined;
  const { lang, zone } = settings;
  const read = readPlanFile(samplePlan(lang, now, zone), "yaml");
  if (!read.ok) throw new Error(`the sample plan has mistakes: ${JSON.stringify(read.problems)}`);
  const { directory, door, plans, catalogue } = core;
  const applied = await applyDraft(
    read.draft,
    {
      actor: { kind: "person", id: SAMPLE_MANAGER },
      lang,
      zone,
      // Two servers that start at once make one plan.
      key: `sample:${SAMPLE_PLAN_KEY}`,
      manager: SAMPLE_MANAGER,
      ...settings.defaults,
    },
    {
      submit: (envelope) => door.submit(envelope),
      byKey: plans.byKey,
      resolvePerson: (name): PersonMatch => (directory.person(name) ? { id: name } : {}),
      groups: Object.keys(directory.groups()),
      rooms: Object.keys(settings.rooms),
      engines: await catalogue.engines(),
      custom: settings.custom,
      now,
    },
  );
  if (applied.kind === "answered" && applied.outcome.taken) return applied.outcome.plan.index;
  throw new Error(`the sample plan was not taken: ${JSON.stringify(applied)}`);
}
