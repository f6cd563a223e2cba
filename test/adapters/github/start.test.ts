import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { githubSectionSchema } from "../../../adapters/github/settings.ts";
import { TOKEN } from "../../emulators/github.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import { handClock } from "../../support/hand-clock.ts";
import type { GithubWorld } from "./github-world.ts";
import { DEPLOY, openWorld, single } from "./github-world.ts";

const WEB = { workflow: "shop/web/deploy.yml", with: { target: "production", replicas: 4, dry: true } };
const API = { workflow: "shop/api/release.yml", with: {} };
const DAY = 24 * 3_600_000;
const NAMELESS = "on: workflow_dispatch\njobs: { work: { steps: [{ run: make }] } }\n";

let world: GithubWorld;
beforeEach(async () => {
  world = await openWorld();
  world.github.repo("shop/web", { "deploy.yml": DEPLOY });
});
afterEach(async () => {
  const violations = world.github.violations();
  await world.close();
  expect(violations).toEqual([]);
});
const posts = () => world.github.requests.filter((each) => each.startsWith("POST"));

describe("Starting a workflow", () => {
  it("gives inputs as texts, and the key", async () => {
    const request = requestOf(WEB);
    const ref = await world.engine.start(request);
    expect(world.github.runs).toMatchObject([
      { branch: "main", inputs: { target: "production", replicas: "4", dry: "true", gonogo_run: request.key } },
    ]);
    expect(ref).toBe(`shop/web/runs/${world.github.runs[0]?.id}`);
  });

  it("runs on the branch that the plan names", async () => {
    const repo = world.github.repo("shop/web", { "deploy.yml": DEPLOY });
    repo.branches.set("release/2.4", new Map([[".github/workflows/deploy.yml", DEPLOY]]));
    await world.engine.start(requestOf({ workflow: "shop/web/deploy.yml@release/2.4", with: {} }));
    expect(world.github.runs).toMatchObject([{ branch: "release/2.4" }]);
  });

  it("takes the run that GitHub names, without looking for it", async () => {
    world.github.repo("shop/api", { "release.yml": NAMELESS });
    const ref = await world.engine.start(requestOf(API));
    expect(ref).toBe(`shop/api/runs/${world.github.runs[0]?.id}`);
    expect(world.github.runs[0]?.inputs).toEqual({});
  });

  it.each(["not-permitted", "nothing"] as const)(
    "looks for the run by its name where GitHub does not name it (%s), until it is shown",
    async (telling) => {
      world.github.telling = telling;
      world.github.lag = 3;
      const request = requestOf(WEB);
      const ref = await world.engine.start(request);
      expect(ref).toBe(`shop/web/runs/${world.github.runs[0]?.id}`);
      expect(world.github.startsOf(request.key)).toBe(1);
    },
  );

  it("asks an Enterprise Server once only whether it names runs", async () => {
    world.github.telling = "not-permitted";
    await world.engine.start(requestOf(WEB));
    expect(posts()).toHaveLength(2);
    await world.engine.start(requestOf(WEB));
    expect(posts()).toHaveLength(3);
  });

  it("starts nothing that it could not find again, and says what is missing", async () => {
    world.github.telling = "not-permitted";
    world.github.repo("shop/api", { "release.yml": NAMELESS });
    await expect(world.engine.start(requestOf(API))).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("must declare the input gonogo_run"),
    });
    expect(world.github.runs).toEqual([]);
  });

  it("never starts again what GitHub took and does not show, and asks a person in the end", async () => {
    const clock = handClock(Date.parse("2026-11-24T12:00:00Z"));
    const engine = world.another({ now: clock.now, settle: 60_000 });
    world.github.telling = "nothing";
    world.github.lag = Number.POSITIVE_INFINITY;
    const request = requestOf(WEB);
    await expect(engine.start(request)).rejects.toMatchObject({ sure: false, again: true });
    await expect(engine.find(request)).rejects.toMatchObject({ sure: false, again: true, retryAfter: 60_000 });
    clock.advance(60_000);
    expect(await engine.find(request)).toMatchObject({
      found: "unknown",
      why: expect.stringContaining("took the start"),
    });
    expect(world.github.runs).toHaveLength(1);
  });

  it("says what GitHub has against it", async () => {
    world.github.answer("deploy.yml/dispatches", 422, {
      message: "Workflow does not have 'workflow_dispatch' trigger",
    });
    await expect(world.engine.start(requestOf(WEB))).rejects.toMatchObject({
      sure: true,
      again: false,
      message: expect.stringContaining("does not have 'workflow_dispatch' trigger"),
    });
  });

  it("asks once, also where octokit would wait and ask again", async () => {
    world.github.fail({ fault: "refused", status: 500 });
    await expect(world.engine.start(requestOf(WEB))).rejects.toMatchObject({ sure: false });
    world.github.fail({ fault: "refused", status: 429 });
    await expect(world.another().start(requestOf(WEB))).rejects.toMatchObject({ again: true });
    expect(posts()).toHaveLength(2);
  });

  it("is sure that nothing was started where there is no GitHub, and never tells the token", async () => {
    const started = world.another({ url: `http://user:${TOKEN}@127.0.0.1:9` }).start(requestOf(WEB));
    await expect(started).rejects.toMatchObject({ name: "EngineError", sure: true, again: true });
    await expect(started).rejects.not.toMatchObject({ message: expect.stringContaining(TOKEN) });
  });
});

describe("GitHub's limits", () => {
  const NOW = Date.parse("2026-11-24T12:00:00Z");
  it.each([
    ["the primary one", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 90) }, 90_000],
    ["the primary one", 429, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 90) }, 90_000],
    ["a secondary one", 403, { "retry-after": "30", "x-ratelimit-remaining": "4999" }, 30_000],
    ["a secondary one that says nothing", 403, { "x-ratelimit-remaining": "4999" }, 60_000],
    ["one that says nothing", 429, {}, 60_000],
  ])("%s, told as %d, are kept for as long as GitHub says", async (_, status, headers, retryAfter) => {
    world.github.limitWith(status, headers, "You have exceeded a secondary rate limit. Please wait a few minutes.");
    world.github.fail({ fault: "refused", status: 429 });
    const engine = world.another({ now: () => NOW });
    await expect(engine.start(requestOf(WEB))).rejects.toMatchObject({ sure: true, again: true, retryAfter });
  });

  it("are not used up by looks at what has not changed", async () => {
    world.github.repo("shop/api", { "release.yml": single("sleep infinity") });
    const ref = await world.engine.start(requestOf(API));
    for (let look = 0; look < 10; look++) await world.engine.read(ref);
    const before = world.github.counted.length;
    for (let look = 0; look < 50; look++) await world.engine.read(ref);
    expect(world.github.counted).toHaveLength(before);
  });
});

describe("Finding a run", () => {
  it("goes through all pages of the unfiltered list, for as far back as it looks", async () => {
    const request = requestOf(WEB);
    const first = world.github.create("shop/web", "deploy.yml", { title: `Deploy to production (${request.key})` });
    for (let made = 0; made < 230; made++) world.github.create("shop/web", "deploy.yml", { event: "push" });
    expect(await world.engine.find(request)).toEqual({ found: "run", ref: `shop/web/runs/${first.id}` });
    const lists = world.github.requests.filter((each) => each.includes("deploy.yml/runs"));
    expect(lists).toHaveLength(3);
    expect(lists.join()).not.toMatch(/event=|created=|branch=/);
    first.created = Date.now() - 8 * DAY;
    world.github.runs.reverse();
    expect(await world.another().find(requestOf(WEB))).toEqual({ found: "none" });
  });

  it("passes over what was not dispatched, and names that only begin with the key", async () => {
    const request = { key: "run-1", workflow: WEB.workflow };
    world.github.create("shop/web", "deploy.yml", { title: "Deploy (run-1)", event: "push" });
    world.github.create("shop/web", "deploy.yml", { title: "Deploy (run-11)" });
    world.github.create("shop/web", "deploy.yml", { title: "Deploy (another-run-1)" });
    expect(await world.engine.find(request)).toEqual({ found: "none" });
    const { id } = world.github.create("shop/web", "deploy.yml", { title: "Deploy run-11, (run-1)" });
    expect(await world.another().find(request)).toEqual({ found: "run", ref: `shop/web/runs/${id}` });
  });

  it("is not certain of anything before GitHub had the time to show what it started", async () => {
    const clock = handClock(Date.parse("2026-11-24T12:00:00Z"));
    const engine = world.another({ now: clock.now, settle: 60_000 });
    const request = requestOf(WEB);
    await expect(engine.find(request)).rejects.toMatchObject({ sure: false, again: true, retryAfter: 60_000 });
    clock.advance(45_000);
    await expect(engine.find(request)).rejects.toMatchObject({ retryAfter: 15_000 });
    clock.advance(15_000);
    expect(await engine.find(request)).toEqual({ found: "none" });
  });

  it("finds the run of a lost answer as soon as it is shown", async () => {
    const engine = world.another({ settle: 60_000 });
    world.github.lag = 2;
    world.github.fail({ fault: "lost-answer" });
    const request = requestOf(WEB);
    await expect(engine.start(request)).rejects.toMatchObject({ sure: false });
    await expect(engine.find(request)).rejects.toMatchObject({ again: true });
    await expect(engine.find(request)).rejects.toMatchObject({ again: true });
    expect(await engine.find(request)).toEqual({ found: "run", ref: `shop/web/runs/${world.github.runs[0]?.id}` });
  });

  it("does not know where runs don't show their key, and starts no second one after a lost answer", async () => {
    world.github.repo("shop/api", { "release.yml": NAMELESS });
    const request = requestOf(API);
    world.github.fail({ fault: "lost-answer" });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false });
    const unknown = { found: "unknown", why: expect.stringContaining("does not show its input gonogo_run") };
    expect(await world.engine.find(request)).toMatchObject(unknown);
    expect(await world.another().find(request)).toMatchObject(unknown);
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false, again: false });
    expect(world.github.runs).toHaveLength(1);
  });

  it("knows what GitHub refused, also where runs don't show their key", async () => {
    world.github.repo("shop/api", { "release.yml": NAMELESS });
    const request = requestOf(API);
    world.github.fail({ fault: "refused", status: 403 });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: true });
    expect(await world.engine.find(request)).toEqual({ found: "none" });
  });

  it("does not know where GitHub shows no such repository any more", async () => {
    expect(await world.engine.find(requestOf({ workflow: "shop/gone/deploy.yml", with: {} }))).toMatchObject({
      found: "unknown",
      why: expect.stringContaining("shows no runs of shop/gone/deploy.yml"),
    });
  });
});

describe("Repeating a run", () => {
  const failed = async (): Promise<string> => {
    const ref = await world.engine.start(requestOf(API));
    expect(await ended(world.engine, ref)).toMatchObject({ state: "failed" });
    return ref;
  };
  beforeEach(() => {
    world.github.repo("shop/api", { "release.yml": single("exit 1") });
  });

  it("runs the failed jobs of the same run again, as often as is wanted", async () => {
    const first = await failed();
    const second = await world.engine.start({ ...requestOf(API), again: first });
    expect(second).toBe(`${first}/2`);
    expect(await ended(world.engine, second)).toMatchObject({ state: "failed" });
    expect(await world.engine.start({ ...requestOf(API), again: second })).toBe(`${first}/3`);
    expect(world.github.runs).toHaveLength(1);
    expect(await world.engine.read(first)).toMatchObject({ state: "failed" });
  });

  it("is certain that nothing was repeated, also where runs don't show their key", async () => {
    world.github.repo("shop/api", { "release.yml": NAMELESS.replace("make", "exit 1") });
    const again = await failed();
    const request = { ...requestOf(API), again };
    world.github.fail({ fault: "refused", status: 500 });
    await expect(world.engine.start(request)).rejects.toMatchObject({ sure: false });
    expect(await world.another().find(request)).toEqual({ found: "none" });
  });

  it("follows what a person repeated in GitHub meanwhile", async () => {
    const again = await failed();
    const [run] = world.github.runs;
    if (run) world.github.repeat(run);
    expect(await world.engine.start({ ...requestOf(API), again })).toBe(`${again}/2`);
    expect(run?.attempts).toHaveLength(2);
  });

  it.each([
    ["is older than a month", { created: Date.now() - 31 * DAY }],
    ["never began", { fixed: { status: "completed", conclusion: "startup_failure" } }],
  ])("begins anew where the run %s", async (_, change) => {
    const again = await failed();
    Object.assign(world.github.runs[0] ?? {}, change);
    const request = { ...requestOf(API), again };
    const ref = await world.engine.start(request);
    expect(ref).toBe(`shop/api/runs/${world.github.runs[0]?.id}`);
    expect(ref).not.toBe(again);
    expect(await world.another().find(request)).toEqual({ found: "run", ref });
  });

  it("begins anew where the run is gone, or is another repository's", async () => {
    const again = await failed();
    const elsewhere = await world.engine.start({ ...requestOf(WEB), again });
    expect(elsewhere).toMatch(/^shop\/web\/runs\/\d+$/);
    world.github.runs.length = 0;
    expect(await world.engine.start({ ...requestOf(API), again })).toMatch(/^shop\/api\/runs\/\d+$/);
  });

  it("waits for an attempt that GitHub does not show yet", async () => {
    const again = await failed();
    expect(await world.engine.read(`${again}/2`)).toMatchObject({ state: "running", progress: { stage: "queued" } });
    await expect(world.engine.read("shop/api/runs/1/2")).rejects.toMatchObject({ again: false });
  });
});

describe("The workflows that plans may run", () => {
  it("are those of a repository that can be dispatched, or the one that is named", async () => {
    const files = {
      "release.yml": single("make"),
      "lint.yml": "on: push\njobs: {}\n",
      "broken.yml": "on: [",
      "old.yml": single("make"),
    };
    const states = new Map([[".github/workflows/old.yml", "disabled_manually"]]);
    world.github.repo("shop/api", files, { states });
    world.github.repo("shop/web", { "deploy.yml": DEPLOY, "other.yml": single("make") });
    const names = (await world.engine.list()).map(({ workflow }) => workflow);
    expect(names).toEqual(["shop/web/deploy.yml", "shop/api/release.yml"]);
    expect(await world.engine.describe("shop/web/other.yml")).toBeUndefined();
    await expect(world.engine.start(requestOf({ workflow: "shop/api/old.yml", with: {} }))).rejects.toMatchObject({
      message: expect.stringContaining("disabled manually"),
    });
  });

  it("are listed although one repository is forbidden", async () => {
    world.github.answer("repos/shop/api", 403, { message: "Resource not accessible by personal access token" });
    expect((await world.engine.list()).map(({ workflow }) => workflow)).toEqual(["shop/web/deploy.yml"]);
  });

  it("are read again only when another commit is there", async () => {
    await world.engine.list();
    const contents = () => world.github.requests.filter((each) => each.includes("/contents/")).length;
    const before = contents();
    await world.engine.list();
    expect(contents()).toBe(before);
  });

  it("are told apart from names that are none", () => {
    const parsed = (name: string) => githubSectionSchema.safeParse({ workflows: [name] }).success;
    const good = ["shop/web", "shop/web@v1", "Shop-1/web.js/deploy.yaml", "shop/web/deploy.yml@release/2.4"];
    expect(good.filter((name) => !parsed(name))).toEqual([]);
    const bad = [
      "shop",
      "shop/web/deploy",
      "shop/web/../x.yml",
      "shop/./a.yml",
      "shop/..",
      "a b/c",
      "shop/web@re lease",
      "",
    ];
    expect(bad.filter(parsed)).toEqual([]);
  });
});
