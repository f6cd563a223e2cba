import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Parameter } from "../../../src/plan/workflow.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { GitlabWorld } from "./gitlab-world.ts";
import { DEPLOY, openWorld } from "./gitlab-world.ts";

const JOB = "deploy:\n  script: ./deploy\n";
const FRONTEND = "shop/web/frontend";

let world: GitlabWorld;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  const violations = world.gitlab.violations();
  await world.close();
  expect(violations).toEqual([]);
});

const parametersFor = async (file: string): Promise<readonly Parameter[]> => {
  world.gitlab.project({ path: FRONTEND, file });
  return (await world.engine.describe(FRONTEND))?.parameters ?? [];
};
const inputs = (text: string): string => `spec:\n  inputs:\n${text}---\n${JOB}`;
const asked = (path: RegExp): number => world.gitlab.requests.filter((each) => path.test(each)).length;

describe("What may be chosen for a pipeline", () => {
  it("is what has a description among the global variables, and nothing else", async () => {
    const file = `variables:
  TARGET: { description: "Where it\\n goes", value: staging, options: [staging, production] }
  NOTE: { description: Shown to customers }
  WORKERS: { description: How many, value: 4 }
  HIDDEN: { value: internal }
  PLAIN: internal
${JOB}`;
    expect(await parametersFor(file)).toEqual([
      {
        name: "TARGET",
        type: "string",
        required: false,
        default: "staging",
        choices: ["staging", "production"],
        label: "Where it goes",
      },
      { name: "NOTE", type: "string", required: false, label: "Shown to customers" },
      { name: "WORKERS", type: "string", required: false, default: "4", label: "How many" },
    ]);
  });

  it("is every input of the header by its type", async () => {
    const file = inputs(`    environment: { options: [test, production], description: Where }
    count: { type: number, default: 2 }
    dry: { type: boolean, default: true }
    name:
    version: { default: v1.0, regex: '^v\\d\\.\\d+$' }
`);
    const parameters = await parametersFor(file);
    expect(parameters).toMatchObject([
      { name: "environment", type: "string", required: true, choices: ["test", "production"], label: "Where" },
      { name: "count", type: "number", required: false, default: 2 },
      { name: "dry", type: "boolean", required: false, default: true },
      { name: "name", type: "string", required: true },
      { name: "version", type: "string", required: false, default: "v1.0" },
    ]);
    const pattern = new RegExp(`^(?:${parameters.at(-1)?.pattern})$`, "u");
    expect(["v2.11", "2.11", "v2.11 "].map((value) => pattern.test(value))).toEqual([true, false, false]);
  });

  it("leaves expressions to GitLab that could take forever, or that only GitLab understands", async () => {
    const file = inputs(`    slow: { default: a, regex: '^(a+)+$' }
    other: { default: a, regex: '(?P<name>a)' }
    rules: { rules: [ { if: '$[[ inputs.slow ]] == "a"', default: b }, { default: c } ], default: c }
`);
    const parameters = await parametersFor(file);
    expect(parameters.map(({ name, pattern, required }) => ({ name, pattern, required }))).toEqual([
      { name: "slow", pattern: undefined, required: false },
      { name: "other", pattern: undefined, required: false },
      { name: "rules", pattern: undefined, required: false },
    ]);
  });

  it("leaves a list to its default, and does not offer a pipeline that asks for one", async () => {
    expect(await parametersFor(inputs("    hosts: { type: array, default: [a, b] }\n"))).toEqual([]);
    world.gitlab.project({ path: FRONTEND, file: inputs("    hosts: { type: array }\n") });
    expect(await world.engine.describe(FRONTEND)).toBeUndefined();
    const started = world.engine.start(requestOf({ workflow: FRONTEND, with: {} }));
    await expect(started).rejects.toMatchObject({ sure: true, message: expect.stringContaining("hosts") });
  });

  it("can be given to GitLab where the linter can't know it", async () => {
    await parametersFor(inputs("    environment: { options: [test, production] }\n"));
    await world.engine.start(requestOf({ workflow: FRONTEND, with: { environment: "production" } }));
    expect(world.gitlab.pipelines[0]?.inputs).toEqual({ environment: "production" });
  });
});

describe("What a pipeline is made of", () => {
  it("is the branch, the header and the merged configuration", async () => {
    world.gitlab.project({ path: FRONTEND, file: DEPLOY });
    expect((await world.engine.describe(FRONTEND))?.definition).toMatchObject({
      ref: "main",
      header: { spec: { inputs: { concurrency: { type: "number", default: 1 } } } },
      configuration: { stages: ["build", "deploy"], deploy: { script: ["./deploy -c 1"] } },
    });
  });

  it("does not change by a commit that leaves the configuration as it is", async () => {
    const project = world.gitlab.project({ path: FRONTEND, file: DEPLOY });
    const before = await world.engine.describe(FRONTEND);
    project.branches.set("main", `# a word\n${DEPLOY}`);
    expect(await world.engine.describe(FRONTEND)).toEqual(before);
  });

  it("may stand in a file of another name, or in another project altogether", async () => {
    const project = world.gitlab.project({ path: FRONTEND, file: DEPLOY, configPath: "ci/release.yml" });
    expect((await world.engine.describe(FRONTEND))?.parameters.map(({ name }) => name)).toEqual([
      "concurrency",
      "TARGET",
    ]);
    project.configPath = "release.yml@shop/ci";
    expect((await world.engine.describe(FRONTEND))?.parameters.map(({ name }) => name)).toEqual(["TARGET"]);
  });

  it("may include what only a pipeline on the branch knows", async () => {
    world.gitlab.project({ path: FRONTEND, file: DEPLOY, byBranch: true });
    expect(await world.engine.describe(FRONTEND)).toMatchObject({ definition: { configuration: { deploy: {} } } });
  });

  it("is offered for another branch by its own name", async () => {
    const project = world.gitlab.project({ path: FRONTEND, file: DEPLOY });
    project.branches.set("release/2.4", JOB);
    const listed = await world.engine.list();
    expect(listed.map(({ workflow, title }) => [workflow, title])).toEqual([
      ["shop/web/frontend", "shop / web / frontend"],
      ["shop/web/frontend@release/2.4", "shop / web / frontend (release/2.4)"],
    ]);
    expect(listed[1]?.definition).toMatchObject({ ref: "release/2.4", configuration: { deploy: {} } });
    await world.engine.start(requestOf({ workflow: "shop/web/frontend@release/2.4", with: {} }));
    expect(world.gitlab.pipelines[0]?.ref).toBe("release/2.4");
  });
});

describe("A list of pipelines", () => {
  it("reads a configuration again only when another commit is there", async () => {
    const project = world.gitlab.project({ path: FRONTEND, file: DEPLOY });
    await world.engine.list();
    await world.engine.list();
    expect(asked(/ci\/lint/)).toBe(1);
    project.branches.set("main", JOB);
    expect((await world.engine.list())[0]?.parameters).toEqual([]);
    expect(asked(/ci\/lint/)).toBe(2);
  });

  it("reads it each time when a part of it stands elsewhere", async () => {
    const includes = [{ type: "file", location: "templates/deploy.yml" }];
    world.gitlab.project({ path: FRONTEND, file: DEPLOY, includes });
    await world.engine.list();
    await world.engine.list();
    expect(asked(/ci\/lint/)).toBe(2);
  });

  it("leaves out what is not valid, forbidden or gone, and offers the rest", async () => {
    world.gitlab.project({ path: FRONTEND, file: "variables: {}\n" });
    world.gitlab.project({ path: "shop/backend", file: JOB });
    world.gitlab.project({ path: "shop/soak", file: JOB });
    world.gitlab.answer("shop%2Fsoak/ci/lint", 403, { message: "403 Forbidden" });
    expect((await world.engine.list()).map(({ workflow }) => workflow)).toEqual(["shop/backend"]);
    await expect(world.engine.describe("shop/soak")).rejects.toMatchObject({ sure: true, again: false });
  });

  it("starts nothing of an invalid configuration, and says what is wrong with it", async () => {
    world.gitlab.project({ path: FRONTEND, file: "variables: {}\n" });
    await expect(world.engine.start(requestOf({ workflow: FRONTEND, with: {} }))).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("at least one visible job"),
    });
  });

  it.each([
    "shop",
    "shop/other",
    "shop/backend@main",
    "../../etc/passwd",
    "shop/backend?ref=x",
    "shop/back end",
    "shop/backend@../x",
    "shop//backend",
    "shop/backend@",
  ])("asks GitLab nothing about %j, which nobody listed", async (workflow) => {
    expect(await world.engine.describe(workflow)).toBeUndefined();
    await expect(world.engine.start(requestOf({ workflow, with: {} }))).rejects.toMatchObject({ sure: true });
    expect(world.gitlab.requests).toEqual([]);
  });
});
