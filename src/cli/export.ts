/**
 * `gonogo export`: a plan as a file that `gonogo apply` reads.
 */
import { exportDraft } from "../chat/plan-file/export.ts";
import type { Job } from "./job.ts";
import { planAt, withDatabase } from "./job.ts";
import { planText } from "./plan-text.ts";
import { TEXTS } from "./texts.ts";

export async function exportPlan(job: Job, index: number, markdown: boolean): Promise<void> {
  await withDatabase(job, async (core, { zone }) => {
    const plan = await planAt(index, core, job);
    if (plan.key === undefined) job.note(TEXTS[job.lang].noKey);
    const draft = exportDraft(plan, zone);
    job.answer(planText(draft, job, markdown), draft);
  });
}
