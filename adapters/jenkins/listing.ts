/**
 * Every job that plans may name: the listed ones, and those in the listed folders and the folders in them.
 */
import PQueue from "p-queue";
import type { EngineWorkflow } from "../../src/flow/engine.ts";
import type { JenkinsClient } from "./client.ts";
import type { Folder, Job } from "./describe.ts";
import { readFolder, readJob, workflowOf } from "./describe.ts";
import type { JenkinsSection } from "./settings.ts";

/** Enough to be quick, few enough to go unnoticed. */
const REQUESTS_AT_ONCE = 4;
/** A listing is for people to choose from; what lies beyond these bounds can still be named in a plan. */
const MOST_JOBS = 500;
const MOST_FOLDERS = 200;

/** In the order of their names. Names that Jenkins has nothing for are left out. */
export async function listWorkflows(
  client: JenkinsClient,
  section: JenkinsSection,
): Promise<readonly EngineWorkflow[]> {
  const queue = new PQueue({ concurrency: REQUESTS_AT_ONCE });
  const each = async <A, B>(inputs: readonly A[], read: (input: A) => Promise<B>): Promise<readonly B[]> =>
    await queue.addAll(inputs.map((input) => async () => await read(input)));
  const named = await each(section.jobs, (name) => readJob(client, name));
  const inFolders = await walk(section.folders, (names) => each(names, (name) => readFolder(client, name)));
  const jobs = new Map<string, Job>();
  for (const job of [...named, ...inFolders]) if (job) jobs.set(job.name, job);
  const sorted = [...jobs.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST_JOBS);
  return await each(sorted, (job) => workflowOf(client, job));
}

async function walk(
  roots: readonly string[],
  read: (names: readonly string[]) => Promise<readonly (Folder | undefined)[]>,
): Promise<readonly Job[]> {
  const seen = new Set<string>();
  const jobs: Job[] = [];
  let level = roots;
  while (level.length > 0 && jobs.length < MOST_JOBS) {
    const fresh = [...new Set(level)].filter((name) => !seen.has(name)).slice(0, MOST_FOLDERS - seen.size);
    for (const name of fresh) seen.add(name);
    const folders = (await read(fresh)).flatMap((folder) => folder ?? []);
    jobs.push(...folders.flatMap((folder) => folder.jobs));
    level = folders.flatMap((folder) => folder.folders);
  }
  return jobs;
}
