/**
 * Jobs as plans see them: which ones, with which parameters, made of what.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jenkinsSectionSchema } from "../../../adapters/jenkins/settings.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { JenkinsWorld } from "./jenkins-world.ts";
import { BRANCH, openWorld, RUN_PARAMETER } from "./jenkins-world.ts";

describe("jobs of a Jenkins", () => {
  let world: JenkinsWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    const violations = world.jenkins.violations();
    await world.close();
    expect(violations).toEqual([]);
  });

  it("are those of the listed folders, however deep, and the listed ones", async () => {
    for (const name of ["nightly", "shop/deploy", "shop/web/app/feature%2Flogin", "other/secret", "shopping/cart"]) {
      world.jenkins.job({ name, outcome: "SUCCESS", parameters: [] });
    }
    const listed = await world.engine.list();
    expect(listed.map(({ workflow }) => workflow)).toEqual(["nightly", "shop/deploy", "shop/web/app/feature%2Flogin"]);
    expect(await world.engine.describe("shop/web/app/feature%2Flogin")).toBeDefined();
    for (const name of ["other/secret", "shopping/cart", "shop", "shop/web", "shop/../other/secret", "shop//deploy"]) {
      expect(await world.engine.describe(name)).toBeUndefined();
    }
    expect(world.jenkins.requests.filter((line) => line.includes("other"))).toEqual([]);
  });

  it("have the parameters that a plan can give, without the one for the run's key", async () => {
    const kind = (name: string) => ({ _class: `hudson.model.${name}ParameterDefinition`, name });
    world.jenkins.job({
      name: "nightly",
      outcome: "SUCCESS",
      parameters: [
        RUN_PARAMETER,
        BRANCH,
        { ...kind("Text"), defaultParameterValue: null },
        { ...kind("Password"), defaultParameterValue: {} },
        { ...kind("Boolean"), defaultParameterValue: { value: true } },
        { ...kind("Choice"), choices: ["staging", "production"], defaultParameterValue: { value: "staging" } },
        { ...kind("Run"), defaultParameterValue: {} },
      ],
    });
    expect((await world.engine.describe("nightly"))?.parameters).toEqual([
      { name: "BRANCH", type: "string", required: false, default: "main", label: "What is built" },
      { name: "Text", type: "string", required: false },
      { name: "Password", type: "string", required: false, secret: true },
      { name: "Boolean", type: "boolean", required: false, default: true },
      { name: "Choice", type: "string", required: false, choices: ["staging", "production"], default: "staging" },
    ]);
    await world.engine.start(requestOf({ workflow: "nightly", with: { Boolean: false, Choice: "production" } }, "key"));
    expect(world.jenkins.startsOf("key")).toBe(1);
  });

  it("don't start when they need a file", async () => {
    const file = { _class: "hudson.model.FileParameterDefinition", name: "ARCHIVE", defaultParameterValue: null };
    world.jenkins.job({ name: "nightly", outcome: "SUCCESS", parameters: [file] });
    const start = world.engine.start(requestOf({ workflow: "nightly", with: {} }));
    await expect(start).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("ARCHIVE"),
    });
  });

  it("don't start when they are disabled", async () => {
    world.jenkins.job({ name: "nightly", outcome: "SUCCESS", parameters: [], buildable: false });
    const start = world.engine.start(requestOf({ workflow: "nightly", with: {} }));
    await expect(start).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("disabled"),
    });
  });

  it("are the same when only words about them changed", async () => {
    const job = world.jenkins.job({
      name: "nightly",
      outcome: "SUCCESS",
      parameters: [],
      config: config("one", "1.0", "make"),
    });
    const definition = async () => (await world.engine.describe("nightly"))?.definition;
    const before = await definition();
    job.config = config("another", "2.0", "make");
    job.description = "another";
    expect(await definition()).toEqual(before);
    job.config = config("one", "1.0", "make clean");
    expect(await definition()).not.toEqual(before);
  });

  it("are described without their configuration when the user may not read it", async () => {
    world.jenkins.job({ name: "nightly", outcome: "SUCCESS", parameters: [BRANCH] });
    expect((await world.engine.describe("nightly"))?.definition).toEqual({
      kind: "hudson.model.FreeStyleProject",
      parameters: [{ kind: BRANCH._class, name: "BRANCH", default: "main" }],
    });
  });
});

describe("the section of Jenkins", () => {
  it.each([
    [{}, "names no job that plans may run"],
    [{ jobs: ["shop/../admin"] }, "not a name of Jenkins"],
    [{ folders: ["/shop"] }, "not a name of Jenkins"],
    [{ jobs: ["shop"], token: "x" }, "Unrecognized key"],
  ])("says what is wrong with %j", (section, problem) => {
    expect(jenkinsSectionSchema.safeParse(section).error?.issues[0]?.message).toContain(problem);
  });
});

function config(description: string, version: string, script: string): string {
  return `<flow plugin="workflow-job@${version}"><actions><last>${description}</last></actions>
    <description>${description}</description><script>${script}</script></flow>`;
}
