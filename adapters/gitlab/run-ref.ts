/**
 * How gonogo names a run of GitLab: by the project and the pipeline, `shop/backend/-/47`, and by how often it has run
 * when its failed jobs were repeated, `shop/backend/-/47/2`. No project has a part named `-`, so nothing is ambiguous.
 */
import { EngineError } from "../../src/flow/engine.ts";
import { isProject } from "./workflow-name.ts";

export interface RunRef {
  readonly project: string;
  readonly pipeline: number;
  /** 1 for the pipeline as it was created, one more for each time it was repeated. */
  readonly round: number;
}

const REF = /^(.{1,255})\/-\/([1-9]\d{0,14})(?:\/([2-9]|[1-9]\d{1,3}))?$/;

export function refOf({ project, pipeline, round }: RunRef): string {
  const run = `${project}/-/${pipeline}`;
  return round === 1 ? run : `${run}/${round}`;
}

/** The parts of a ref. Throws an EngineError for what is no ref. */
export function parseRef(ref: string): RunRef {
  const [, project, pipeline, round] = REF.exec(ref) ?? [];
  if (project === undefined || !isProject(project)) {
    throw new EngineError("this is not the name of a run of GitLab", { sure: true, again: false });
  }
  return { project, pipeline: Number(pipeline), round: Number(round ?? 1) };
}
