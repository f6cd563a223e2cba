/**
 * How gonogo names a run of Jenkins: by the job and the queue item it began as, `shop/deploy/q123`. A build remembers
 * its queue item for good, so the name stays true when the item has become a build.
 */
import { EngineError } from "../../src/flow/engine.ts";
import { segmentsOf } from "./job-name.ts";

export interface RunRef {
  readonly job: string;
  readonly queueId: number;
}

const REF = /^(.+)\/q([1-9]\d{0,14})$/;

export function refOf({ job, queueId }: RunRef): string {
  return `${job}/q${queueId}`;
}

/** The job and queue item of a ref. Throws an EngineError for what is no ref. */
export function parseRef(ref: string): RunRef {
  const [, job, id] = REF.exec(ref) ?? [];
  if (job === undefined || segmentsOf(job) === undefined) {
    throw new EngineError("this is not the name of a run of Jenkins", { sure: true, again: false });
  }
  return { job, queueId: Number(id) };
}
