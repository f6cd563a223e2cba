import { expect, test } from "vitest";
import { createFactors } from "../../src/people/factors.ts";
import { openStore } from "../../src/store/open-store.ts";
import { folder, PLAN } from "./call.ts";

test("list, show, log and export tell of a plan, to people and to programs", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  await here.gonogo(["apply", "-"], { input: PLAN.replace("notes", "letter") });
  expect((await here.gonogo(["list"])).out).toMatch(
    /^PLAN +STATUS +NAME +MANAGER +WINDOW\n1 +Planning +Shop 2\.4 +Ada\n/,
  );
  expect((await here.gonogo(["list", "mine", "shop", "--as", "ada", "--json"])).json()).toMatchObject({ total: 1 });
  expect((await here.gonogo(["list", "done"])).out).toBe("No plans\n");
  expect((await here.gonogo(["list", "nothing", "such"])).out).toBe("No plans\n");
  expect((await here.gonogo(["show", "#1"])).out).toMatch(/1\.1 +To do +Build +command:build +Dana/);
  expect((await here.gonogo(["show", "1", "--json"])).json()).toMatchObject({ index: 1, status: "planning" });
  expect((await here.gonogo(["log", "1"])).out.split("\n")).toHaveLength(4);
  expect((await here.gonogo(["log", "1", "--last", "1", "--json"])).json()).toMatchObject({
    plan: 1,
    entries: [{ seq: 2, event: { type: "edited", by: { kind: "person", id: "ada" } } }],
  });
});

test("what export prints applies to the same plan and changes nothing", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  const yaml = (await here.gonogo(["export", "1"])).out;
  expect(await here.gonogo(["apply", "-"], { input: yaml })).toMatchObject({
    exit: 0,
    out: "Plan 1 “Shop 2.4” unchanged\n",
  });
  const json = (await here.gonogo(["export", "1", "--json"])).out;
  expect((await here.gonogo(["apply", "-"], { input: json })).out).toBe("Plan 1 “Shop 2.4” unchanged\n");
});

test("the terminal's locale or --lang says which language answers have", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN });
  expect((await here.gonogo(["list"], { env: { LANG: "zh_CN.UTF-8" } })).out).toContain("规划中");
  expect((await here.gonogo(["list", "--lang", "en"], { env: { LANG: "zh_CN.UTF-8" } })).out).toContain("Planning");
});

test("names that would steer a terminal do not reach it", async () => {
  const here = folder();
  await here.gonogo(["apply", "-"], { input: PLAN.replace("name: Shop 2.4", 'name: "a\\u202Eb"') });
  expect((await here.gonogo(["list"])).out).not.toContain("\u202E");
});

test("a number that is no plan's is said so", async () => {
  const here = folder();
  await here.gonogo(["migrate"]);
  for (const command of ["show", "log", "export", "verify"]) {
    const answer = await here.gonogo([command, "52", "--json"]);
    expect([command, answer.exit, answer.json()]).toMatchObject([
      command,
      1,
      { error: { code: "no-such-plan", plan: 52 } },
    ]);
  }
});

test("admins begin and end freezes, and others are told that they can't", async () => {
  const here = folder();
  const freeze = ["freeze", "begin", "Stock-taking", "--time", "tomorrow 20:00-22:00", "--tag", "shop", "--as"];
  expect(await here.gonogo([...freeze, "ada"])).toMatchObject({
    exit: 1,
    err: "Freezes are begun and ended by admins.\n",
  });
  expect((await here.gonogo([...freeze, "eve"])).out).toContain("The freeze 1, “Stock-taking”");
  expect((await here.gonogo(["calendar"])).out).toMatch(/1 +freeze .* Stock-taking +shop/);
  expect((await here.gonogo(["freeze", "end", "1", "--as", "eve", "--json"])).json()).toMatchObject({ number: 1 });
  expect(await here.gonogo(["recurring", "begin", "weekly", "--every", "friday 20:00", "--as", "ada"])).toMatchObject({
    exit: 1,
    err: "There is no template called “weekly”.\n",
  });
});

test("a lost authenticator is taken away on the server, and somebody without one is named", async () => {
  const here = folder();
  await here.gonogo(["migrate"]);
  const store = await openStore(`sqlite:${here.database}`);
  await createFactors(store, "k".repeat(32), Date.now).begin("bo");
  await store.close();
  expect((await here.gonogo(["authenticator-reset", "bo"])).out).toBe(
    "Bo has no authenticator any more, and can set up another.\n",
  );
  const again = await here.gonogo(["authenticator-reset", "bo", "--json"]);
  expect(again.json()).toEqual({ person: "bo", removed: false });
});
