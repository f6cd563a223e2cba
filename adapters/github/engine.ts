/**
 * The engine `github`: workflows of GitHub Actions, started by `workflow_dispatch` and followed by GitHub's REST API.
 */
import type { Engine, RunState } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Job } from "./answers.ts";
import { createAttempts } from "./attempts.ts";
import { cancelRun } from "./cancel.ts";
import { createCatalogue } from "./catalogue.ts";
import type { GithubClient } from "./client.ts";
import { createClient, orAbsent } from "./client.ts";
import { findRun } from "./find.ts";
import { linkOf, stateOf } from "./progress.ts";
import type { RunRef } from "./run-ref.ts";
import { parseRef } from "./run-ref.ts";
import type { GithubSection } from "./settings.ts";
import { startRun } from "./start.ts";
import { hearCall } from "./webhook.ts";

const TIMEOUT_MS = 10_000;
const SETTLE_MS = 60_000;
const PAUSE_MS = 1_000;

export interface GithubEngineOptions {
  /** The address of the API: `https://api.github.com`, or `https://github.example/api/v3`. */
  readonly url: string;
  readonly token: string;
  readonly section: GithubSection;
  readonly now: () => Instant;
  /** For one request, in milliseconds. */
  readonly timeout?: number | undefined;
  /** How long (ms) GitHub may take to show a run that it has started. */
  readonly settle?: number | undefined;
  /** Between looks for a run that GitHub took and did not name (ms). */
  readonly pause?: number | undefined;
  /** The secret of webhooks; without it they are refused. */
  readonly webhookSecret?: string | undefined;
}

/** Makes the engine named `github`. Nothing is asked of GitHub before it is used. */
export function createGithubEngine(options: GithubEngineOptions): Engine {
  const { url, token, section, now, timeout = TIMEOUT_MS, settle = SETTLE_MS, pause = PAUSE_MS } = options;
  const client = createClient({ url, token, timeout, now });
  const catalogue = createCatalogue(client, section);
  const needs = { client, catalogue, attempts: createAttempts(), now, settle, pause };
  const starting = new Map<string, Promise<string>>();

  return {
    name: "github",
    list: catalogue.list,
    describe: catalogue.describe,
    start: async (run) => {
      const going = starting.get(run.key) ?? startRun(needs, run).finally(() => starting.delete(run.key));
      starting.set(run.key, going);
      return await going;
    },
    find: async (run) => {
      await starting.get(run.key)?.catch(() => undefined);
      return await findRun(needs, run);
    },
    read: async (ref) => await readRun(client, parseRef(ref)),
    cancel: async (ref) => await cancelRun(client, parseRef(ref)),
    hear: async (call) => hearCall(call, options.webhookSecret),
    stop: async () => {
      await Promise.allSettled(starting.values());
      await client.close();
    },
  };
}

async function readRun(client: GithubClient, ref: RunRef): Promise<RunState> {
  const attempt = ref.attempt === 1 ? await client.attempt(ref) : await orAbsent(client.attempt(ref));
  if (attempt === undefined) return await awaited(client, ref);
  // After the run, so that its jobs are at least as far as it is.
  const jobs = await orAbsent(client.jobs(ref));
  return stateOf(attempt, jobs ?? NO_JOBS);
}

const NO_JOBS: readonly Job[] = [];

/** An attempt that was asked for takes a moment to be there. */
async function awaited(client: GithubClient, ref: RunRef): Promise<RunState> {
  const link = linkOf(await client.run(ref));
  return { state: "running", progress: { stage: "queued", percent: 0, link } };
}
