/**
 * Pipelines for the emulated GitLab: made from a configuration, moved on by being looked at, repeated and cancelled.
 *
 * A job whose script says `exit 1` fails, until it is repaired; one that says `sleep infinity` lasts.
 */
import { z } from "zod";

const jobConfiguration = z.looseObject({
  stage: z.string().default("test"),
  script: z.union([z.string(), z.array(z.string())]).optional(),
  trigger: z.unknown().optional(),
  when: z.string().optional(),
  allow_failure: z.boolean().default(false),
  retry: z.number().default(0),
});
export type JobConfiguration = z.output<typeof jobConfiguration>;

export interface EmulatedJob {
  readonly id: number;
  readonly name: string;
  readonly configuration: JobConfiguration;
  status: string;
  failureReason: string | null;
  retried: boolean;
}

export interface EmulatedPipeline {
  readonly id: number;
  readonly project: string;
  readonly ref: string;
  readonly sha: string;
  readonly source: string;
  readonly username: string;
  readonly variables: readonly { readonly key: string; readonly value: string }[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  updatedAt: number;
  jobs: EmulatedJob[];
  /** Says this instead of what its jobs make of it. */
  fixed?: string;
}

const KEYWORDS = new Set(["stages", "variables", "workflow", "default", "include", "spec"]);
const ACTIVE = ["created", "waiting_for_resource", "preparing", "pending", "running", "canceling"];

/** The jobs of a configuration by name; hidden ones, which begin with a dot, left out. */
export function jobsIn(
  configuration: Readonly<Record<string, unknown>>,
): readonly (readonly [string, JobConfiguration])[] {
  return Object.entries(configuration).flatMap(([name, said]) => {
    const job = KEYWORDS.has(name) || name.startsWith(".") ? undefined : jobConfiguration.safeParse(said);
    return job?.success ? [[name, job.data] as const] : [];
  });
}

export function makeJob(id: number, name: string, configuration: JobConfiguration): EmulatedJob {
  return { id, name, configuration, status: "created", failureReason: null, retried: false };
}

export function latestOf(pipeline: EmulatedPipeline): readonly EmulatedJob[] {
  return pipeline.jobs.filter((job) => !job.retried);
}

/** What GitLab makes of the states of jobs. */
export function statusOf(pipeline: EmulatedPipeline): string {
  if (pipeline.fixed !== undefined) return pipeline.fixed;
  const jobs = latestOf(pipeline).filter(({ configuration: c, status }) => !(c.allow_failure && status === "manual"));
  const has = (status: string): boolean => jobs.some((job) => job.status === status);
  if (has("canceling")) return "canceling";
  if (has("manual") && !jobs.some((job) => ["running", "pending"].includes(job.status))) return "manual";
  if (jobs.some((job) => ACTIVE.includes(job.status))) {
    if (jobs.every((job) => job.status === "created")) return "created";
    return has("running") || jobs.some((job) => job.status === "success") ? "running" : "pending";
  }
  if (jobs.some((job) => job.status === "failed" && !job.configuration.allow_failure)) return "failed";
  if (has("canceled")) return "canceled";
  return jobs.every((job) => job.status === "skipped") ? "skipped" : "success";
}

export interface MoveOptions {
  readonly repaired: boolean;
  readonly nextId: () => number;
  readonly now: number;
}

/** One step of the first stage that isn't over. */
export function moveOn(pipeline: EmulatedPipeline, { repaired, nextId, now }: MoveOptions): void {
  const latest = latestOf(pipeline);
  for (const job of latest.filter(({ status }) => status === "canceling")) job.status = "canceled";
  const current = latest.find((job) => ACTIVE.includes(job.status) || isBlocking(job));
  if (current === undefined || pipeline.fixed !== undefined) return;
  const stage = current.configuration.stage;
  const before = latest.slice(0, latest.indexOf(current));
  const broken = before.some((job) => job.status === "failed" && !job.configuration.allow_failure);
  for (const job of latest.filter((each) => each.configuration.stage === stage)) {
    if (broken) job.status = "skipped";
    else step(pipeline, job, { repaired, nextId, now });
  }
  pipeline.updatedAt = now;
}

function isBlocking({ status, configuration }: EmulatedJob): boolean {
  return status === "manual" && !configuration.allow_failure;
}

function step(pipeline: EmulatedPipeline, job: EmulatedJob, { repaired, nextId }: MoveOptions): void {
  const { configuration, name } = job;
  const script = [configuration.script ?? []].flat().join("\n");
  if (job.status === "created") job.status = configuration.when === "manual" ? "manual" : "pending";
  else if (job.status === "pending") job.status = "running";
  else if (job.status === "running" && !script.includes("sleep infinity")) {
    const fails = script.includes("exit 1") && !repaired;
    job.status = fails ? "failed" : "success";
    job.failureReason = fails ? "script_failure" : null;
    const attempts = pipeline.jobs.filter((each) => each.name === name).length;
    if (fails && attempts <= configuration.retry) remake(pipeline, job, nextId);
  }
}

function remake(pipeline: EmulatedPipeline, job: EmulatedJob, nextId: () => number): void {
  job.retried = true;
  pipeline.jobs.push(makeJob(nextId(), job.name, job.configuration));
}

/** Makes jobs that failed or were cancelled anew, and takes back what was skipped for them. */
export function retryFailed(pipeline: EmulatedPipeline, nextId: () => number, now: number): void {
  const failed = latestOf(pipeline).filter(({ status }) => status === "failed" || status === "canceled");
  for (const job of failed) remake(pipeline, job, nextId);
  if (failed.length === 0) return;
  for (const job of latestOf(pipeline).filter(({ status }) => status === "skipped")) job.status = "created";
  for (const job of latestOf(pipeline).filter(({ status }) => status === "created")) job.status = "pending";
  pipeline.updatedAt = now;
}

/** Running jobs are told to end, others never begin. */
export function cancelAll(pipeline: EmulatedPipeline, now: number): void {
  for (const job of latestOf(pipeline).filter(({ status }) => ACTIVE.includes(status))) {
    job.status = job.status === "running" ? "canceling" : "canceled";
  }
  pipeline.updatedAt = now;
}
