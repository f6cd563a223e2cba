/**
 * The reusable workflows that a workflow calls, and those that they call: a change in one of them is a change of what runs.
 */
import type { Json } from "../../src/flow/engine.ts";
import type { GithubClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import type { Configuration } from "./configuration.ts";
import { configurationOf } from "./configuration.ts";
import type { RepoName } from "./workflow-name.ts";
import { isRepo } from "./workflow-name.ts";

/** GitHub allows no more in one run. */
const MOST_CALLED = 50;
const LOCAL = /^\.\/(\.github\/workflows\/[\w. -]+\.ya?ml)$/;
const ELSEWHERE = /^([^/@]+)\/([^/@]+)\/(\.github\/workflows\/[\w. -]+\.ya?ml)@(\S{1,200})$/;

/** Where a file stands: its repository, and the branch, tag or commit. */
export interface Standing extends RepoName {
  readonly at: string;
}

export interface Called {
  /** By the way they are called; null where the token may not read one, or it is none. */
  readonly files: Readonly<Record<string, Json>>;
  /** Whether all of them stand in the same repository, so that another commit is needed to change one. */
  readonly alone: boolean;
}

/** Reads what is called from a file that stands there, and from what is called. */
export async function readCalled(client: GithubClient, from: Configuration, standing: Standing): Promise<Called> {
  const files: Record<string, Json> = {};
  let alone = true;
  let todo = from.calls.map((call) => ({ call, standing, local: "" }));
  while (todo.length > 0 && Object.keys(files).length < MOST_CALLED) {
    const [next, ...rest] = todo;
    todo = rest;
    const place = next && placeOf(next.call, next.standing, next.local);
    if (place === undefined || Object.hasOwn(files, place.name)) continue;
    if (place.local !== "") alone = false;
    const text = await orAbsent(client.file(place.standing, place.path, place.standing.at), [403, 404]);
    const configuration = text === undefined ? undefined : configurationOf(text);
    files[place.name] = configuration?.written ?? null;
    const calls = configuration?.calls ?? [];
    todo.push(...calls.map((call) => ({ call, standing: place.standing, local: place.local })));
  }
  return { files, alone };
}

interface CalledPlace {
  readonly name: string;
  readonly path: string;
  readonly standing: Standing;
  /** What a local call from there belongs to: nothing in the repository that all begins with. */
  readonly local: string;
}

function placeOf(call: string, standing: Standing, local: string): CalledPlace | undefined {
  const [, path] = LOCAL.exec(call) ?? [];
  if (path !== undefined) return { name: `${local}${call}`, path, standing, local };
  const [, owner = "", repo = "", elsewhere = "", at = ""] = ELSEWHERE.exec(call) ?? [];
  if (!isRepo({ owner, repo })) return undefined;
  return { name: call, path: elsewhere, standing: { owner, repo, at }, local: `${owner}/${repo}@${at}:` };
}
