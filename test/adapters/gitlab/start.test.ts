import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TOKEN } from "../../emulators/gitlab.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { GitlabWorld } from "./gitlab-world.ts";
import { DEPLOY, openWorld } from "./gitlab-world.ts";

const FRONTEND = { workflow: "shop/web/frontend", with: { TARGET: "production", concurrency: 4 } };
const BACKEND = { workflow: "shop/backend", with: {} };
const DAY = 24 * 3_600_000;

let world: GitlabWorld;
beforeEach(async () => {
  world = await openWorld();
  world.gitlab.project({ path: FRONTEND.workflow, file: DEPLOY });
});
afterEach(async () => {
  const violations = world.gitlab.violations();
  await world.close();
  expect(violations).toEqual([]);
});

describe("Starting a pipeline", () => {
  it("gives inputs with their types, variables as text, and the key", async () => {
    const request = requestOf(FRONTEND);
    const ref = await world.engine.start(request);
    expect(world.gitlab.pipelines).toMatchObject([
      {
        inputs: { concurrency: 4 },
        variables: [
          { key: "TARGET", value: "production" },
          { key: "GONOGO_RUN", value: request.key },
        ],
      },
    ]);
    expect(ref).toBe(`shop/web/frontend/-/${world.gitlab.pipelines[0]?.id}`);
  });

  it("says what GitLab has against it", async () => {
    world.gitlab.project({ path: FRONTEND.workflow, file: DEPLOY, withoutVariables: true });
    await expect(world.engine.start(requestOf(FRONTEND))).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("Insufficient permissions to set pipeline variables"),
    });
  });

  it("waits until GitLab's limit is over when that is all it says", async () => {
    const now = Date.parse("2026-11-24T12:00:00Z");
    const engine = world.another({ now: () => now });
    world.gitlab.refuseWith({ "ratelimit-reset": String(now / 1_000 + 30) });
    world.gitlab.fail({ fault: "refused", status: 429 });
    await expect(engine.start(requestOf(FRONTEND))).rejects.toMatchObject({ sure: true, retryAfter: 30_000 });
  });

  it("asks once, also where gitbeaker would ask ten times", async () => {
    world.gitlab.fail({ fault: "refused", status: 429 });
    await expect(world.engine.start(requestOf(FRONTEND))).rejects.toMatchObject({ again: true });
    expect(world.gitlab.requests.filter((each) => each.startsWith("POST"))).toHaveLength(1);
  });

  it("is sure that nothing was started where there is no GitLab, and never tells the token", async () => {
    const url = `http://user:${TOKEN}@127.0.0.1:9`;
    const started = world.another({ url }).start(requestOf(FRONTEND));
    await expect(started).rejects.toMatchObject({ name: "EngineError", sure: true, again: true });
    await expect(started).rejects.not.toMatchObject({ message: expect.stringContaining(TOKEN) });
  });
});

describe("Finding a run", () => {
  it("goes through all pages, and through each pipeline once", async () => {
    const request = requestOf(FRONTEND);
    const variables = [{ key: "GONOGO_RUN", value: request.key }];
    const first = world.gitlab.create(FRONTEND.workflow, { variables });
    for (let made = 0; made < 120; made++) world.gitlab.create(FRONTEND.workflow, {});
    const ref = `shop/web/frontend/-/${first.id}`;
    expect(await world.engine.find(request)).toEqual({ found: "run", ref });
    expect(await world.engine.start(request)).toBe(ref);
    expect(await world.engine.find(requestOf(FRONTEND))).toEqual({ found: "none" });
    expect(world.gitlab.requests.filter((each) => each.includes("/variables"))).toHaveLength(121);
  });

  it("passes over what others than the API created, and what is long over", async () => {
    const request = requestOf(FRONTEND);
    const variables = [{ key: "GONOGO_RUN", value: request.key }];
    world.gitlab.create(FRONTEND.workflow, { source: "push", variables });
    world.gitlab.create(FRONTEND.workflow, { updatedAt: Date.now() - 8 * DAY, variables });
    expect(await world.engine.find(request)).toEqual({ found: "none" });
    expect(world.gitlab.requests.filter((each) => each.includes("/variables"))).toEqual([]);
  });

  it("finds a run on what was the default branch then", async () => {
    const request = requestOf(FRONTEND);
    const ref = await world.engine.start(request);
    const moved = world.gitlab.project({ path: FRONTEND.workflow, file: DEPLOY, defaultBranch: "trunk" });
    expect(moved.branches.has("main")).toBe(false);
    expect(await world.another().find(request)).toEqual({ found: "run", ref });
  });

  it("looks on the branch alone that the plan names", async () => {
    const workflow = "shop/web/frontend@release/2.4";
    world.gitlab.create(FRONTEND.workflow, { username: "another-bot" });
    expect(await world.engine.find(requestOf({ workflow, with: {} }))).toEqual({ found: "none" });
  });

  it("does not know where variables are hidden, and says which", async () => {
    const { id } = world.gitlab.create(FRONTEND.workflow, { username: "another-bot" });
    const request = requestOf(FRONTEND);
    expect(await world.engine.find(request)).toEqual({
      found: "unknown",
      why: expect.stringContaining(`variables of pipeline ${id} of shop/web/frontend`),
    });
    const ref = await world.engine.start(request);
    expect(await world.engine.find(request)).toEqual({ found: "run", ref });
  });

  it("does not know where GitLab shows no such project any more", async () => {
    expect(await world.engine.find(requestOf({ workflow: "shop/gone", with: {} }))).toMatchObject({ found: "unknown" });
    expect(await world.engine.find(requestOf({ workflow: "no name", with: {} }))).toEqual({ found: "none" });
  });
});

describe("Repeating a run", () => {
  const failed = async (file: string): Promise<string> => {
    world.gitlab.project({ path: BACKEND.workflow, file });
    const ref = await world.engine.start(requestOf(BACKEND));
    expect(await ended(world.engine, ref)).toMatchObject({ state: "failed" });
    return ref;
  };

  it("runs the failed jobs of the same pipeline again, as often as is wanted", async () => {
    const first = await failed("build: { script: make }\ndeploy: { script: exit 1 }\n");
    const second = await world.engine.start({ ...requestOf(BACKEND), again: first });
    expect(second).toBe(`${first}/2`);
    expect(await ended(world.engine, second)).toMatchObject({ state: "failed" });
    expect(await world.engine.start({ ...requestOf(BACKEND), again: second })).toBe(`${first}/3`);
    expect(world.gitlab.pipelines).toHaveLength(1);
    const names = world.gitlab.pipelines[0]?.jobs.map(({ name }) => name);
    expect(names).toEqual(["build", "deploy", "deploy", "deploy"]);
  });

  it("is certain that nothing was repeated yet", async () => {
    const again = await failed("deploy: { script: exit 1 }\n");
    expect(await world.another().find({ ...requestOf(BACKEND), again })).toEqual({ found: "none" });
  });

  it("knows what it did itself, and nobody knows afterwards when that failed as well", async () => {
    const again = await failed("deploy: { script: exit 1 }\n");
    const request = { ...requestOf(BACKEND), again };
    world.gitlab.fail({ fault: "refused", status: 500 });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false });
    expect(await world.engine.find(request)).toEqual({ found: "none" });
    world.gitlab.fail({ fault: "lost-answer" });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false });
    expect(await world.engine.find(request)).toEqual({ found: "run", ref: `${again}/2` });
    await ended(world.engine, `${again}/2`);
    expect(await world.engine.find(request)).toEqual({ found: "run", ref: `${again}/2` });
    expect(await world.another().find(request)).toMatchObject({
      found: "unknown",
      why: expect.stringContaining("has repeated jobs"),
    });
  });

  it("does not take GitLab's own attempts for a repetition", async () => {
    const again = await failed("deploy: { script: exit 1, retry: 2 }\n");
    const request = { ...requestOf(BACKEND), again };
    expect(await world.another().find(request)).toMatchObject({ found: "unknown" });
    expect(await world.engine.start(request)).toBe(`${again}/2`);
  });

  it("follows what a person repeated in GitLab meanwhile", async () => {
    const again = await failed("deploy: { script: exit 1 }\n");
    const [pipeline] = world.gitlab.pipelines;
    if (pipeline) world.gitlab.repeat(pipeline);
    expect(await world.engine.start({ ...requestOf(BACKEND), again })).toBe(`${again}/2`);
    expect(pipeline?.jobs).toHaveLength(2);
  });

  it("follows jobs that were repeated before their pipeline says so", async () => {
    const again = await failed("deploy: { script: exit 1 }\n");
    const [pipeline] = world.gitlab.pipelines;
    if (pipeline) world.gitlab.repeat(pipeline);
    if (pipeline) pipeline.fixed = "failed";
    const request = { ...requestOf(BACKEND), again };
    expect(await world.engine.find(request)).toEqual({ found: "run", ref: `${again}/2` });
    expect(await world.engine.read(`${again}/2`)).toMatchObject({ state: "running" });
    const engine = world.another();
    expect(await engine.start(request)).toBe(`${again}/2`);
    expect(pipeline?.jobs).toHaveLength(2);
  });

  it("does not repeat what another project ran", async () => {
    const again = await failed("deploy: { script: exit 1 }\n");
    const ref = await world.engine.start({ ...requestOf(FRONTEND), again });
    expect(ref).toMatch(/^shop\/web\/frontend\/-\/\d+$/);
    expect(world.gitlab.pipelines.at(-1)?.jobs).toHaveLength(1);
  });

  it("begins anew when the pipeline is gone", async () => {
    const again = await failed("deploy: { script: exit 1 }\n");
    world.gitlab.pipelines.length = 0;
    const request = { ...requestOf(BACKEND), again };
    const ref = await world.engine.start(request);
    expect(ref).toBe(`shop/backend/-/${world.gitlab.pipelines[0]?.id}`);
    expect(await world.another().find(request)).toEqual({ found: "run", ref });
  });
});
