import { expect, onTestFinished, test } from "vitest";
import { simple } from "../adapters/zadig/zadig-world.ts";
import { startHookReceiver } from "../emulators/hook-receiver.ts";
import type { ZadigEmulator } from "../emulators/zadig.ts";
import { openZadig, TOKEN } from "../emulators/zadig.ts";
import type { Bot } from "../support/bot.ts";
import { startBot } from "../support/bot.ts";
import { becomes, executing, shown } from "../support/running.ts";

const SECRET = "a secret of two teams";

interface Stage {
  readonly bot: Bot;
  readonly zadig: ZadigEmulator;
}

async function stage(yaml = "", env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const zadig = await openZadig();
  onTestFinished(async () => {
    const violations = zadig.violations();
    await zadig.close();
    expect(violations).toEqual([]);
  });
  for (const [key, outcome] of [
    ["release", "passed"],
    ["broken", "failed"],
    ["soak", "lasts"],
  ] as const) {
    zadig.workflow(simple(key, outcome));
  }
  const bot = await startBot({
    yaml: `sample: on\nengines:\n  zadig: { projects: [shop] }\n${yaml}`,
    env: { ZADIG_URL: zadig.url, ZADIG_TOKEN: TOKEN, ...env },
    // Tasks of Zadig have the times of this machine.
    startAt: Date.now(),
  });
  return { bot, zadig };
}

test("a workflow of Zadig runs from the card, which shows how far it is and where to look", async () => {
  const world = await stage();
  await executing(world.bot, "zadig:shop/release branch=release");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "done");
  expect((await world.bot.plan(1)).status).toBe("success");
  expect(world.zadig.tasks).toHaveLength(1);
  expect(shown(world.bot)).toContain("/pipelines/custom/release/1");
});

test("a value that the workflow does not take is refused while planning, with what it takes", async () => {
  const { bot } = await stage();
  await bot.say("ada", "/plan new Release");
  const [reply] = await bot.say("ada", "/plan add 1 run zadig:shop/release brunch=release");
  expect(reply).toMatchObject({ tone: "bad", text: expect.stringMatching(/brunch.*branch/s) });
  const [unknown] = await bot.say("ada", "/plan add 1 run zadig:shop/relaese");
  expect(unknown).toMatchObject({ tone: "bad", text: expect.stringContaining("relaese") });
});

test("a workflow that was changed after planning is not started: people are told what changed, and decide anew", async () => {
  const world = await stage();
  const { bot, zadig } = world;
  await executing(world.bot, "zadig:shop/release branch=release");
  const { stages } = simple("release", "passed");
  zadig.save(zadig.workflow(simple("release", "passed")), {
    stages: stages.map((each) => ({
      ...each,
      jobs: each.jobs.map((job) => ({ ...job, spec: { command: "rm -rf" } })),
    })),
  });
  await bot.say("ada", "/plan run 1.1");
  await bot.settle();
  const { items, status } = await bot.plan(1);
  expect(items.i1).toMatchObject({
    state: "todo",
    held: { changes: expect.arrayContaining([expect.stringContaining("rm -rf")]) },
  });
  expect(status).toBe("executing");
  expect(zadig.tasks).toHaveLength(0);
  expect(shown(world.bot)).toContain("rm -rf");
  for (const command of ["replan 1", "finish 1", "start 1", "run 1.1"]) await bot.say("ada", `/plan ${command}`);
  await becomes(world.bot, "done");
});

test("a start whose answer is lost is found again and not repeated", async () => {
  const world = await stage();
  await executing(world.bot, "zadig:shop/release branch=release");
  world.zadig.fail({ fault: "lost-answer" });
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "done");
  expect(world.zadig.tasks).toHaveLength(1);
});

test("a failed workflow says why, and retrying repeats the same task", async () => {
  const world = await stage();
  const broken = world.zadig.workflow(simple("broken", "failed"));
  await executing(world.bot, "zadig:shop/broken branch=release");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "failed");
  expect(shown(world.bot)).toContain("exit code 1");
  broken.outcome = "passed";
  await world.bot.say("ada", "/plan retry 1.1");
  await becomes(world.bot, "done");
  expect(world.zadig.tasks.map(({ runs }) => runs)).toEqual([2]);
});

test("replanning stops what runs", async () => {
  const world = await stage();
  await executing(world.bot, "zadig:shop/soak branch=release");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "running");
  await world.bot.say("ada", "/plan replan 1");
  await world.bot.settle(60_000);
  expect(world.zadig.tasks.map(({ status }) => status)).toEqual(["cancelled"]);
});

test("Zadig's own webhook makes gonogo look at once, and nobody else's does", async () => {
  const world = await stage("", { ZADIG_HOOK_SECRET: "what Zadig sends" });
  const soak = world.zadig.workflow(simple("soak", "lasts"));
  await executing(world.bot, "zadig:shop/soak branch=release");
  await world.bot.say("ada", "/plan run 1.1");
  await becomes(world.bot, "running");
  const news = {
    object_kind: "workflow",
    event: "workflow",
    workflow: { project_name: "shop", workflow_name: "soak", task_id: 1 },
  };
  const call = (engine: string, token: string) =>
    world.bot.request(`/api/hooks/engines/${engine}`, {
      method: "POST",
      headers: { "x-zadig-token": token, "x-zadig-event": "workflow" },
      body: JSON.stringify(news),
    });
  expect((await call("zadig", "guess")).status).toBe(401);
  expect((await call("__proto__", "what Zadig sends")).status).toBe(404);
  await world.bot.settle();
  soak.outcome = "passed";
  for (const task of world.zadig.tasks) task.status = "passed";
  expect(await (await call("zadig", "what Zadig sends")).json()).toEqual({ looked: 1 });
  await world.bot.settle();
  expect((await world.bot.plan(1)).items.i1?.state).toBe("done");
});

test("receivers are told Zadig's own workflow, with what the plan gives to it", async () => {
  let now = Date.now;
  const receiver = await startHookReceiver({ secret: SECRET, now: () => now() });
  onTestFinished(() => receiver.close());
  const world = await stage(
    `hooks:\n  - { name: board, url: "${receiver.url}", secret: "env:SHARED", allow: [127.0.0.1] }\n`,
    { SHARED: SECRET },
  );
  now = world.bot.clock.now;
  await executing(world.bot, "zadig:shop/release branch=release");
  await world.bot.settle();
  const [job] = JSON.parse(receiver.accepted[0]?.body ?? "{}").release_plan.jobs;
  expect(job.spec.workflow).toMatchObject({
    name: "release",
    project: "shop",
    params: [{ name: "branch", value: "release" }],
    stages: [{ name: "prepare" }, { name: "work" }],
  });
});

test("an engine that is silent delays no plan, and lets none be finished on guesses", async () => {
  const { bot, zadig } = await stage();
  await zadig.close();
  await bot.say("ada", "/plan new Release");
  await bot.say("ada", '/plan add 1 text "Announce" -- Tell everybody.');
  await bot.say("ada", "/plan finish 1");
  expect((await bot.plan(1)).status).toBe("finish_planning");
});
