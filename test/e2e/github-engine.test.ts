import { createHmac } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { DEPLOY, single } from "../adapters/github/github-world.ts";
import type { GithubEmulator } from "../emulators/github.ts";
import { openGithub, TOKEN } from "../emulators/github.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { becomes, executing, shown } from "../support/running.ts";

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

test("a workflow of GitHub runs from the card with what the plan gives to it, once although the answer is lost", async () => {
  const world = await stage();
  await executing(world.bot, "github:shop/web/deploy.yml target=production");
  world.github.lag = 1;
  world.github.fail({ fault: "lost-answer" });
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "done");
  expect(world.github.runs).toMatchObject([{ inputs: { target: "production" } }]);
  expect(shown(world.bot)).toContain(`/shop/web/actions/runs/${world.github.runs[0]?.id}`);
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
  await executing(world.bot, "github:shop/web/deploy.yml");
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
  await executing(world.bot, "github:shop/api/release.yml");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "failed");
  expect(shown(world.bot)).toContain("at step");
  world.github.repo("shop/api", { "release.yml": single("exit 1") }, { repaired: true });
  await world.bot.say("ada", "/plan retry 1.1");
  await becomes(world.bot, "done");
  expect(world.github.runs.map(({ attempts }) => attempts.length)).toEqual([2]);
});

test("replanning stops what runs, and a signed webhook makes gonogo look at once", async () => {
  const world = await stage();
  await executing(world.bot, "github:shop/api/soak.yml");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "running");
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
