/**
 * Starting a pipeline at most once for a key, and finding out what became of a start.
 */

import type { Found, RunName, RunRequest } from "../../src/flow/engine.ts";
import { notStarted, RefusedError } from "../../src/flow/service-failure.ts";
import type { Instant } from "../../src/plan/content.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import type { Catalogue, Startable } from "./catalogue.ts";
import type { GitlabClient } from "./client.ts";
import type { KnownKeys, Looked } from "./find.ts";
import { findByKey } from "./find.ts";
import { RUN_KEY, splitValues } from "./parameters.ts";
import type { Watermarks } from "./repeat.ts";
import { findRepeat, repeat } from "./repeat.ts";
import type { RunRef } from "./run-ref.ts";
import { parseRef, refOf } from "./run-ref.ts";
import { parseWorkflow } from "./workflow-name.ts";

export interface StartNeeds {
  readonly client: GitlabClient;
  readonly catalogue: Catalogue;
  readonly known: KnownKeys;
  readonly watermarks: Watermarks;
  readonly now: () => Instant;
}

/** Starts it unless this key has a run; answers with the run's ref. Throws an EngineError. */
export async function startRun(needs: StartNeeds, run: RunRequest): Promise<string> {
  const startable = await needs.catalogue.startable(run.workflow);
  check(startable, run);
  const before = await findRun(needs, run);
  // Where nobody can know, the caller has asked `find` and a person has decided: this key was not started before.
  if (before.found === "run") return before.ref;
  const failed = failedOf(run, startable.place.project);
  const repeated = failed && (await repeat(needs, run.key, failed));
  return repeated ?? (await create(needs, startable, run));
}

/** What became of a key. */
export async function findRun(needs: StartNeeds, run: RunName): Promise<Found> {
  const { key, workflow } = run;
  const name = parseWorkflow(workflow);
  if (name === undefined) return { found: "none" };
  const looked = await findByKey(needs, name, key).catch((error: unknown): Looked | "absent" => {
    if (error instanceof RefusedError && (error.status === 404 || error.status === 403)) return "absent";
    throw error;
  });
  if (looked === "absent") {
    return { found: "unknown", why: `GitLab shows no pipelines of ${name.project}, so nobody can tell whether it ran` };
  }
  if (looked.looked === "found") {
    return { found: "run", ref: refOf({ project: name.project, pipeline: looked.pipeline, round: 1 }) };
  }
  const failed = failedOf(run, name.project);
  const repeated = failed && (await findRepeat(needs, key, failed));
  return repeated !== undefined && repeated.found !== "none" ? repeated : foundOf(looked, name.project);
}

/** The run to repeat; another project's is none of this workflow's. */
function failedOf({ again }: RunName, project: string): RunRef | undefined {
  const failed = again === undefined ? undefined : parseRef(again);
  return failed?.project === project ? failed : undefined;
}

function foundOf(looked: Exclude<Looked, { readonly looked: "found" }>, project: string): Found {
  switch (looked.looked) {
    case "none":
      return { found: "none" };
    case "hidden":
      return {
        found: "unknown",
        why: `the token may not read the variables of pipeline ${looked.pipeline} of ${project}, which may be this run`,
      };
    case "unfinished":
      return { found: "unknown", why: `${project} has more new pipelines than can be looked through` };
  }
}

function check({ described }: Startable, run: RunRequest): void {
  const problem = parameterProblem(described.workflow, run.with);
  if (problem) throw notStarted(`parameter ${problem.name}: ${problem.problem}`);
}

async function create(
  { client, known }: StartNeeds,
  { place, described }: Startable,
  { key, with: given }: RunRequest,
): Promise<string> {
  const { project, ref } = place;
  const { inputs, variables } = splitValues(described.asked, given);
  const { id } = await client.create(project, { ref, inputs, variables: { ...variables, [RUN_KEY]: key } });
  known.set(`${project}/${id}`, key);
  return refOf({ project, pipeline: id, round: 1 });
}
