import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Job, Run } from "../../../adapters/github/answers.ts";
import { stateOf } from "../../../adapters/github/progress.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { GithubWorld } from "./github-world.ts";
import { openWorld, single } from "./github-world.ts";

const URL = "https://github.com/shop/web/actions/runs/47";
const run = (status: string, conclusion: string | null = null, attempt = 1): Run => ({
  id: 47,
  status,
  conclusion,
  run_attempt: attempt,
  event: "workflow_dispatch",
  display_title: "Deploy",
  created_at: 0,
  html_url: URL,
});
let nextId = 0;
const step = (name: string, status: string, conclusion: string | null = null) => ({ name, status, conclusion });
const job = (name: string, status: string, conclusion: string | null = null, ...steps: Job["steps"]): Job => ({
  id: ++nextId,
  name,
  status,
  conclusion,
  steps,
});
const done = (name: string) => job(name, "completed", "success");

describe("A run of GitHub Actions", () => {
  it.each(["queued", "in_progress", "waiting", "pending", "requested", "whatever GitHub brings"])(
    "that is %s runs",
    (status) => {
      expect(stateOf(run(status), [])).toMatchObject({ state: "running", progress: { percent: 0, link: URL } });
    },
  );

  it("says which job and which step runs, and how many steps are over", () => {
    const deploy = job(
      "deploy",
      "in_progress",
      null,
      step("Set up", "completed", "success"),
      step("Apply", "in_progress"),
    );
    expect(stateOf(run("in_progress"), [done("build"), deploy]).progress).toEqual({
      job: "deploy",
      stage: "Apply",
      percent: 75,
      link: URL,
    });
  });

  it("says that it waits for a review, or for an approval", () => {
    const waiting = stateOf(run("waiting"), [done("build"), job("deploy", "waiting")]);
    expect(waiting.progress).toMatchObject({ job: "deploy", stage: "waits for a review of its deployment" });
    const held = stateOf(run("completed", "action_required"), []);
    expect(held).toMatchObject({ state: "running", progress: { stage: "waits for an approval in GitHub" } });
  });

  it("never tells more than 99 percent while it runs, and shows the attempt that it is", () => {
    expect(stateOf(run("in_progress"), [done("build")]).progress.percent).toBe(99);
    expect(stateOf(run("completed", "success", 2), []).progress).toEqual({ percent: 100, link: `${URL}/attempts/2` });
  });

  it("fails by its failed jobs, which it names with their steps", () => {
    const broken = job("deploy", "completed", "failure", step("Apply", "completed", "failure"));
    expect(stateOf(run("completed", "failure"), [done("build"), broken])).toMatchObject({
      state: "failed",
      reason: 'job "deploy" failed at step "Apply"',
      progress: { job: "deploy", stage: "Apply" },
    });
    const slow = job("soak", "completed", "timed_out");
    expect(stateOf(run("completed", "failure"), [slow])).toMatchObject({ reason: 'job "soak" timed out' });
  });

  it.each([
    ["cancelled", /cancelled/],
    ["skipped", /skipped all jobs/],
    ["startup_failure", /could not begin/],
    ["timed_out", /timed out/],
    ["failure", /failed/],
    ["stale", /ended as stale/],
    ["neutral", /ended as neutral/],
  ])("that ended as %s did not pass", (conclusion, reason) => {
    expect(stateOf(run("completed", conclusion), [])).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(reason),
    });
  });

  it("fails in a few words, however many jobs failed and whatever they are called", () => {
    const jobs = Array.from({ length: 9 }, (_, index) => job(`${index}`.repeat(300), "completed", "failure"));
    const state = stateOf(run("completed", "failure"), jobs);
    expect(state.state === "failed" && state.reason.length).toBeLessThanOrEqual(500);
  });
});

describe("A run in GitHub", () => {
  let world: GithubWorld;
  const start = async (file: string) => {
    world.github.repo("shop/api", { "release.yml": file });
    return await world.engine.start(requestOf({ workflow: "shop/api/release.yml", with: {} }));
  };
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    const violations = world.github.violations();
    await world.close();
    expect(violations).toEqual([]);
  });

  it("is told of by all its jobs, more than one page of them", async () => {
    const jobs = Array.from({ length: 130 }, (_, index) => `  job-${index}: { steps: [{ run: make }] }`);
    const ref = await start(`on: workflow_dispatch\njobs:\n${jobs.join("\n")}\n  last: { steps: [{ run: exit 1 }] }\n`);
    expect(await ended(world.engine, ref)).toMatchObject({ reason: expect.stringContaining('"last"') });
  });

  it("ends when somebody cancels it in GitHub, and is not cancelled for one that was repeated since", async () => {
    const ref = await start(single("exit 1"));
    await ended(world.engine, ref);
    const [run] = world.github.runs;
    if (run) world.github.repeat(run);
    expect(await world.engine.cancel(ref)).toBe("ended");
    expect(await world.engine.read(`${ref}/2`)).toMatchObject({ state: "running" });
    expect(await world.engine.cancel(`${ref}/2`)).toBe("stopped");
  });

  it("that ends while it is cancelled has ended, or was stopped by somebody else", async () => {
    const ref = await start(single("sleep infinity"));
    const [run] = world.github.runs;
    world.github.answer("/cancel", 409, { message: "Cannot cancel a workflow run that is completed." });
    await expect(world.engine.cancel(ref)).rejects.toMatchObject({ name: "EngineError" });
    if (run) run.fixed = { status: "completed", conclusion: "success" };
    expect(await world.engine.cancel(ref)).toBe("ended");
  });

  it("is not known any more when somebody deleted it", async () => {
    const ref = await start(single("make"));
    world.github.runs.length = 0;
    await expect(world.engine.read(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
    await expect(world.engine.cancel(ref)).rejects.toMatchObject({ name: "EngineError", again: false });
  });
});
