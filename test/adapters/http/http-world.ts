/**
 * An emulated service with three jobs, the section that declares them, and engines over it.
 */
import type { HttpEngineOptions } from "../../../adapters/http/engine.ts";
import { createHttpEngine } from "../../../adapters/http/engine.ts";
import { httpSectionSchema } from "../../../adapters/http/settings.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import type { HttpService } from "../../emulators/http-service.ts";
import { openHttpService, SECRET } from "../../emulators/http-service.ts";
import type { RemoteEngineHarness } from "../../support/remote-engine-contract.ts";

const HEADERS = { "X-Token": "Token \u0024{SERVICE_TOKEN}" };

/** A workflow of the service as settings declare it. */
export function declared(url: string, job: string) {
  return {
    title: `Job ${job}`,
    parameters: {
      branch: { required: true, pattern: "[^ ]+" },
      replicas: { type: "number" },
      dry: { type: "boolean", default: false },
    },
    start: {
      url: `${url}/api/runs`,
      headers: HEADERS,
      body: {
        job,
        branch: "{branch}",
        replicas: "{replicas}",
        dry: "{dry}",
        meta: { plan: "{plan}", item: "{item}", note: "{plan.name}: {item.name} {{x}}" },
      },
      ref: "run.id",
    },
    find: { url: `${url}/api/runs?key={key}`, headers: HEADERS, run: "runs[0].id" },
    read: {
      url: `${url}/api/runs/{ref}`,
      headers: HEADERS,
      state: 'status = "active" ? "running" : status = "ok" ? "passed" : "failed"',
      reason: "message",
      percent: "done * 100",
      stage: "step",
      link: "page",
    },
    cancel: { url: `${url}/api/runs/{ref}/cancel`, headers: HEADERS },
    definition: { url: `${url}/api/jobs/${job}`, headers: HEADERS, value: "version" },
  };
}

export interface HttpWorld {
  readonly service: HttpService;
  readonly engine: Engine;
  /** Another engine, with workflows changed as told. */
  another(change?: Readonly<Record<string, unknown>>, options?: Partial<HttpEngineOptions>): Engine;
  close(): Promise<void>;
}

export async function openWorld(): Promise<HttpWorld> {
  const service = await openHttpService({
    deploy: { ends: "ok", version: 1 },
    broken: { ends: "broken", version: 1 },
    watch: { ends: "never", version: 1 },
  });
  const engines: Engine[] = [];
  const another: HttpWorld["another"] = (change = {}, options = {}) => {
    const workflows = Object.keys(service.jobs).map((job) => [job, { ...declared(service.url, job), ...change }]);
    const section = httpSectionSchema.parse({ secrets: ["SERVICE_TOKEN"], workflows: Object.fromEntries(workflows) });
    const environment = { SERVICE_TOKEN: SECRET };
    const engine = createHttpEngine({ section, environment, now: Date.now, timeout: 1_000, ...options });
    engines.push(engine);
    return engine;
  };
  return {
    service,
    engine: another(),
    another,
    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await service.close();
    },
  };
}

/** The world that the contracts of engines ask for. */
export async function openHarness(): Promise<RemoteEngineHarness> {
  const world = await openWorld();
  const { service, engine } = world;
  const sample = (workflow: string) => ({ workflow, with: { branch: "release/2.4", replicas: 3 } });
  const job = (name: string) => {
    const found = service.jobs[name];
    if (!found) throw new Error(`no job ${name}`);
    return found;
  };
  return {
    engine,
    passing: sample("deploy"),
    failing: sample("broken"),
    lasting: sample("watch"),
    misfit: { replicas: "three" },
    failure: /step 2 broke/,
    reruns: false,
    restarted: async () => world.another(),
    startsOf: async (key) => service.runs.filter((run) => run.key === key).length,
    fail: service.fail,
    failReading: service.failReading,
    redefine: () => {
      job("deploy").version++;
    },
    repair: () => {
      job("broken").ends = "ok";
    },
    violations: service.violations,
    close: world.close,
  };
}
