/**
 * What is Zadig's own: its listings, its definitions, its refusals, its tasks' states, its webhooks.
 */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../src/flow/engine.ts";
import { EngineError } from "../../../src/flow/engine.ts";
import type { ZadigEmulator } from "../../emulators/zadig.ts";
import { TOKEN } from "../../emulators/zadig.ts";
import { requestOf } from "../../support/engine-contract.ts";
import type { ZadigWorld } from "./zadig-world.ts";
import { openWorld, simple } from "./zadig-world.ts";

let world: ZadigWorld;
let zadig: ZadigEmulator;
let engine: Engine;
beforeEach(async () => {
  world = await openWorld();
  ({ zadig, engine } = world);
});
afterEach(async () => {
  const violations = zadig.violations();
  await world.close();
  expect(violations).toEqual([]);
});

const run = (workflow: string, given = {}) => requestOf({ workflow, with: given });
const started = async (key: string, given = {}) => await engine.start(run(`shop/${key}`, given));

describe("the workflows of a Zadig", () => {
  it("are the enabled custom ones of the listed projects, in the words of hooks", async () => {
    zadig.workflow(simple("release", "passed"));
    zadig.workflow({ ...simple("old", "passed"), type: "product" });
    zadig.workflow({ ...simple("off", "passed"), disabled: true });
    zadig.workflow({ ...simple("secret", "passed"), project: "bank" });
    const listed = await engine.list();
    expect(listed.map(({ workflow }) => workflow)).toEqual(["shop/release"]);
    expect(listed[0]).toMatchObject({
      title: "The release",
      definition: {
        name: "release",
        display_name: "The release",
        project: "shop",
        disabled: false,
        params: [{ name: "branch" }],
        stages: [{ name: "prepare", jobs: [{ name: "fetch", type: "freestyle", run_policy: "" }] }, { name: "work" }],
      },
      about: { created_by: "ada", create_time: 1_756_883_358 },
    });
  });

  it("can't be reached through another project's name", async () => {
    zadig.workflow({ ...simple("payout", "passed"), project: "bank" });
    expect(await engine.describe("shop/payout")).toBeUndefined();
    expect(await engine.describe("bank/payout")).toBeUndefined();
    await expect(started("payout")).rejects.toMatchObject({ sure: true, again: false });
    await expect(engine.read("bank/payout/1")).rejects.toMatchObject({ name: "EngineError", sure: true });
    expect(zadig.tasks).toEqual([]);
  });

  it("are read again only when they were updated", async () => {
    const release = zadig.workflow(simple("release", "passed"));
    zadig.workflow(simple("broken", "failed"));
    await engine.list();
    zadig.requests.length = 0;
    await engine.list();
    expect(zadig.requests).toEqual(["GET /openapi/workflows"]);
    zadig.save(release, { name: "Release, renamed" });
    expect((await engine.list()).map(({ title }) => title)).toEqual(["Release, renamed", "The broken"]);
  });

  it("keep their secrets", async () => {
    const secret = { key: "PASSWORD", value: "hunter2", type: "string", is_credential: true };
    const repo = { repo_name: "shop", repo_owner: "team", branch: "main", codehost_id: 1, oauth_token: "hunter3" };
    const spec = { freestyle_type: "", repos: [repo], envs: [secret] };
    zadig.workflow({
      ...simple("release", "passed"),
      params: null,
      stages: [{ name: "s", jobs: [{ name: "j", type: "freestyle", spec }] }],
    });
    expect(JSON.stringify(await engine.list())).not.toMatch(/hunter/);
    await started("release", { "j.PASSWORD": "n3w", "j.branch": "next" });
    expect(zadig.tasks[0]?.body.inputs[0]?.parameters).toMatchObject({
      kv: [{ key: "PASSWORD", value: "n3w" }],
      repo_info: [{ codehost_name: "gitlab-main", repo_namespace: "team", repo_name: "shop", branch: "next" }],
    });
  });

  it("are refused, but listed, when OpenAPI can't run a job of theirs", async () => {
    const stages = [
      {
        name: "s",
        jobs: [
          { name: "config", type: "nacos", spec: {} },
          { name: "ok", type: "approval", spec: {} },
        ],
      },
    ];
    zadig.workflow({ ...simple("release", "passed"), stages });
    expect(await engine.list()).toHaveLength(1);
    const refused = { name: "EngineError", sure: true, again: false, message: expect.stringMatching(/config.*nacos/) };
    await expect(started("release")).rejects.toMatchObject(refused);
    expect(zadig.tasks).toEqual([]);
    await started("release", { "config.run": false });
    expect(zadig.tasks[0]?.body.inputs.map(({ job_name }) => job_name)).toEqual(["ok"]);
  });

  it("push to the registry that a build names, by its address", async () => {
    const entry = { service_name: "api", service_module: "api", repos: null, key_vals: null };
    const spec = { docker_registry_id: "67aa", service_and_builds: null, service_and_builds_options: [entry] };
    zadig.workflow({
      ...simple("build", "passed"),
      stages: [{ name: "s", jobs: [{ name: "b", type: "zadig-build", spec }] }],
    });
    await started("build");
    expect(zadig.tasks[0]?.body.inputs[0]?.parameters).toMatchObject({ registry: "registry.example/shop" });
  });
});

describe("a run of Zadig", () => {
  it.each([
    ["cancelled", /cancelled/],
    ["timeout", /deploy of the stage work timed out/],
    ["reject", /deploy of the stage work was rejected/],
    ["skipped", /every stage was skipped/],
  ])("that ended as %s failed", async (outcome, reason) => {
    zadig.workflow(simple("release", outcome));
    const ref = await started("release");
    while ((await engine.read(ref)).state === "running");
    expect(await engine.read(ref)).toMatchObject({ state: "failed", reason: expect.stringMatching(reason) });
  });

  it.each([
    ["pause", "prepare: waits to be executed by hand"],
    ["wait_for_approval", "prepare: waits for an approval"],
    ["wait_for_manual_error_handling", "prepare: waits for somebody to handle an error"],
    ["a status of tomorrow", "prepare"],
  ])("whose status is %s goes on, and says what it waits for", async (status, stage) => {
    zadig.workflow(simple("release", "lasts"));
    const ref = await started("release");
    const { stages, ...rest } = JSON.parse(
      await (
        await fetch(`${zadig.url}/openapi/workflows/custom/task?taskId=1&workflowKey=release`, {
          headers: { authorization: `Bearer ${TOKEN}` },
        })
      ).text(),
    );
    stages[0].jobs[0].status = status;
    zadig.answerWith(JSON.stringify({ ...rest, status, stages }));
    expect(await engine.read(ref)).toMatchObject({
      state: "running",
      progress: {
        stage,
        job: "fetch",
        percent: 0,
        link: `${zadig.url}/v1/projects/detail/shop/pipelines/custom/release/1?display_name=The+release`,
      },
    });
  });

  it("says no more of its failure than a card can bear", async () => {
    zadig.workflow({ ...simple("release", "failed"), error: "x".repeat(10_000) });
    const ref = await started("release");
    while ((await engine.read(ref)).state === "running");
    const state = await engine.read(ref);
    expect(state.state === "failed" && state.reason.length).toBe(500);
  });

  it("that Zadig no longer has can't be read", async () => {
    await expect(engine.read("shop/release/7")).rejects.toMatchObject({
      name: "EngineError",
      sure: true,
      again: false,
    });
  });

  it.each(["", "shop", "shop/release", "shop/release/0", "shop/release/1/x", "shop/../1", "shop/release/1/2/3"])(
    "is not named %j",
    async (ref) => {
      await expect(engine.read(ref)).rejects.toBeInstanceOf(EngineError);
    },
  );

  it("keeps how it failed when it is cancelled too late", async () => {
    zadig.workflow(simple("broken", "failed"));
    const ref = await started("broken");
    while ((await engine.read(ref)).state === "running");
    expect(await engine.cancel(ref)).toBe("ended");
    expect(zadig.tasks[0]?.status).toBe("failed");
  });
});

describe("answers of a Zadig", () => {
  it("that refuse never repeat the token", async () => {
    zadig.workflow(simple("release", "passed"));
    zadig.fail({ fault: "refused", status: 403 });
    const error: unknown = await started("release").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining("Zadig answered 403") });
    expect(String(error)).not.toContain(TOKEN);
  });

  it("that aren't as documented are errors of the engine, whatever they are", async () => {
    zadig.workflow(simple("release", "lasts"));
    const ref = await started("release");
    const answers = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom("null", "[]", '{"workflows":[{}]}', '{"task_id":1}'),
    );
    await fc.assert(
      fc.asyncProperty(answers, fc.constantFrom(200, 400, 500), async (body, status) => {
        for (const ask of [() => engine.read(ref), () => engine.list(), () => engine.describe("shop/release")]) {
          zadig.answerWith(body, status);
          const error: unknown = await ask().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error !== undefined) expect(error).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("that never come from an address where nobody listens are no start", async () => {
    const nobody = world.another({ url: "http://127.0.0.1:9" });
    await expect(nobody.start(run("shop/release"))).rejects.toMatchObject({ sure: true, again: true });
  });
});

describe("a webhook of Zadig", () => {
  const secret = "shared-s3cret";
  const notice = (workflow: object) =>
    new TextEncoder().encode(
      JSON.stringify({ object_kind: "workflow", event: "workflow", workflow, release_plan: null }),
    );
  const workflow = { task_id: 7, workflow_name: "release", project_name: "shop", status: "passed", stages: [] };
  const hear = async (headers: Readonly<Record<string, string>>, body: Uint8Array) =>
    await world.another({ webhookSecret: secret }).hear?.({ headers, body });

  it("names the run that has news, and every run that the task was", async () => {
    const headers = { "x-zadig-token": secret };
    expect(await hear(headers, notice(workflow))).toEqual({ heard: "runs", refs: ["shop/release/7"] });
    expect(await hear(headers, notice({ ...workflow, remark: "gonogo a b@12" }))).toEqual({
      heard: "runs",
      refs: ["shop/release/7", "shop/release/7/2"],
    });
  });

  it("that is of something else says nothing", async () => {
    const headers = { "x-zadig-token": secret };
    expect(await hear(headers, notice({ ...workflow, project_name: "bank" }))).toEqual({ heard: "nothing" });
    expect(await hear(headers, notice({ ...workflow, workflow_name: "../x" }))).toEqual({ heard: "nothing" });
    expect(await hear(headers, new Uint8Array([1, 2]))).toEqual({ heard: "nothing" });
  });

  it("is refused without the secret", async () => {
    expect(await hear({}, notice(workflow))).toMatchObject({ heard: "refused" });
    expect(await hear({ "x-zadig-token": "guess" }, notice(workflow))).toMatchObject({ heard: "refused" });
    const call = { headers: { "x-zadig-token": "" }, body: notice(workflow) };
    expect(await engine.hear?.(call)).toMatchObject({ heard: "refused" });
  });
});
