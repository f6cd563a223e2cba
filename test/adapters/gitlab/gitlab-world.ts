/**
 * An emulated GitLab with a shop's projects, and engines over it.
 */
import type { GitlabEngineOptions } from "../../../adapters/gitlab/engine.ts";
import { createGitlabEngine } from "../../../adapters/gitlab/engine.ts";
import { gitlabSectionSchema } from "../../../adapters/gitlab/settings.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import type { GitlabEmulator } from "../../emulators/gitlab.ts";
import { openGitlab, TOKEN } from "../../emulators/gitlab.ts";
import type { RemoteEngineHarness } from "../../support/remote-engine-contract.ts";

export const PROJECTS = [
  "shop/web/frontend",
  "shop/web/frontend@release/2.4",
  "shop/backend",
  "shop/soak",
  "shop/gone",
];

export const DEPLOY = `
spec:
  inputs:
    concurrency:
      type: number
      default: 1
---
stages: [build, deploy]
variables:
  TARGET:
    description: Where it goes
    value: staging
    options: [staging, production]
  INTERNAL: "1"
build:
  stage: build
  script: make
deploy:
  stage: deploy
  script: ["./deploy -c $[[ inputs.concurrency ]]"]
`;

export interface GitlabWorld {
  readonly gitlab: GitlabEmulator;
  readonly engine: Engine;
  another(options?: Partial<GitlabEngineOptions>): Engine;
  close(): Promise<void>;
}

/** A GitLab with no projects yet, and an engine that may run those of `PROJECTS`. */
export async function openWorld(): Promise<GitlabWorld> {
  const gitlab = await openGitlab();
  const engines: Engine[] = [];
  const another = (options: Partial<GitlabEngineOptions> = {}): Engine => {
    const section = gitlabSectionSchema.parse({ projects: PROJECTS });
    const engine = createGitlabEngine({
      url: gitlab.url,
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
    gitlab,
    engine: another(),
    another,
    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await gitlab.close();
    },
  };
}

/** The world that the contracts of engines ask for. */
export async function openHarness(): Promise<RemoteEngineHarness> {
  const { gitlab, engine, another, close } = await openWorld();
  const frontend = gitlab.project({ path: "shop/web/frontend", file: DEPLOY });
  const backend = gitlab.project({ path: "shop/backend", file: "deploy:\n  script: exit 1\n" });
  gitlab.project({ path: "shop/soak", file: "soak:\n  script: sleep infinity\n" });
  return {
    engine,
    passing: { workflow: "shop/web/frontend", with: { TARGET: "production", concurrency: 4 } },
    failing: { workflow: "shop/backend", with: {} },
    lasting: { workflow: "shop/soak", with: {} },
    misfit: { TARGET: "the moon" },
    failure: /job "deploy" failed \(script failure\)/,
    reruns: true,
    restarted: async () => another(),
    startsOf: async (key) => gitlab.startsOf(key),
    fail: gitlab.fail,
    failReading: gitlab.failReading,
    redefine: () => void frontend.branches.set("main", `${DEPLOY}\nsmoke:\n  stage: deploy\n  script: ./smoke\n`),
    repair: () => {
      backend.repaired = true;
    },
    violations: gitlab.violations,
    close,
  };
}
