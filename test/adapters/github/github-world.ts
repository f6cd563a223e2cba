/**
 * An emulated GitHub with a shop's repositories, and engines over it.
 */
import type { GithubEngineOptions } from "../../../adapters/github/engine.ts";
import { createGithubEngine } from "../../../adapters/github/engine.ts";
import { githubSectionSchema } from "../../../adapters/github/settings.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import type { GithubEmulator } from "../../emulators/github.ts";
import { openGithub, TOKEN } from "../../emulators/github.ts";
import type { RemoteEngineHarness } from "../../support/remote-engine-contract.ts";

export const WORKFLOWS = ["shop/web/deploy.yml", "shop/web/deploy.yml@release/2.4", "shop/api", "shop/gone/deploy.yml"];

/** A workflow with inputs of its own, and the one that its runs are found by. */
export const DEPLOY = `
name: Deploy
run-name: Deploy to \${{ inputs.target }} (\${{ inputs.gonogo_run }})
on:
  push:
  workflow_dispatch:
    inputs:
      target: { description: Where it goes, type: choice, options: [staging, production], default: staging }
      replicas: { type: number, default: 2 }
      dry: { type: boolean }
      gonogo_run: { description: Set by gonogo }
jobs:
  build:
    runs-on: ubuntu-latest
    steps: [{ name: Make, run: make }]
  deploy:
    needs: build
    runs-on: ubuntu-latest
    steps: [{ name: Apply, run: ./deploy }]
`;

/** A workflow whose one job runs this; its runs show their key. */
export const single = (run: string): string =>
  `run-name: \${{ inputs.gonogo_run }}
on: { workflow_dispatch: { inputs: { gonogo_run: { required: false } } } }
jobs: { work: { runs-on: ubuntu-latest, steps: [{ name: Work, run: "${run}" }] } }
`;

export interface GithubWorld {
  readonly github: GithubEmulator;
  readonly engine: Engine;
  another(options?: Partial<GithubEngineOptions>): Engine;
  close(): Promise<void>;
}

/** A GitHub with no repositories yet, and an engine that may run those of `WORKFLOWS`. */
export async function openWorld(): Promise<GithubWorld> {
  const github = await openGithub();
  const engines: Engine[] = [];
  const another = (options: Partial<GithubEngineOptions> = {}): Engine => {
    const engine = createGithubEngine({
      url: github.url,
      token: TOKEN,
      section: githubSectionSchema.parse({ workflows: WORKFLOWS }),
      now: Date.now,
      timeout: 1_000,
      settle: 0,
      pause: 1,
      ...options,
    });
    engines.push(engine);
    return engine;
  };
  return {
    github,
    engine: another(),
    another,
    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await github.close();
    },
  };
}

/** The world that the contracts of engines ask for. */
export async function openHarness(): Promise<RemoteEngineHarness> {
  const { github, engine, another, close } = await openWorld();
  const web = github.repo("shop/web", { "deploy.yml": DEPLOY });
  const api = github.repo("shop/api", { "release.yml": single("exit 1"), "soak.yml": single("sleep infinity") });
  return {
    engine,
    passing: { workflow: "shop/web/deploy.yml", with: { target: "production", replicas: 4 } },
    failing: { workflow: "shop/api/release.yml", with: {} },
    lasting: { workflow: "shop/api/soak.yml", with: {} },
    misfit: { target: "the moon" },
    failure: /job "work" failed at step "Work"/,
    reruns: true,
    restarted: async () => another(),
    startsOf: async (key) => github.startsOf(key),
    fail: github.fail,
    failReading: github.failReading,
    redefine: () => {
      const smoke = "  smoke:\n    runs-on: ubuntu-latest\n    steps: [{ run: ./smoke }]\n";
      web.branches.get("main")?.set(".github/workflows/deploy.yml", `${DEPLOY}${smoke}`);
    },
    repair: () => {
      api.repaired = true;
    },
    violations: github.violations,
    close,
  };
}
