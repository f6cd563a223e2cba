/**
 * What became of a key. See docs/engines/zadig.md for what can be known.
 */
import type { Found, RunName } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Task } from "./answers.ts";
import type { Attempt, Memory } from "./attempts.ts";
import type { Catalogue } from "./describe.ts";
import { attemptOf, withKey } from "./marks.ts";
import type { RunRef, WorkflowName } from "./names.ts";
import { parseRef, parseWorkflow, refOf, workflowNamed } from "./names.ts";
import type { Searched, SearchNeeds } from "./search.ts";
import { search } from "./search.ts";
import type { ZadigSection } from "./settings.ts";
import { readTask, writeRemark } from "./tasks.ts";

/** How long after its start a run is looked for when nothing tells when that was. */
const LOOK_BACK_SECONDS = 7 * 24 * 3_600;
const MOST_TASKS = 500;
/** A task that a process which is gone may have started is believed to be its if it is younger than this. */
const FRESH_SECONDS = 15 * 60;
export const RETRYABLE = new Set(["failed", "timeout", "cancelled", "reject"]);

export interface FindNeeds extends SearchNeeds {
  readonly attempts: Memory<Attempt>;
  readonly now: () => Instant;
  readonly section: ZadigSection;
  readonly catalogue: Catalogue;
}

export async function findRun(needs: FindNeeds, run: RunName): Promise<Found> {
  const before = needs.attempts.get(run.key);
  if (before?.attempt === "started") return { found: "run", ref: before.ref };
  if (before?.attempt === "refused") return { found: "none" };
  const name = parseWorkflow(run.workflow);
  if (!name) return { found: "none" };
  if (!needs.section.projects.includes(name.project)) {
    return unknown(`plans may not look into the project ${name.project}, so it can't be told whether it ran`);
  }
  const again = await findRepetition(needs, name, run);
  if (again === "not-repeated") return { found: "none" };
  if (again) return { found: "run", ref: refOf(again) };
  const unsure = before?.attempt === "unsure" ? before : undefined;
  const since = Math.floor(needs.now() / 1_000) - LOOK_BACK_SECONDS;
  const searched = await search(needs, name, run.key, { since, most: MOST_TASKS }, unsure);
  // Zadig hides the tasks of a workflow that was deleted.
  const hidden = searched.newest === 0 && (await needs.catalogue.describe(run.workflow)) === undefined;
  if (hidden) return unknown(`Zadig shows no workflow ${run.workflow}, so it can't be told whether it ran`);
  return await decide(needs, name, run.key, searched, unsure !== undefined);
}

/** What a search means. A single candidate is taken for the lost start, and marked, where that is likely enough. */
export async function decide(
  needs: FindNeeds,
  name: WorkflowName,
  key: string,
  { exact, candidates, complete }: Pick<Searched, "exact" | "candidates" | "complete">,
  startedHere: boolean,
): Promise<Found> {
  if (exact) return { found: "run", ref: refOf(exact) };
  const [candidate, other] = candidates;
  if (!candidate) {
    return complete ? { found: "none" } : unknown(`${workflowNamed(name)} has more tasks than can be looked through`);
  }
  const fresh = needs.now() / 1_000 - candidate.create_time < FRESH_SECONDS;
  if (other || !(startedHere || fresh)) return unknown(doubtOf(candidates));
  const task = { ...name, task: candidate.task_id };
  await writeRemark(needs.client, task, withKey(candidate.remark, key));
  needs.claims.note(`${workflowNamed(name)}/${task.task}`, key);
  return { found: "run", ref: refOf({ ...task, attempt: 1 }) };
}

/** The run of a key that repeats a failed task; undefined when it may have been started as a task of its own. */
async function findRepetition(
  { client }: FindNeeds,
  name: WorkflowName,
  { key, again }: RunName,
): Promise<RunRef | "not-repeated" | undefined> {
  const repeated = again === undefined ? undefined : repeatedBy(name, again);
  const task = repeated && (await readTask(client, repeated));
  if (!(repeated && task)) return undefined;
  const attempt = attemptOf(task, key);
  if (attempt !== undefined) return { ...repeated, attempt };
  // A task that can be repeated is, and is marked before: without the mark nothing was asked for.
  return RETRYABLE.has(task.status) ? "not-repeated" : undefined;
}

/** The run that another one repeats, when it is one of the same workflow. */
export function repeatedBy({ project, key }: WorkflowName, again: string): RunRef | undefined {
  const ref = parseRef(again);
  return ref.project === project && ref.key === key ? ref : undefined;
}

function doubtOf(candidates: readonly Task[]): string {
  const numbers = candidates.slice(0, 5).map((task) => `#${task.task_id}`);
  const more = candidates.length > numbers.length ? " and others" : "";
  return `tasks of this user without a remark may be it: ${numbers.join(", ")}${more}`;
}

function unknown(why: string): Found {
  return { found: "unknown", why };
}
