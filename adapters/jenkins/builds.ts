/**
 * Looking for a run among what waits in Jenkins' queue and among a job's builds.
 *
 * A run is told by the key that it carries, or by its queue item, whose number its build keeps for good.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { JenkinsClient } from "./client.ts";
import { pathOf } from "./job-name.ts";
import { RUN_KEY } from "./parameters.ts";
import type { RunRef } from "./ref.ts";

/** Jenkins loads builds from disk to tell them, so they are read in pages and not without end. */
const PAGE = 100;
const MOST_PAGES = 10;

const actionsSchema = z
  .array(
    z
      .object({ parameters: z.array(z.object({ name: z.string(), value: z.unknown().optional() })).optional() })
      .nullable(),
  )
  .default([]);
type Actions = z.output<typeof actionsSchema>;

const queueSchema = z.object({ items: z.array(z.object({ id: z.number().int(), actions: actionsSchema })) });
const buildSchema = z.object({
  number: z.number().int(),
  queueId: z.number().int().default(-1),
  timestamp: z.number(),
  actions: actionsSchema,
});
export type Build = z.output<typeof buildSchema>;
const pageSchema = z.object({ allBuilds: z.array(buildSchema), nextBuildNumber: z.number().int().optional() });

const KEY_TREE = "actions[parameters[name,value]]";

export type Looked =
  | { readonly looked: "found"; readonly build: Build }
  /** Every build that could be it was seen. */
  | { readonly looked: "none" }
  /** There may be older builds, or some were discarded. */
  | { readonly looked: "unfinished" };

/**
 * The queue item of the run with this key: the queue is read first, so that what becomes a build meanwhile is seen as one.
 * `since` is when it can have been started at the earliest.
 */
export async function findByKey(
  client: JenkinsClient,
  job: string,
  key: string,
  since: Instant,
): Promise<RunRef | "none" | "unfinished"> {
  const queue = await client.json("queue", `items[id,${KEY_TREE}]`, queueSchema);
  const waiting = queue?.items.find(({ actions }) => keyOf(actions) === key);
  if (waiting) return { job, queueId: waiting.id };
  if (!queue) return "unfinished";
  const looked = await findBuild(client, job, since, ({ actions }) => keyOf(actions) === key);
  return looked.looked === "found" ? { job, queueId: looked.build.queueId } : looked.looked;
}

/** The build that a queue item became. Items are numbered in order, so older builds than it aren't looked at. */
export async function findByQueueItem(client: JenkinsClient, { job, queueId }: RunRef): Promise<Looked> {
  return await findBuild(
    client,
    job,
    0,
    (build) => build.queueId === queueId,
    (page) => page.every((build) => build.queueId < queueId),
  );
}

/** Whether anything of a page of older builds is still worth looking at. */
type Enough = (page: readonly Build[]) => boolean;

async function findBuild(
  client: JenkinsClient,
  job: string,
  since: Instant,
  is: (build: Build) => boolean,
  enough: Enough = () => false,
): Promise<Looked> {
  for (let page = 0; page < MOST_PAGES; page++) {
    const { allBuilds: builds, nextBuildNumber = 0 } = await readPage(client, job, page);
    const build = builds.find(is);
    if (build) return { looked: "found", build };
    const oldest = builds.at(-1);
    const complete = builds.length === 0 ? page === 0 && nextBuildNumber === 1 : oldest?.number === 1;
    if (complete || (oldest && (oldest.timestamp < since || enough(builds)))) return { looked: "none" };
    if (builds.length < PAGE) return { looked: "unfinished" };
  }
  return { looked: "unfinished" };
}

async function readPage(client: JenkinsClient, job: string, page: number): Promise<z.output<typeof pageSchema>> {
  const range = `{${page * PAGE},${(page + 1) * PAGE}}`;
  const tree = `nextBuildNumber,allBuilds[number,queueId,timestamp,${KEY_TREE}]${range}`;
  const read = await client.json(pathOf(job) ?? "", tree, pageSchema);
  if (!read) throw new EngineError(`Jenkins has no job ${job} any more`, { sure: true, again: false });
  return read;
}

function keyOf(actions: Actions): unknown {
  return actions.flatMap((action) => action?.parameters ?? []).find(({ name }) => name === RUN_KEY)?.value;
}
