/**
 * The engine `zadig`: workflows of a Zadig, run and followed by its OpenAPI.
 */
import PQueue from "p-queue";
import type { Engine, RunState } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { Instant } from "../../src/plan/content.ts";
import type { Attempt } from "./attempts.ts";
import { createMemory } from "./attempts.ts";
import { cancelRun } from "./cancel.ts";
import { createClient } from "./client.ts";
import { createCatalogue } from "./describe.ts";
import { findRun } from "./find.ts";
import { keysOf, withKey } from "./marks.ts";
import type { RunRef } from "./names.ts";
import { parseRef, workflowNamed } from "./names.ts";
import { stateOf } from "./progress.ts";
import { creatorOf } from "./search.ts";
import type { ZadigSection } from "./settings.ts";
import { mark, startRun } from "./start.ts";
import { knownTask } from "./tasks.ts";
import { hearNotice } from "./webhook.ts";

const TIMEOUT_MS = 10_000;

export interface ZadigEngineOptions {
  /** Where Zadig is, with its path if it has one. */
  readonly url: string;
  /** A user's API token. */
  readonly token: string;
  readonly section: ZadigSection;
  readonly now: () => Instant;
  /** For one request, in milliseconds. */
  readonly timeout?: number | undefined;
  /** What Zadig's webhooks must carry as X-Zadig-Token; without it they are refused. */
  readonly webhookSecret?: string | undefined;
}

/** Makes the engine named `zadig`. Nothing is asked of Zadig before it is used. */
export function createZadigEngine(options: ZadigEngineOptions): Engine {
  const { url, token, section, now, timeout = TIMEOUT_MS } = options;
  const client = createClient({ url, token, timeout, now });
  const catalogue = createCatalogue(client, section);
  const needs = {
    client,
    catalogue,
    section,
    now,
    me: creatorOf(token),
    attempts: createMemory<Attempt>(),
    claims: createMemory<string>(),
    told: createMemory<readonly string[]>(),
  };
  const starting = new Map<string, Promise<string>>();
  const inLane = createLanes();

  const allowed = (ref: string): RunRef => {
    const run = parseRef(ref);
    if (section.projects.includes(run.project)) return run;
    throw new EngineError(`plans may not look into the project ${run.project}`, { sure: true, again: false });
  };

  const read = async (ref: string): Promise<RunState> => {
    const run = allowed(ref);
    const task = await knownTask(client, run);
    const key = needs.claims.get(`${workflowNamed(run)}/${run.task}`);
    if (key !== undefined && keysOf(task.remark).length === 0) await mark(client, run, withKey(task.remark, key));
    return stateOf(client, task, run);
  };

  return {
    name: "zadig",
    list: async () => await catalogue.list(),
    describe: async (workflow) => await catalogue.describe(workflow),
    start: async (run) => {
      const going =
        starting.get(run.key) ??
        inLane(run.workflow, async () => await startRun(needs, run)).finally(() => starting.delete(run.key));
      starting.set(run.key, going);
      return await going;
    },
    find: async (run) => await inLane(run.workflow, async () => await findRun(needs, run)),
    read,
    cancel: async (ref) => await cancelRun(client, allowed(ref)),
    hear: async (call) => hearNotice(call, options.webhookSecret, section.projects),
    stop: async () => {
      await Promise.allSettled(starting.values());
      await client.close();
    },
  };
}

/** Starts and searches of one workflow go one after the other: a task that isn't marked yet must not be taken for another's. */
function createLanes(): <T>(lane: string, work: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, PQueue>();
  return async (name, work) => {
    const lane = lanes.get(name) ?? new PQueue({ concurrency: 1 });
    lanes.set(name, lane);
    try {
      return await lane.add(work);
    } finally {
      if (lane.size === 0 && lane.pending === 0) lanes.delete(name);
    }
  };
}
