/**
 * An emulated Jenkins with a shop's jobs, and engines over it.
 */

import type { JenkinsEngineOptions } from "../../../adapters/jenkins/engine.ts";
import { createJenkinsEngine } from "../../../adapters/jenkins/engine.ts";
import { jenkinsSectionSchema } from "../../../adapters/jenkins/settings.ts";
import type { Engine } from "../../../src/flow/engine.ts";
import type { JenkinsEmulator } from "../../emulators/jenkins.ts";
import { openJenkins, TOKEN, USER } from "../../emulators/jenkins.ts";
import type { EmulatedJob, EmulatedParameter } from "../../emulators/jenkins-beans.ts";
import type { RemoteEngineHarness } from "../../support/remote-engine-contract.ts";

export const RUN_PARAMETER: EmulatedParameter = {
  _class: "hudson.model.StringParameterDefinition",
  name: "GONOGO_RUN",
};
export const BRANCH: EmulatedParameter = {
  _class: "hudson.model.StringParameterDefinition",
  name: "BRANCH",
  description: "What is <b>built</b>",
  defaultParameterValue: { name: "BRANCH", value: "main" },
};

export interface JenkinsWorld {
  readonly jenkins: JenkinsEmulator;
  readonly engine: Engine;
  another(options?: Partial<JenkinsEngineOptions>): Engine;
  close(): Promise<void>;
}

/** A Jenkins with no jobs yet; plans may name everything in the folder `shop`, and the job `nightly`. */
export async function openWorld(): Promise<JenkinsWorld> {
  const jenkins = await openJenkins();
  const engines: Engine[] = [];
  const another = (options: Partial<JenkinsEngineOptions> = {}): Engine => {
    const section = jenkinsSectionSchema.parse({ jobs: ["nightly"], folders: ["shop"] });
    const engine = createJenkinsEngine({
      url: jenkins.url,
      user: USER,
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
    jenkins,
    engine: another(),
    another,
    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await jenkins.close();
    },
  };
}

/** The world that the contracts of engines ask for. */
export async function openHarness(): Promise<RemoteEngineHarness> {
  const world = await openWorld();
  const { jenkins, engine } = world;
  const job = (name: string, outcome: EmulatedJob["outcome"]): EmulatedJob =>
    jenkins.job({ name, outcome, parameters: [RUN_PARAMETER, BRANCH], config: "<project><builders/></project>" });
  const deploy = job("shop/deploy", "SUCCESS");
  const broken = job("shop/web/broken", "FAILURE");
  job("nightly", "lasts");
  const sample = (workflow: string) => ({ workflow, with: { BRANCH: "release" } });
  return {
    engine,
    passing: sample("shop/deploy"),
    failing: sample("shop/web/broken"),
    lasting: sample("nightly"),
    misfit: { BRANCH: true },
    failure: /the build failed/,
    reruns: false,
    restarted: async () => world.another(),
    startsOf: async (key) => jenkins.startsOf(key),
    fail: jenkins.fail,
    failReading: jenkins.failReading,
    redefine: () => {
      deploy.config = "<project><builders><step/></builders></project>";
    },
    repair: () => {
      broken.outcome = "SUCCESS";
    },
    violations: jenkins.violations,
    close: world.close,
  };
}
