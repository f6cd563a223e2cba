/**
 * How gonogo names a run of GitHub Actions: by the repository and the run, `shop/web/runs/4711`, and by the attempt when
 * its failed jobs were repeated, `shop/web/runs/4711/2`. Always in lower case, so that one run has one name.
 */
import { EngineError } from "../../src/flow/engine.ts";
import type { RepoName } from "./workflow-name.ts";
import { isRepo } from "./workflow-name.ts";

export interface RunRef extends RepoName {
  readonly run: number;
  /** 1 for the run as it was started, one more for each time it was repeated. */
  readonly attempt: number;
}

const REF = /^([^/]{1,100})\/([^/]{1,100})\/runs\/([1-9]\d{0,14})(?:\/([2-9]|[1-9]\d{1,3}))?$/;

export function refOf({ owner, repo, run, attempt }: RunRef): string {
  const name = `${owner}/${repo}`.toLowerCase();
  return attempt === 1 ? `${name}/runs/${run}` : `${name}/runs/${run}/${attempt}`;
}

/** The parts of a ref. Throws an EngineError for what is no ref. */
export function parseRef(ref: string): RunRef {
  const [, owner = "", repo = "", run, attempt] = REF.exec(ref) ?? [];
  if (!isRepo({ owner, repo })) {
    throw new EngineError("this is not the name of a run of GitHub Actions", { sure: true, again: false });
  }
  return { owner, repo, run: Number(run), attempt: Number(attempt ?? 1) };
}
