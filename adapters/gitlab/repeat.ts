/**
 * Repeating the failed jobs of a pipeline, and finding out whether they were repeated.
 *
 * GitLab tells nobody how often a pipeline was repeated. A pipeline that had failed and now goes on, or has passed, was
 * repeated. One that is as failed as before was not, unless it has jobs that were made anew: those are GitLab's own
 * attempts (`retry` in the configuration), or the repetition already failed too. The number of the newest job before the
 * repetition tells the two apart, and this process knows it as long as it lives.
 */
import type { Found } from "../../src/flow/engine.ts";
import type { GitlabClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import type { RunRef } from "./run-ref.ts";
import { refOf } from "./run-ref.ts";
import { isActive } from "./statuses.ts";

/** The newest job of a pipeline before it was repeated for a key. */
export type Watermarks = Map<string, number>;

export interface RepeatNeeds {
  readonly client: GitlabClient;
  readonly watermarks: Watermarks;
}

const MOST_WATERMARKS = 5_000;
const REPEATABLE: ReadonlySet<string> = new Set(["failed", "canceled"]);

/** The run that repeating `failed` makes: the same pipeline, one round later. */
export function nextRound(failed: RunRef): RunRef {
  return { ...failed, round: failed.round + 1 };
}

/**
 * Has GitLab repeat the failed jobs; answers with the ref of the new round, or undefined when there is nothing to repeat
 * and the run has to begin anew. A pipeline that somebody repeated in GitLab meanwhile is followed instead.
 */
export async function repeat({ client, watermarks }: RepeatNeeds, key: string, failed: RunRef) {
  const { project, pipeline: id } = failed;
  const before = await orAbsent(client.pipeline(project, id));
  if (before === undefined) return undefined;
  const ref = refOf(nextRound(failed));
  if (!REPEATABLE.has(before.status)) return before.status === "skipped" ? undefined : ref;
  const jobs = await client.jobs(project, id, true);
  if (jobs.some((job) => isActive(job.status))) return ref;
  if (!jobs.some((job) => REPEATABLE.has(job.status))) return undefined;
  note(watermarks, key, jobs.at(-1)?.id ?? 0);
  await client.retry(project, id);
  return ref;
}

/** Whether the failed jobs were repeated for a key. */
export async function findRepeat({ client, watermarks }: RepeatNeeds, key: string, failed: RunRef): Promise<Found> {
  const { project, pipeline: id } = failed;
  const run: Found = { found: "run", ref: refOf(nextRound(failed)) };
  const pipeline = await orAbsent(client.pipeline(project, id));
  if (pipeline === undefined || pipeline.status === "skipped") return { found: "none" };
  if (!REPEATABLE.has(pipeline.status)) return run;
  const jobs = await client.jobs(project, id, true);
  if (jobs.some((job) => isActive(job.status))) return run;
  const watermark = watermarks.get(key);
  if (watermark !== undefined) return jobs.some((job) => job.id > watermark) ? run : { found: "none" };
  const names = new Set(jobs.map((job) => job.name));
  if (names.size === jobs.length) return { found: "none" };
  return {
    found: "unknown",
    why: `pipeline ${id} of ${project} has failed, and has repeated jobs: nobody can tell whether for this run`,
  };
}

function note(watermarks: Watermarks, key: string, job: number): void {
  watermarks.delete(key);
  watermarks.set(key, job);
  const oldest = watermarks.size > MOST_WATERMARKS ? watermarks.keys().next().value : undefined;
  if (oldest !== undefined) watermarks.delete(oldest);
}
