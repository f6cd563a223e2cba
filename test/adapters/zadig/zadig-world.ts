/**
 * An emulated Zadig with a shop's workflows, and engines over it.
 */
import type { ZadigEngineOptions } from "../../../adapters/zadig/engine.ts";
import { createZadigEngine } from "../../../adapters/zadig/engine.ts";
import { zadigSectionSchema } from "../../../adapters/zadig/settings.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import type { EmulatedWorkflow, ZadigEmulator } from "../../emulators/zadig.ts";
import { openZadig, TOKEN } from "../../emulators/zadig.ts";
import type { RemoteEngineHarness } from "../../support/remote-engine-contract.ts";

export interface ZadigWorld {
  readonly zadig: ZadigEmulator;
  readonly engine: Engine;
  another(options?: Partial<ZadigEngineOptions>): Engine;
  close(): Promise<void>;
}

/** A Zadig with no workflows yet; plans may run those of the project `shop`. */
export async function openWorld(): Promise<ZadigWorld> {
  const zadig = await openZadig();
  const engines: Engine[] = [];
  const another = (options: Partial<ZadigEngineOptions> = {}): Engine => {
    const section = zadigSectionSchema.parse({ projects: ["shop"], codehosts: { "1": "gitlab-main" } });
    const engine = createZadigEngine({
      url: zadig.url,
      token: TOKEN,
      section,
      now: Date.now,
      timeout: 1_000,
      ...options,
    });
    engines.push(engine);
    return engine;
  };
  return {
    zadig,
    engine: another(),
    another,
    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await zadig.close();
    },
  };
}

/** A workflow with two freestyle jobs and a parameter. */
export function simple(key: string, outcome: string): EmulatedWorkflow {
  const spec = (command: string) => ({
    freestyle_type: "",
    source: "runtime",
    repos: null,
    envs: [],
    services: null,
    command,
  });
  return {
    key,
    project: "shop",
    name: `The ${key}`,
    outcome,
    error: "exit code 1",
    params: [
      {
        name: "branch",
        type: "string",
        value: "main",
        default: "main",
        description: "What is built",
        is_credential: false,
      },
    ],
    stages: [
      { name: "prepare", jobs: [{ name: "fetch", type: "freestyle", spec: spec("fetch") }] },
      { name: "work", jobs: [{ name: "deploy", type: "freestyle", spec: spec("deploy") }] },
    ],
  };
}

/** The world that the contracts of engines ask for. */
export async function openHarness(): Promise<RemoteEngineHarness> {
  const world = await openWorld();
  const { zadig, engine } = world;
  const passing = zadig.workflow(simple("release", "passed"));
  const failing = zadig.workflow(simple("broken", "failed"));
  zadig.workflow(simple("soak", "lasts"));
  const sample = (key: string) => ({ workflow: `shop/${key}`, with: { branch: "release" } });
  return {
    engine,
    passing: sample("release"),
    failing: sample("broken"),
    lasting: sample("soak"),
    misfit: { branch: true },
    failure: /deploy.*failed: exit code 1/,
    reruns: true,
    restarted: async () => world.another(),
    startsOf: async (key) =>
      zadig.tasks.filter(({ body }) => body.remark === `gonogo ${encodeURIComponent(key)}`).length,
    fail: zadig.fail,
    failReading: zadig.failReading,
    redefine: () => {
      const { stages } = passing;
      const [last] = stages.slice(-1);
      if (last)
        zadig.save(passing, {
          stages: [...stages, { ...last, name: "more", jobs: last.jobs.map((job) => ({ ...job, name: "more" })) }],
        });
    },
    repair: () => {
      failing.outcome = "passed";
    },
    violations: zadig.violations,
    close: world.close,
  };
}
