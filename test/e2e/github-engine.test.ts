import { createHmac } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { DEPLOY, single } from "../adapters/github/github-world.ts";
import type { GithubEmulator } from "../emulators/github.ts";
import { openGithub, TOKEN } from "../emulators/github.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";

const SECRET = "a secret of two";

interface Stage {
  readonly bot: Bot;
  readonly github: GithubEmulator;
}

async function stage(): Promise<Stage> {
  const github = await openGithub();
  onTestFinished(async () => {
    const violations = github.violations();
    await github.close();
    expect(violations).toEqual([]);
  });
  github.repo("shop/web", { "deploy.yml": DEPLOY });
  github.repo("shop/api", { "release.yml": single("exit 1"), "soak.yml": single("sleep infinity") });
  const bot = await startBot({
    yaml: "sample: on\nengines:\n  github: { workflows: [shop/web, shop/api] }\n",
    env: { GITHUB_API_URL: github.url, GITHUB_TOKEN: TOKEN, GITHUB_WEBHOOK_SECRET: SECRET },
    // Runs of GitHub have the times of this machine.
    startAt: Date.now(),
  });
  return { bot, github };
}

/** Plan 1 with one item that runs this workflow, in execution. */
async function executing({ bot }: Stage, workflow: string): Promise<void> {
  await bot.say("ada", "/plan new Release");
  await bot.say("ada", `/plan add 1 run github:${workflow}`);
  await bot.say("ada", "/plan finish 1");
  await bot.say("ada", "/plan start 1");
  expect((await bot.plan(1)).status).toBe("executing");
}

/** Waits, moving the clock on, until the item is as it should be. */
async function becomes({ bot }: Stage, state: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await bot.settle(30_000);
      expect((await bot.plan(1)).items.i1?.state).toBe(state);
    },
    { timeout: 20_000, interval: 10 },
  );
}

function shown({ bot }: Stage): string {
  return JSON.stringify([...bot.platform.messages.values()]);
}

test("a workflow of GitHub runs from the card with what the plan gives to it, once although the answer is lost", async () => {
  const world = await stage();
  await executing(world, "shop/web/deploy.yml target=production");
  world.github.lag = 1;
  world.github.fail({ fault: "lost-answer" });
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world, "done");
  expect(world.github.runs).toMatchObject([{ inputs: { target: "production" } }]);
  expect(shown(world)).toContain(`/shop/web/actions/runs/${world.github.runs[0]?.id}`);
  expect((await world.bot.plan(1)).status).toBe("success");
});

test("a choice that the workflow does not have is refused while planning", async () => {
  const { bot } = await stage();
  await bot.say("ada", "/plan new Release");
  const [reply] = await bot.say("ada", "/plan add 1 run github:shop/web/deploy.yml target=moon");
  expect(reply).toMatchObject({ tone: "bad", text: expect.stringMatching(/staging.*production/s) });
});

test("a workflow whose file was changed after planning is held, and people are told what changed", async () => {
  const world = await stage();
  await executing(world, "shop/web/deploy.yml");
  world.github.repo("shop/web", { "deploy.yml": DEPLOY.replace("./deploy", "./deploy --force") });
  await world.bot.say("ada", "/plan run 1.1");
  await world.bot.settle();
  expect((await world.bot.plan(1)).items.i1).toMatchObject({
    state: "todo",
    held: { changes: [expect.stringContaining("./deploy --force")] },
  });
  expect(world.github.runs).toEqual([]);
});

test("a failed run says which step failed, and retrying repeats the same run", async () => {
  const world = await stage();
  await executing(world, "shop/api/release.yml");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world, "failed");
  expect(shown(world)).toContain("at step");
  world.github.repo("shop/api", { "release.yml": single("exit 1") }, { repaired: true });
  await world.bot.say("ada", "/plan retry 1.1");
  await becomes(world, "done");
  expect(world.github.runs.map(({ attempts }) => attempts.length)).toEqual([2]);
});

test("replanning stops what runs, and a signed webhook makes gonogo look at once", async () => {
  const world = await stage();
  await executing(world, "shop/api/soak.yml");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world, "running");
  const [run] = world.github.runs;
  const body = JSON.stringify({ workflow_run: { id: run?.id, run_attempt: 1 }, repository: { full_name: "shop/api" } });
  const call = (secret: string) =>
    world.bot.request("/api/hooks/engines/github", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      },
      body,
    });
  expect((await call("guess")).status).toBe(401);
  expect(await (await call(SECRET)).json()).toEqual({ looked: 1 });
  await world.bot.say("ada", "/plan replan 1");
  await world.bot.settle(60_000);
  expect(run?.attempts[0]).toMatchObject([{ conclusion: "cancelled" }]);
});
