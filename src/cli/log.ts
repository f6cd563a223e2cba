/**
 * `gonogo log`: everything that happened to a plan, in order.
 */
import { plainLine } from "../chat/texts/markdown.ts";
import { timelineLine } from "../chat/texts/timeline-text.ts";
import { shortTime } from "../chat/texts/when.ts";
import { shownEvent } from "../plan/shown.ts";
import type { Job } from "./job.ts";
import { planAt, readerAt, withDatabase } from "./job.ts";
import { table } from "./table.ts";
import { TEXTS } from "./texts.ts";

export async function log(job: Job, index: number, last?: number): Promise<void> {
  await withDatabase(job, async (core, settings) => {
    const plan = await planAt(index, core, job);
    const whole = await core.plans.wholeLog(plan.id);
    const entries = last === undefined ? whole : whole.slice(-last);
    const reader = readerAt(job, core, settings);
    const { columns } = TEXTS[job.lang];
    const rows = entries.map(({ seq, at, event }) => [
      String(seq),
      shortTime(at, reader),
      plainLine(timelineLine(event, plan, reader)),
    ]);
    job.answer(table(["#", columns.at, columns.what], rows), {
      plan: index,
      entries: entries.map((entry) => ({ ...entry, event: shownEvent(entry.event, plan) })),
    });
  });
}
