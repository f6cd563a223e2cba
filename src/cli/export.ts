/**
 * `gonogo export`: a plan as a file that `gonogo apply` reads.
 */
import { draftOf } from "../chat/plan-file/resolve.ts";
import { writePlanFile } from "../chat/plan-file/write.ts";
import type { Job } from "./job.ts";
import { planAt, withDatabase } from "./job.ts";
import { TEXTS } from "./texts.ts";

export async function exportPlan(job: Job, index: number): Promise<void> {
  await withDatabase(job, async (core, { zone }) => {
    const { content, manager, key } = await planAt(index, core, job);
    if (key === undefined) job.note(TEXTS[job.lang].noKey);
    const draft = draftOf(content, { manager, key, zone });
    job.answer(writePlanFile(draft).trimEnd(), draft);
  });
}
