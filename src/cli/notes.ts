/**
 * `gonogo notes`: release notes of a plan, in Markdown.
 */
import { releaseNotes } from "../chat/release-notes.ts";
import type { Job } from "./job.ts";
import { planAt, readerAt, withDatabase } from "./job.ts";

export async function notes(job: Job, index: number): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const plan = await planAt(index, core, job);
    const markdown = releaseNotes(plan, readerAt(job, core, settings)).trimEnd();
    job.answer(markdown, { plan: index, lang: job.lang, markdown });
  });
}
