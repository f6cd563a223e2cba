/**
 * The engine `gitlab`: CI/CD pipelines of a GitLab's projects, created with inputs and variables and followed by its REST
 * API.
 */
import type { Engine, RunState } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import { cancelRun } from "./cancel.ts";
import { createCatalogue } from "./catalogue.ts";
import type { GitlabClient } from "./client.ts";
import { createClient, orAbsent } from "./client.ts";
import { stateOf } from "./progress.ts";
import type { RunRef } from "./run-ref.ts";
import { parseRef } from "./run-ref.ts";
import type { GitlabSection } from "./settings.ts";
import { findRun, startRun } from "./start.ts";
import { isActive } from "./statuses.ts";
import { hearCall } from "./webhook.ts";

const TIMEOUT_MS = 10_000;

export interface GitlabEngineOptions {
  /** Where GitLab is, with its path if it has one: `https://gitlab.example`. */
  readonly url: string;
  /** A personal, group or project access token with the scope `api`. */
  readonly token: string;
  readonly section: GitlabSection;
  readonly now: () => Instant;
  /** For one request, in milliseconds. */
  readonly timeout?: number | undefined;
  /** The secret token of webhooks, or their signing token (`whsec_…`); without it they are refused. */
  readonly webhookSecret?: string | undefined;
}

/** Makes the engine named `gitlab`. Nothing is asked of GitLab before it is used. */
export function createGitlabEngine(options: GitlabEngineOptions): Engine {
  const { url, token, section, now, timeout = TIMEOUT_MS, webhookSecret: secret } = options;
  const client = createClient({ url, token, timeout, now });
  const catalogue = createCatalogue(client, section);
  const starting = new Map<string, Promise<string>>();
  const needs = { client, catalogue, known: new Map(), watermarks: new Map(), now };

  return {
    name: "gitlab",
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
    hear: async (call) => hearCall(call, { secret, url, now }),
    stop: async () => {
      await Promise.allSettled(starting.values());
      await client.close();
    },
  };
}

async function readRun(client: GitlabClient, { project, pipeline: id }: RunRef): Promise<RunState> {
  const pipeline = await client.pipeline(project, id);
  const jobs = await client.jobs(project, id, false);
  // The jobs that start other pipelines are listed apart, and not to every token: they matter where no other job explains.
  const explained = pipeline.status === "success" || jobs.some((job) => isActive(job.status));
  const bridges = explained ? [] : await orAbsent(client.bridges(project, id), [403, 404]);
  const all = [...jobs, ...(bridges ?? [])].sort((one, other) => one.id - other.id);
  return stateOf(pipeline, all, pipeline.web_url ?? client.link(project, id));
}
