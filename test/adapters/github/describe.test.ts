import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configurationOf } from "../../../adapters/github/configuration.ts";
import { showsKey } from "../../../adapters/github/parameters.ts";
import type { Parameter } from "../../../src/plan/workflow.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { GithubWorld } from "./github-world.ts";
import { openWorld } from "./github-world.ts";

const WEB = "shop/web/deploy.yml";
const JOBS = "jobs: { work: { steps: [{ run: make }] } }\n";

let world: GithubWorld;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  const violations = world.github.violations();
  await world.close();
  expect(violations).toEqual([]);
});

const withInputs = (inputs: string): string => `on:\n  workflow_dispatch:\n    inputs:\n${inputs}${JOBS}`;
const parametersFor = async (file: string, environments: readonly string[] = []): Promise<readonly Parameter[]> => {
  world.github.repo("shop/web", { "deploy.yml": file }, { environments });
  return (await world.engine.describe(WEB))?.parameters ?? [];
};

describe("What may be chosen for a workflow", () => {
  it("is every input by its type, but the key", async () => {
    const parameters = await parametersFor(
      withInputs(`      target: { type: choice, required: true, options: [staging, production], description: "Where\\n it goes" }
      count: { type: number, default: "3" }
      dry: { type: boolean, default: true }
      version: { required: true, default: 1.5 }
      note:
      gonogo_run: { required: true }
`),
    );
    expect(parameters).toEqual([
      { name: "target", type: "string", required: true, choices: ["staging", "production"], label: "Where it goes" },
      { name: "count", type: "number", required: false, default: 3 },
      { name: "dry", type: "boolean", required: false, default: true },
      { name: "version", type: "string", required: false, default: "1.5" },
      { name: "note", type: "string", required: false },
    ]);
  });

  it("is one of the repository's environments where the workflow asks for one", async () => {
    const file = withInputs("      where: { type: environment, required: true }\n");
    expect(await parametersFor(file, ["staging", "production"])).toMatchObject([
      { choices: ["staging", "production"] },
    ]);
    world.github.answer("/environments", 403, { message: "Resource not accessible by personal access token" });
    expect(await parametersFor(file, ["staging"])).toEqual([{ name: "where", type: "string", required: true }]);
  });

  it.each(["on: workflow_dispatch\n", "on: [push, workflow_dispatch]\n", "on: { workflow_dispatch: null }\n"])(
    "is nothing where %j declares nothing",
    async (on) => {
      expect(await parametersFor(`${on}${JOBS}`)).toEqual([]);
      expect(await world.engine.describe(WEB)).toMatchObject({ workflow: WEB, title: "shop/web: deploy.yml" });
    },
  );

  it("is checked before anything is started", async () => {
    await parametersFor(withInputs("      count: { type: number, required: true }\n"));
    for (const given of [{}, { count: "3" }, { count: 3, other: 1 }]) {
      const request = requestOf({ workflow: WEB, with: given });
      await expect(world.engine.start(request)).rejects.toMatchObject({ sure: true, again: false });
    }
    expect(world.github.runs).toEqual([]);
  });
});

describe("The definition of a workflow", () => {
  const definition = async () => (await world.engine.describe(WEB))?.definition;
  const calling = (uses: string): string => `on: workflow_dispatch\njobs: { work: { uses: "${uses}" } }\n`;

  it("has the workflows that it calls, and those that they call, here and elsewhere", async () => {
    world.github.repo("shop/web", {
      "deploy.yml": calling("./.github/workflows/common.yml"),
      "common.yml": `on: workflow_call\njobs: { work: { uses: "shop/ci/.github/workflows/release.yml@v1" } }\n`,
    });
    const ci = world.github.repo(
      "shop/ci",
      {
        "release.yml": `on: workflow_call\njobs: { work: { uses: "./.github/workflows/inner.yml" } }\n`,
        "inner.yml": `on: workflow_call\n${JOBS}`,
      },
      { defaultBranch: "v1" },
    );
    const before = await definition();
    expect(before).toMatchObject({
      ref: "main",
      called: {
        "./.github/workflows/common.yml": {},
        "shop/ci/.github/workflows/release.yml@v1": {},
        "shop/ci@v1:./.github/workflows/inner.yml": expect.anything(),
      },
    });
    await world.engine.list();
    ci.branches.get("v1")?.set(".github/workflows/inner.yml", "on: workflow_call\n# other\njobs: {}\n");
    expect(await definition()).not.toEqual(before);
    const listed = (await world.engine.list()).find(({ workflow }) => workflow === WEB);
    expect(listed?.definition).toEqual(await definition());
  });

  it("says which called workflow can't be read, and ends where workflows call each other", async () => {
    world.github.repo("shop/web", { "deploy.yml": calling("./.github/workflows/deploy.yml") });
    expect(await definition()).toMatchObject({ called: { "./.github/workflows/deploy.yml": {} } });
    world.github.repo("shop/web", { "deploy.yml": calling("secret/ci/.github/workflows/x.yml@main") });
    expect(await definition()).toMatchObject({ called: { "secret/ci/.github/workflows/x.yml@main": null } });
  });

  it("is another one when another branch is the default one, and the same for another commit", async () => {
    const repo = world.github.repo("shop/web", { "deploy.yml": `on: workflow_dispatch\n${JOBS}`, "README.md": "a" });
    const before = await definition();
    repo.branches.get("main")?.set(".github/workflows/other.yml", "on: push\n");
    expect(await definition()).toEqual(before);
    repo.branches.set("trunk", new Map(repo.branches.get("main")));
    repo.defaultBranch = "trunk";
    expect(await definition()).toMatchObject({ ref: "trunk" });
  });
});

describe("A workflow shows the key", () => {
  const shows = (runName: string, inputs = "{ gonogo_run: }"): boolean => {
    const file = `run-name: ${JSON.stringify(runName)}\non: { workflow_dispatch: { inputs: ${inputs} } }\n${JOBS}`;
    const configuration = configurationOf(file);
    return configuration !== undefined && showsKey(configuration);
  };

  it.each([
    "inputs.gonogo_run",
    "github.event.inputs.gonogo_run",
    "inputs['gonogo_run'] || 'hand'",
    "inputs.GONOGO_RUN",
  ])("when it is called by %s", (expression) => {
    expect(shows(`Deploy ${filled(expression)} now`)).toBe(true);
  });

  it.each(["Deploy", "inputs.gonogo_run", filled("inputs.target"), filled("inputs.gonogo_runner")])(
    "not when it is called %s",
    (runName) => {
      expect(shows(runName)).toBe(false);
    },
  );

  it("not when it has no such input", () => {
    expect(shows(filled("inputs.gonogo_run"), "{ target: }")).toBe(false);
  });
});

/** As GitHub writes what is to be filled in. */
function filled(expression: string): string {
  return `$\{{ ${expression} }}`;
}
