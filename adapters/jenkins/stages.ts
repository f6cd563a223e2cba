/**
 * The stages of a pipeline's build, by the REST API of the plugin "Pipeline: REST API" (`wfapi`), where it is installed.
 */
import { z } from "zod";
import { EngineError } from "../../src/flow/engine.ts";
import type { JenkinsClient } from "./client.ts";

const stageSchema = z.object({
  name: z.string(),
  status: z.string(),
  error: z.object({ message: z.string().nullish() }).nullish(),
});
export type Stage = z.output<typeof stageSchema>;
const runSchema = z.object({ stages: z.array(stageSchema).default([]) });

const BROKEN = ["FAILED", "UNSTABLE", "ABORTED"];

/** The stages so far; none when there is no such plugin or it does not answer: a run is followed without them too. */
export async function readStages(client: JenkinsClient, path: string): Promise<readonly Stage[]> {
  try {
    const run = await client.plainJson(`${path}/wfapi/describe`, runSchema);
    return run?.stages ?? [];
  } catch (error) {
    if (error instanceof EngineError) return [];
    throw error;
  }
}

/** The stage that is going on, or the last one between two of them. */
export function currentStage(stages: readonly Stage[]): string | undefined {
  const waiting = stages.findLast(({ status }) => status === "PAUSED_PENDING_INPUT");
  if (waiting) return `${waiting.name} (waits for input)`.slice(0, 200);
  const stage = stages.findLast(({ status }) => status === "IN_PROGRESS") ?? stages.at(-1);
  return stage?.name.slice(0, 200);
}

/** The stage that broke the build: the first, since what follows breaks because of it. */
export function brokenStage(stages: readonly Stage[]): Stage | undefined {
  return stages.find(({ status }) => BROKEN.includes(status));
}
