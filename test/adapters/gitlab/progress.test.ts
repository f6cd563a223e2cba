import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../../adapters/gitlab/answers.ts";
import { stateOf } from "../../../adapters/gitlab/progress.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { GitlabWorld } from "./gitlab-world.ts";
import { openWorld } from "./gitlab-world.ts";

const LINK = "https://gitlab.example/shop/backend/-/pipelines/47";
let nextId = 0;
const job = (name: string, status: string, more: Partial<Job> = {}): Job => ({
  id: ++nextId,
  name,
  stage: "deploy",
  status,
  allow_failure: false,
  ...more,
});
const stateWith = (status: string, ...jobs: readonly Job[]) => stateOf({ id: 47, status }, jobs, LINK);

describe("A pipeline", () => {
  it.each(["created", "waiting_for_resource", "preparing", "pending", "running", "canceling", "waiting_for_callback"])(
    "that is %s runs",
    (status) => {
      expect(stateWith(status, job("deploy", "created"))).toMatchObject({
        state: "running",
        progress: { job: "deploy", percent: 0, link: LINK },
      });
    },
  );

  it("says which of its jobs runs, and how many are over", () => {
    const state = stateWith("running", job("build", "success"), job("test", "pending"), job("deploy", "running"));
    expect(state.progress).toEqual({ stage: "deploy", job: "deploy", percent: 33, link: LINK });
  });

  it("says that it waits for a person", () => {
    const state = stateWith("manual", job("build", "success"), job("go", "manual"));
    expect(state).toMatchObject({ state: "running", progress: { job: "go", stage: "deploy: waits for a manual job" } });
  });

  it("says that it waits for a delay", () => {
    const state = stateWith("scheduled", job("go", "scheduled"));
    expect(state.progress).toMatchObject({ job: "go", stage: "deploy: waits for a delayed job" });
  });

  it("never tells more than 99 percent while it runs", () => {
    expect(stateWith("running", job("build", "success")).progress.percent).toBe(99);
    expect(stateWith("running").progress.percent).toBe(0);
  });

  it("fails by the jobs that may not fail, which it names with the reason", () => {
    const allowed = job("lint", "failed", { allow_failure: true });
    const broken = job("deploy", "failed", { failure_reason: "runner_system_failure" });
    expect(stateWith("failed", allowed, broken)).toMatchObject({
      state: "failed",
      reason: 'job "deploy" failed (runner system failure)',
      progress: { job: "deploy" },
    });
    expect(stateWith("success", allowed)).toMatchObject({ state: "passed", progress: { percent: 100 } });
  });

  it("fails in a few words, however many jobs failed and whatever they are called", () => {
    const jobs = Array.from({ length: 9 }, (_, index) => job(`${index}`.repeat(300), "failed"));
    const state = stateWith("failed", ...jobs);
    expect(state.state === "failed" && state.reason.length).toBeLessThanOrEqual(500);
    expect(stateWith("failed", ...jobs.slice(0, 4).map((each) => ({ ...each, name: "x" })))).toMatchObject({
      reason: expect.stringContaining("and 1 more"),
    });
  });

  it("fails without a job as well", () => {
    const errors = "stages config is wrong";
    expect(stateOf({ id: 47, status: "failed", yaml_errors: errors }, [], LINK)).toMatchObject({
      reason: `the pipeline failed: ${errors}`,
    });
    expect(stateWith("skipped")).toMatchObject({ state: "failed", reason: expect.stringMatching(/skipped/) });
    expect(stateWith("canceled")).toMatchObject({ state: "failed", reason: "the pipeline was cancelled" });
  });

  it("goes on when its jobs do, though it still says that it failed", () => {
    expect(stateWith("failed", job("build", "success"), job("deploy", "pending"))).toMatchObject({ state: "running" });
  });
});

describe("A pipeline in GitLab", () => {
  let world: GitlabWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    const violations = world.gitlab.violations();
    await world.close();
    expect(violations).toEqual([]);
  });
  const startOf = async (file: string): Promise<string> => {
    world.gitlab.project({ path: "shop/backend", file });
    return await world.engine.start(requestOf({ workflow: "shop/backend", with: {} }));
  };

  it("fails by the job that was to start another pipeline", async () => {
    const ref = await startOf("build: { script: make }\ndownstream: { trigger: shop/other, script: exit 1 }\n");
    expect(await ended(world.engine, ref)).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("downstream"),
    });
  });

  it("is told of by all its jobs, more than one page of them", async () => {
    const jobs = Array.from({ length: 130 }, (_, index) => `job-${index}: { script: make }`);
    const ref = await startOf(`${jobs.join("\n")}\nlast: { script: exit 1 }\n`);
    expect(await ended(world.engine, ref)).toMatchObject({ reason: expect.stringContaining("last") });
  });

  it("is not said to be stopped when GitLab has not stopped it", async () => {
    const ref = await startOf("go: { script: make, when: manual }\n");
    await world.engine.read(ref);
    expect(await world.engine.read(ref)).toMatchObject({ state: "running", progress: { job: "go" } });
    await expect(world.engine.cancel(ref)).rejects.toMatchObject({ name: "EngineError", sure: false });
  });

  it("is not known any more when somebody deleted it", async () => {
    const ref = await startOf("go: { script: make }\n");
    world.gitlab.pipelines.length = 0;
    await expect(world.engine.read(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
    await expect(world.engine.cancel(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
  });
});
