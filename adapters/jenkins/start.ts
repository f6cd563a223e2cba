/**
 * Starting a job at most once for a key, and finding out what became of a start.
 */
import type { Found, RunName, RunRequest } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant, ParameterValue } from "../../src/plan/content.ts";
import { parameterProblem } from "../../src/plan/workflow.ts";
import type { Attempt, Attempts } from "./attempts.ts";
import { findByKey } from "./builds.ts";
import type { Answer, JenkinsClient } from "./client.ts";
import type { Job } from "./describe.ts";
import { pathOf } from "./job-name.ts";
import { holdsKey, parametersOf, RUN_KEY, unmetOf } from "./parameters.ts";
import { refOf } from "./ref.ts";

/** How long after its start a run is looked for when nothing tells when that was. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000;
/** Jenkins' clock may be another than ours. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

export interface StartNeeds {
  readonly client: JenkinsClient;
  readonly attempts: Attempts;
  readonly now: () => Instant;
  /** The job of a name that plans may use. */
  readonly job: (name: string) => Promise<Job | undefined>;
}

/** Starts it unless this key has a run; answers with the run's ref. Throws an EngineError. */
export async function startJob(needs: StartNeeds, run: RunRequest): Promise<string> {
  const { attempts, now } = needs;
  const before = attempts.get(run.key);
  if (before?.attempt === "started") return before.ref;
  const at = before?.at ?? now();
  try {
    const ref = await startUnlessStarted(needs, run, before);
    attempts.note(run.key, { attempt: "started", ref });
    return ref;
  } catch (error) {
    const sure = error instanceof EngineError && error.sure && before?.attempt !== "unsure";
    attempts.note(run.key, { attempt: sure ? "refused" : "unsure", at });
    throw error;
  }
}

/** What became of a key: Jenkins knows best, and where it can't tell, what happened in this process decides. */
export async function findRun(needs: StartNeeds, { key, workflow }: RunName): Promise<Found> {
  const before = needs.attempts.get(key);
  if (before?.attempt === "started") return { found: "run", ref: before.ref };
  const job = await needs.job(workflow);
  const since = before?.at ?? needs.now() - LOOK_BACK_MS;
  const found = job
    ? await look(needs.client, job, key, since)
    : unknown(`Jenkins shows no job ${workflow}, so it can't be told whether it ran`);
  return found.found === "unknown" && before?.attempt === "refused" ? { found: "none" } : found;
}

/** What Jenkins itself can tell of a key that was started after `since`. */
async function look(client: JenkinsClient, job: Job, key: string, since: Instant): Promise<Found> {
  const { name, definitions } = job;
  if (!holdsKey(definitions)) {
    return unknown(`the job ${name} declares no text parameter ${RUN_KEY}, so its builds don't tell who started them`);
  }
  const found = await findByKey(client, name, key, since - CLOCKS_DIFFER_MS);
  if (found === "unfinished") {
    return unknown(`no build of ${name} carries this run, but Jenkins no longer has all builds of that time`);
  }
  return found === "none" ? { found: "none" } : { found: "run", ref: refOf(found) };
}

async function startUnlessStarted(needs: StartNeeds, run: RunRequest, before: Attempt | undefined): Promise<string> {
  const { client, now } = needs;
  const job = await needs.job(run.workflow);
  if (!job) throw notStarted(`Jenkins has no job ${run.workflow} that plans may run`);
  const form = formFor(job, run);
  const found = await look(client, job, run.key, now() - LOOK_BACK_MS);
  if (found.found === "run") return found.ref;
  // A first attempt needs no certainty: whoever attempted it elsewhere before has asked `find`.
  if (found.found === "unknown" && before?.attempt === "unsure") {
    throw new EngineError(`it may have been started before: ${found.why}`, { sure: false, again: false });
  }
  const path = `${pathOf(job.name)}/${job.definitions.length > 0 ? "buildWithParameters" : "build"}`;
  return refOf({ job: job.name, queueId: queueIdOf(await client.post(path, form), path) });
}

/** The parameters as Jenkins' forms send them; what is left out gets the job's default. */
function formFor(job: Job, run: RunRequest): Readonly<Record<string, string>> {
  if (!job.buildable) throw notStarted(`the job ${job.name} is disabled in Jenkins`);
  const unmet = unmetOf(job.definitions);
  if (unmet.length > 0)
    throw notStarted(`the job ${job.name} needs ${unmet.join(", ")}, which only Jenkins' own form can give`);
  const parameters = parametersOf(job.definitions);
  const problem = parameterProblem({ parameters }, run.with);
  if (problem) throw notStarted(`parameter ${problem.name}: ${problem.problem}`);
  const given = Object.entries(run.with).map(
    ([name, value]: [string, ParameterValue]) => [name, String(value)] as const,
  );
  return Object.fromEntries(holdsKey(job.definitions) ? [...given, [RUN_KEY, run.key] as const] : given);
}

/** Jenkins answers 201 with the queue item's address; a redirect means that it did not queue it. */
function queueIdOf({ status, header }: Answer, path: string): number {
  if (status >= 300) throw notStarted(`Jenkins did not queue it: it answered ${status} to POST ${path}`);
  const [, id] = /\/queue\/item\/([1-9]\d{0,14})\/?$/.exec(header("location") ?? "") ?? [];
  if (id !== undefined) return Number(id);
  throw new EngineError(`Jenkins answered ${status} to POST ${path} without saying what it queued`, {
    sure: false,
    again: true,
  });
}

function notStarted(message: string): EngineError {
  return new EngineError(message, { sure: true, again: false });
}

function unknown(why: string): Found {
  return { found: "unknown", why };
}
