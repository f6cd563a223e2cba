/**
 * The engine `jenkins`: jobs of a Jenkins, run with parameters and followed by its remote access API.
 */
import type { Engine, RunState } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import { createAttempts } from "./attempts.ts";
import { readBuild, stateOfBuild } from "./build-state.ts";
import { cancelRun } from "./cancel.ts";
import type { JenkinsClient } from "./client.ts";
import { createClient } from "./client.ts";
import type { Job } from "./describe.ts";
import { readJob, workflowOf } from "./describe.ts";
import { pathOf } from "./job-name.ts";
import { listWorkflows } from "./listing.ts";
import type { Whereabouts } from "./locate.ts";
import { createKnownBuilds, locate } from "./locate.ts";
import type { RunRef } from "./ref.ts";
import { parseRef, refOf } from "./ref.ts";
import type { JenkinsSection } from "./settings.ts";
import { mayRun } from "./settings.ts";
import { findRun, startJob } from "./start.ts";
import { hearNotice } from "./webhook.ts";

const TIMEOUT_MS = 10_000;

export interface JenkinsEngineOptions {
  /** Where Jenkins is, with its path if it has one: `https://ci.example/jenkins`. */
  readonly url: string;
  /** Whose API token it is. */
  readonly user: string;
  readonly token: string;
  readonly section: JenkinsSection;
  readonly now: () => Instant;
  /** For one request, in milliseconds. */
  readonly timeout?: number | undefined;
  /** What calls of the Notification plugin must carry; without it they are refused. */
  readonly webhookSecret?: string | undefined;
}

/** Makes the engine named `jenkins`. Nothing is asked of Jenkins before it is used. */
export function createJenkinsEngine(options: JenkinsEngineOptions): Engine {
  const { url, user, token, section, now, timeout = TIMEOUT_MS } = options;
  const client = createClient({ url, user, token, timeout, now });
  const starting = new Map<string, Promise<string>>();
  const builds = createKnownBuilds();
  const allowed = (job: string): boolean => mayRun(section, job);
  const job = async (name: string): Promise<Job | undefined> =>
    allowed(name) ? await readJob(client, name) : undefined;
  const needs = { client, attempts: createAttempts(), now, job };
  const whereabouts = (run: RunRef): Promise<Whereabouts> => locate(client, run, builds);

  return {
    name: "jenkins",
    list: async () => await listWorkflows(client, section),
    async describe(workflow) {
      const found = await job(workflow);
      return found && (await workflowOf(client, found));
    },
    start: async (run) => {
      const going = starting.get(run.key) ?? startJob(needs, run).finally(() => starting.delete(run.key));
      starting.set(run.key, going);
      return await going;
    },
    find: async (run) => {
      await starting.get(run.key)?.catch(() => undefined);
      return await findRun(needs, run);
    },
    read: async (ref) => {
      const run = parseRef(ref);
      return await stateOf(client, run, await whereabouts(run), now);
    },
    cancel: async (ref) => {
      const run = parseRef(ref);
      return await cancelRun(client, run, () => whereabouts(run));
    },
    hear: async (call) => hearNotice(call, options.webhookSecret, allowed),
    stop: async () => {
      await Promise.allSettled(starting.values());
      await client.close();
    },
  };
}

async function stateOf(client: JenkinsClient, run: RunRef, where: Whereabouts, now: () => Instant): Promise<RunState> {
  const { job } = run;
  const link = client.link(`${pathOf(job)}/`);
  switch (where.at) {
    case "queue":
      return { state: "running", progress: { job, percent: 0, link, ...(where.why && { stage: where.why }) } };
    case "cancelled":
      return { state: "failed", reason: "cancelled while it waited in Jenkins' queue", progress: { job, link } };
    case "gone":
      return {
        state: "failed",
        reason: "it left Jenkins' queue without becoming a build: cancelled, or lost when Jenkins stopped",
        progress: { job, link },
      };
    case "build":
      return await stateOfBuild(client, job, await readBuild(client, job, where.number), now());
    case "unknown":
      throw new EngineError(`Jenkins no longer has the build that ${refOf(run)} became`, { sure: true, again: false });
  }
}
