/**
 * Finding the run of a key. GitHub tells nobody the inputs of a run, so that it is found by its name, in which a workflow
 * can show its input `gonogo_run`.
 */
import type { Found, RunName } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Run } from "./answers.ts";
import type { Attempt, Attempts } from "./attempts.ts";
import type { GithubClient } from "./client.ts";
import { orAbsent } from "./client.ts";
import { configurationOf } from "./configuration.ts";
import { placeOf } from "./describe.ts";
import { RUN_KEY, showsKey } from "./parameters.ts";
import { lookForRepeat } from "./repeat.ts";
import type { RunRef } from "./run-ref.ts";
import { parseRef, refOf } from "./run-ref.ts";
import type { RepoName, WorkflowName } from "./workflow-name.ts";
import { isSameRepo, parseWorkflow } from "./workflow-name.ts";

/** More pages than that are a workflow that runs a thousand times a week. */
const MOST_PAGES = 10;
const PAGE = 100;
/** How long after its start a run is looked for. */
const LOOK_BACK_MS = 7 * 24 * 3_600_000;

export interface FindNeeds {
  readonly client: GithubClient;
  readonly attempts: Attempts;
  readonly now: () => Instant;
  /** How long (ms) after a start GitHub may take to show its run: until then nothing is certain. */
  readonly settle: number;
}

/** What became of a key. Rejects with an EngineError when it is too early to tell. */
export async function findRun(needs: FindNeeds, run: RunName): Promise<Found> {
  const { attempts, now } = needs;
  const before = attempts.get(run.key);
  if (before?.attempt === "started") return { found: "run", ref: before.ref };
  const name = parseWorkflow(run.workflow);
  if (name === undefined) return { found: "none" };
  const found = await lookFor(needs, name, run);
  if (found.found === "run") {
    attempts.note(run.key, { attempt: "started", ref: found.ref });
    return found;
  }
  if (before?.attempt === "refused") return { found: "none" };
  if (found.found === "unknown") return found;
  const attempt = before ?? { attempt: "elsewhere", at: now() };
  if (before === undefined) attempts.note(run.key, attempt);
  return settled(needs, attempt);
}

/** What GitHub shows of a key at this moment. */
export async function lookFor(needs: FindNeeds, name: WorkflowName, run: RunName): Promise<Found> {
  const { client, now } = needs;
  const looked = await lookThrough(client, name, run.key, now() - LOOK_BACK_MS);
  if (typeof looked === "number") return { found: "run", ref: refOf({ ...name, run: looked, attempt: 1 }) };
  const failed = failedOf(run, name);
  const repeat = failed && (await lookForRepeat(client, failed, now()));
  if (repeat?.repeated === "yes") return { found: "run", ref: repeat.ref };
  // Such a run is never started anew for this key, so it needs no key to be found by.
  if (repeat?.repeated === "no") return { found: "none" };
  const { owner, repo, file } = name;
  const workflow = `${owner}/${repo}/${file}`;
  switch (looked) {
    case "hidden":
      return unknown(`GitHub shows no runs of ${workflow}, so nobody can tell whether it ran`);
    case "unfinished":
      return unknown(`${workflow} has more runs than can be looked through`);
    case "none":
      if (await showsNow(client, name)) return { found: "none" };
      return unknown(
        `${workflow} does not show its input ${RUN_KEY} in its run-name, so its runs don't tell whose they are`,
      );
  }
}

/** The run to repeat; another repository's is none of this workflow's. */
export function failedOf({ again }: RunName, name: RepoName): RunRef | undefined {
  const failed = again === undefined ? undefined : parseRef(again);
  return failed && isSameRepo(failed, name) ? failed : undefined;
}

function settled({ now, settle }: FindNeeds, attempt: Attempt): Found {
  if (!("at" in attempt)) return { found: "none" };
  const rest = attempt.at + settle - now();
  if (rest > 0) {
    const message = "GitHub does not show a run yet that it may have started";
    throw new EngineError(message, { sure: false, again: true, retryAfter: rest });
  }
  return attempt.attempt === "taken" ? unknown("GitHub took the start, and shows no run of it") : { found: "none" };
}

type Looked = number | "none" | "hidden" | "unfinished";

async function lookThrough(client: GithubClient, name: WorkflowName, key: string, since: Instant): Promise<Looked> {
  for (let page = 1; page <= MOST_PAGES; page++) {
    const runs = await orAbsent(client.runs(name, page), [403, 404]);
    if (runs === undefined) return "hidden";
    const found = runs.find((run) => isOf(run, key));
    if (found !== undefined) return found.id;
    if (runs.length < PAGE || runs.some((run) => run.created_at < since)) return "none";
  }
  return "unfinished";
}

/** A key stands in the name by itself: another key may begin with it. */
function isOf({ event, display_title: title }: Run, key: string): boolean {
  if (event !== "workflow_dispatch") return false;
  for (let at = title.indexOf(key); at >= 0; at = title.indexOf(key, at + 1)) {
    const around = `${title[at - 1] ?? " "}${title[at + key.length] ?? " "}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}

async function showsNow(client: GithubClient, name: WorkflowName): Promise<boolean> {
  const place = await placeOf(client, name);
  const text = place && (await orAbsent(client.file(name, `.github/workflows/${name.file}`, place.commit)));
  const configuration = text === undefined ? undefined : configurationOf(text);
  return configuration !== undefined && showsKey(configuration);
}

function unknown(why: string): Found {
  return { found: "unknown", why };
}
