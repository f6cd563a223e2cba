/**
 * How a build stands, from Jenkins' own record of it and from the stages of pipelines.
 */
import { z } from "zod";
import type { RunState } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { RunProgress } from "../../src/plan/plan.ts";
import type { JenkinsClient } from "./client.ts";
import { pathOf } from "./job-name.ts";
import type { Stage } from "./stages.ts";
import { brokenStage, currentStage, readStages } from "./stages.ts";

const TREE = "_class,number,queueId,building,result,timestamp,estimatedDuration";
const recordSchema = z.object({
  _class: z.string().default(""),
  number: z.number().int(),
  queueId: z.number().int().optional(),
  building: z.boolean(),
  result: z.string().nullish(),
  timestamp: z.number(),
  estimatedDuration: z.number().optional(),
});
export type BuildRecord = z.output<typeof recordSchema>;

const LONGEST_REASON = 500;

/** Jenkins' record of a build. Throws an EngineError when it was deleted. */
export async function readBuild(client: JenkinsClient, job: string, number: number): Promise<BuildRecord> {
  const record = await client.json(`${pathOf(job)}/${number}`, TREE, recordSchema);
  if (record) return record;
  throw new EngineError(`Jenkins has no build ${number} of ${job} any more`, { sure: true, again: false });
}

/** The state of a build as a plan shows it. */
export async function stateOfBuild(
  client: JenkinsClient,
  job: string,
  record: BuildRecord,
  now: Instant,
): Promise<RunState> {
  const path = `${pathOf(job)}/${record.number}`;
  const stages = record._class.endsWith("WorkflowRun") ? await readStages(client, path) : [];
  const link = client.link(`${path}/`);
  if (record.building) return { state: "running", progress: goingProgress(job, record, stages, link, now) };
  if (record.result === "SUCCESS") return { state: "passed", progress: { job, percent: 100, link } };
  const broken = brokenStage(stages);
  const progress = { job, link, ...(broken && { stage: broken.name }) };
  return { state: "failed", reason: reasonOf(record.result, broken), progress };
}

function goingProgress(
  job: string,
  { timestamp, estimatedDuration = -1 }: BuildRecord,
  stages: readonly Stage[],
  link: string,
  now: Instant,
): RunProgress {
  const stage = currentStage(stages);
  // Jenkins estimates from former builds, and says -1 where there are none.
  const part = estimatedDuration > 0 ? (now - timestamp) / estimatedDuration : undefined;
  const percent = part === undefined ? undefined : Math.min(99, Math.max(0, Math.floor(part * 100)));
  return { job, link, ...(stage !== undefined && { stage }), ...(percent !== undefined && { percent }) };
}

const RESULTS: Readonly<Record<string, string>> = {
  UNSTABLE: "unstable: the build ran to its end, with tests or checks that failed",
  FAILURE: "the build failed",
  ABORTED: "aborted: cancelled, or out of time",
  NOT_BUILT: "not built: Jenkins skipped it",
};

function reasonOf(result: string | null | undefined, broken: Stage | undefined): string {
  const known = result && Object.hasOwn(RESULTS, result) ? RESULTS[result] : undefined;
  const what = known ?? `ended with the result ${result ?? "unknown"}`;
  const where = broken ? `, in the stage ${broken.name}` : "";
  const why = broken?.error?.message ? `: ${broken.error.message}` : "";
  return bounded(`${what}${where}${why}`);
}

function bounded(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length <= LONGEST_REASON ? line : `${line.slice(0, LONGEST_REASON - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
