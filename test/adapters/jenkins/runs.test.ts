/**
 * Runs of Jenkins' jobs: in the queue, as builds, after both are forgotten.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { JenkinsWorld } from "./jenkins-world.ts";
import { BRANCH, openWorld, RUN_PARAMETER } from "./jenkins-world.ts";

const RUN = { workflow: "nightly", with: {} };
const HELD = { held: true };

describe("a run of Jenkins", () => {
  let world: JenkinsWorld;
  const job = (outcome: "SUCCESS" | "FAILURE" | "UNSTABLE" | "NOT_BUILT" | "lasts", more: object = {}) =>
    world.jenkins.job({ name: "nightly", outcome, parameters: [RUN_PARAMETER, BRANCH], ...more });
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    const violations = world.jenkins.violations();
    await world.close();
    expect(violations).toEqual([]);
  });

  it("keeps its name while it waits, is built, and is forgotten by the queue", async () => {
    job("lasts");
    const ref = await world.engine.start(requestOf(RUN));
    expect(ref).toMatch(/^nightly\/q\d+$/);
    expect(await world.engine.read(ref)).toMatchObject({
      progress: { percent: 0, stage: "Waiting for next available executor" },
    });
    expect(await world.engine.read(ref)).toMatchObject({
      progress: { link: expect.stringContaining("/job/nightly/1/") },
    });
    world.jenkins.forgetLeftItems();
    for (let other = 0; other < 250; other++) pretendBuild(world, 1_000 + other);
    const later = world.another();
    expect(await later.read(ref)).toMatchObject({ progress: { link: expect.stringContaining("/job/nightly/1/") } });
  });

  it("is found by its key behind hundreds of younger builds", async () => {
    job("lasts");
    const request = requestOf(RUN);
    const ref = await world.engine.start(request);
    await world.engine.read(ref);
    await world.engine.read(ref);
    for (let other = 0; other < 250; other++) pretendBuild(world, 1_000 + other);
    expect(await world.another().find(request)).toEqual({ found: "run", ref });
  });

  it("may or may not have been when builds of its time were discarded", async () => {
    job("lasts");
    for (let other = 0; other < 20; other++) pretendBuild(world, 1_000 + other);
    world.jenkins.builds("nightly").splice(10);
    expect(await world.engine.find(requestOf(RUN))).toMatchObject({
      found: "unknown",
      why: expect.stringMatching(/no longer has all builds/),
    });
    const old = Date.now() - 30 * 24 * 3_600_000;
    for (const build of world.jenkins.builds("nightly")) Object.assign(build, { timestamp: old });
    expect(await world.engine.find(requestOf(RUN))).toEqual({ found: "none" });
  });

  it("is started even so when it is asked for the first time", async () => {
    job("lasts");
    for (let other = 0; other < 20; other++) pretendBuild(world, 1_000 + other);
    world.jenkins.builds("nightly").splice(10);
    await world.engine.start(requestOf(RUN, "first"));
    expect(world.jenkins.startsOf("first")).toBe(1);
  });

  it("can't be found where the job holds no key, unless its start was refused for certain", async () => {
    world.jenkins.job({ name: "nightly", outcome: "lasts", parameters: [] });
    const request = requestOf(RUN);
    world.jenkins.fail({ fault: "refused", status: 429 });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: true, again: true });
    expect(await world.engine.find(request)).toEqual({ found: "none" });
    world.jenkins.fail({ fault: "lost-answer" });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false });
    expect(await world.engine.find(request)).toMatchObject({
      found: "unknown",
      why: expect.stringContaining("GONOGO_RUN"),
    });
    expect(await world.another().find(request)).toMatchObject({ found: "unknown" });
    const posts = () => world.jenkins.requests.filter((line) => line.startsWith("POST")).length;
    const before = posts();
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false, again: false });
    expect(posts()).toBe(before);
  });

  it("starts with a crumb where Jenkins wants one", async () => {
    job("SUCCESS");
    world.jenkins.wantCrumbs();
    const request = requestOf(RUN);
    expect(await ended(world.engine, await world.engine.start(request))).toMatchObject({ state: "passed" });
    expect(world.jenkins.startsOf(request.key)).toBe(1);
  });

  it.each([
    ["FAILURE", /^the build failed$/],
    ["UNSTABLE", /^unstable/],
    ["NOT_BUILT", /^not built/],
  ] as const)("that ends with %s says so", async (outcome, reason) => {
    job(outcome);
    const state = await ended(world.engine, await world.engine.start(requestOf(RUN)));
    expect(state).toMatchObject({ state: "failed", reason: expect.stringMatching(reason) });
  });

  it("tells the stage of a pipeline, and which one broke it", async () => {
    const pipeline = job("FAILURE", {
      kind: "org.jenkinsci.plugins.workflow.job.WorkflowJob",
      stages: [
        { name: "Build", status: "SUCCESS" },
        { name: "Approve", status: "PAUSED_PENDING_INPUT" },
      ],
    });
    const ref = await world.engine.start(requestOf(RUN));
    await world.engine.read(ref);
    expect(await world.engine.read(ref)).toMatchObject({ progress: { stage: "Approve (waits for input)" } });
    pipeline.stages = [{ name: "Deploy", status: "FAILED", error: { message: `no\nroute${"!".repeat(2_000)}` } }];
    const state = await ended(world.engine, ref);
    const reason = state.state === "failed" ? state.reason : "";
    expect(reason).toMatch(/^the build failed, in the stage Deploy: no route!/);
    expect(reason).toHaveLength(500);
  });

  it("is taken out of the queue when it is cancelled there", async () => {
    job("lasts", HELD);
    const ref = await world.engine.start(requestOf(RUN));
    expect(await world.engine.cancel(ref)).toBe("stopped");
    expect(await world.engine.cancel(ref)).toBe("ended");
    expect(await world.engine.read(ref)).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(/cancelled while it waited/),
    });
    world.jenkins.forgetLeftItems();
    expect(await world.engine.read(ref)).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(/without becoming a build/),
    });
  });

  it("is no longer known when Jenkins discarded it", async () => {
    job("SUCCESS");
    const ref = await world.engine.start(requestOf(RUN));
    await ended(world.engine, ref);
    pretendBuild(world, 1_000);
    world.jenkins.builds("nightly").pop();
    world.jenkins.forgetLeftItems();
    await expect(world.another().read(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
    await expect(world.engine.read(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
  });
});

/** A younger build of somebody else's. */
function pretendBuild({ jenkins }: JenkinsWorld, queueId: number): void {
  const builds = jenkins.builds("nightly");
  const number = (builds[0]?.number ?? 0) + 1;
  builds.unshift({ number, queueId, timestamp: Date.now(), given: {}, result: "SUCCESS", stopping: false, looks: 3 });
}
