/**
 * Finding the pipeline that carries a run's key. GitLab can't be asked for a variable's value, so that the pipelines which
 * the API created lately are looked through, the newest first.
 */
import PQueue from "p-queue";
import type { Instant } from "../../src/plan/content.ts";
import type { Pipeline } from "./answers.ts";
import type { GitlabClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import { RUN_KEY } from "./parameters.ts";
import type { WorkflowName } from "./workflow-name.ts";

const PIPELINES_AT_ONCE = 4;
/** More pages than that are a project in which thousands of pipelines are created by the API each week. */
const MOST_PAGES = 10;
/** How long after its start a run is looked for. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000;
/** Whole looks of a busy month; the oldest are forgotten first. */
const MOST_KEYS = 20_000;

export type Looked =
  | { readonly looked: "found"; readonly pipeline: number }
  | { readonly looked: "none" }
  /** A pipeline's variables may not be read, so that nobody can tell whose it is. */
  | { readonly looked: "hidden"; readonly pipeline: number }
  | { readonly looked: "unfinished" };

/** The keys of pipelines that were read: they never change. */
export type KnownKeys = Map<string, string | undefined>;

export interface FindNeeds {
  readonly client: GitlabClient;
  readonly known: KnownKeys;
  readonly now: () => Instant;
}

/** Looks for a key. What is said of a workflow without a ref holds for all branches: the default may have been another. */
export async function findByKey(needs: FindNeeds, { project, ref }: WorkflowName, key: string): Promise<Looked> {
  const since = needs.now() - LOOK_BACK_MS;
  let hidden: number | undefined;
  let page: number | undefined = 1;
  for (let read = 0; read < MOST_PAGES && page !== undefined; read++) {
    const { pipelines, next } = await needs.client.pipelines(project, since, page, ref);
    const looked = await lookThrough(needs, project, pipelines, key);
    if (looked.found !== undefined) return { looked: "found", pipeline: looked.found };
    hidden ??= looked.hidden;
    page = next;
  }
  if (page !== undefined) return { looked: "unfinished" };
  return hidden === undefined ? { looked: "none" } : { looked: "hidden", pipeline: hidden };
}

interface Seen {
  readonly found?: number | undefined;
  readonly hidden?: number | undefined;
}

async function lookThrough(
  needs: FindNeeds,
  project: string,
  pipelines: readonly Pipeline[],
  key: string,
): Promise<Seen> {
  const queue = new PQueue({ concurrency: PIPELINES_AT_ONCE });
  const keys = await queue.addAll(
    pipelines.map(
      ({ id }) =>
        async () =>
          await keyOf(needs, project, id),
    ),
  );
  const at = (wanted: (read: KeyRead) => boolean): number | undefined => pipelines[keys.findIndex(wanted)]?.id;
  return { found: at((read) => !read.hidden && read.key === key), hidden: at((read) => read.hidden) };
}

type KeyRead = { readonly hidden: true } | { readonly hidden: false; readonly key: string | undefined };

async function keyOf({ client, known }: FindNeeds, project: string, id: number): Promise<KeyRead> {
  const name = `${project}/${id}`;
  if (known.has(name)) return { hidden: false, key: known.get(name) };
  const read = await orAbsent(
    client.variable(project, id, RUN_KEY).then((key) => ({ key })),
    [403, 404],
  );
  if (read === undefined) return { hidden: true };
  known.set(name, read.key);
  const oldest = known.size > MOST_KEYS ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
  return { hidden: false, key: read.key };
}
