/**
 * What is known of a start whose answer was lost, in Zadigs that keep a remark from the beginning and in those that don't.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../src/flow/engine.ts";
import type { ZadigEmulator } from "../../emulators/zadig.ts";
import { USER } from "../../emulators/zadig.ts";
import { ended, requestOf } from "../../support/engine-contract.ts";
import type { ZadigWorld } from "./zadig-world.ts";
import { openWorld, simple } from "./zadig-world.ts";

let world: ZadigWorld;
let zadig: ZadigEmulator;
let engine: Engine;
beforeEach(async () => {
  world = await openWorld();
  ({ zadig, engine } = world);
  zadig.workflow(simple("release", "lasts"));
});
afterEach(async () => {
  const violations = zadig.violations();
  await world.close();
  expect(violations).toEqual([]);
});

const request = (given = {}, workflow = "shop/release") => requestOf({ workflow, with: given });

/** A start whose answer is lost. */
async function lost(run = request()) {
  zadig.fail({ fault: "lost-answer" });
  await expect(engine.start(run)).rejects.toMatchObject({ sure: false });
  return run;
}

describe("a lost start", () => {
  it("is the one task of our user that has no remark, and gets one", async () => {
    zadig.startByHand("release", "somebody");
    const run = await lost();
    expect(await world.another().find(run)).toEqual({ found: "run", ref: "shop/release/2" });
    expect(zadig.tasks[1]?.remark).toBe(`gonogo ${run.key}`);
  });

  it("is not guessed among several tasks", async () => {
    zadig.startByHand("release", USER);
    const run = await lost();
    expect(await world.another().find(run)).toEqual({
      found: "unknown",
      why: "tasks of this user without a remark may be it: #2, #1",
    });
    expect(zadig.tasks.map(({ remark }) => remark)).toEqual(["", ""]);
  });

  it("is told from older tasks by the process that started it", async () => {
    zadig.startByHand("release", USER);
    const run = await lost();
    expect(await engine.find(run)).toEqual({ found: "run", ref: "shop/release/2" });
    expect(await engine.start(run)).toBe("shop/release/2");
  });

  it("is told from tasks with other parameters by the process that started it", async () => {
    zadig.fail({ fault: "silence" });
    const run = request({ branch: "next" });
    await expect(engine.start(run)).rejects.toMatchObject({ sure: false });
    zadig.startByHand("release", USER);
    expect(await engine.find(run)).toEqual({ found: "none" });
    expect(await engine.start(run)).toBe("shop/release/2");
  });

  it("is not believed to be a task that is long since started", async () => {
    zadig.startByHand("release", USER).createTime -= 3_600;
    expect(await engine.find(request())).toMatchObject({ found: "unknown" });
  });

  it("did not happen when no task is younger than a week", async () => {
    zadig.startByHand("release", USER).createTime -= 8 * 24 * 3_600;
    expect(await engine.find(request())).toEqual({ found: "none" });
  });

  it("is found exactly where Zadig keeps the remark of a run", async () => {
    zadig.takeRemarks();
    zadig.startByHand("release", USER);
    const run = await lost();
    zadig.startByHand("release", USER);
    expect(await world.another().find(run)).toEqual({ found: "run", ref: "shop/release/2" });
  });

  it("is found exactly where the workflow declares a parameter for the key", async () => {
    const params = [{ name: "GONOGO_RUN", type: "string", value: "" }];
    zadig.workflow({ ...simple("exact", "lasts"), params });
    zadig.startByHand("exact", USER);
    const run = await lost(request({}, "shop/exact"));
    zadig.startByHand("exact", USER);
    expect(await world.another().find(run)).toEqual({ found: "run", ref: "shop/exact/2" });
    expect(await world.another().find(request({}, "shop/exact"))).toEqual({ found: "none" });
  });

  it("is looked for on every page", async () => {
    zadig.takeRemarks();
    const run = await lost();
    for (let count = 0; count < 120; count++) zadig.startByHand("release", "somebody");
    expect(await world.another().find(run)).toEqual({ found: "run", ref: "shop/release/1" });
  });

  it("can't be told where there are more tasks than can be looked through", async () => {
    for (let count = 0; count < 500; count++) zadig.startByHand("release", "somebody");
    expect(await engine.find(request())).toMatchObject({ found: "unknown", why: expect.stringMatching(/more tasks/) });
  });

  it("can't be told of a workflow that is gone", async () => {
    expect(await engine.find(request({}, "shop/gone"))).toMatchObject({ found: "unknown" });
  });

  it("can't be told in a project that plans may not use", async () => {
    expect(await engine.find(request({}, "bank/payout"))).toMatchObject({ found: "unknown" });
  });
});

describe("a remark", () => {
  it("that could not be written is written at the next look, and its task is nobody else's meanwhile", async () => {
    zadig.failRemarks(1);
    const run = request();
    const ref = await engine.start(run);
    expect(zadig.tasks[0]?.remark).toBe("");
    expect(await engine.find(request())).toEqual({ found: "none" });
    await engine.read(ref);
    expect(zadig.tasks[0]?.remark).toBe(`gonogo ${run.key}`);
  });

  it("that people wrote stays", async () => {
    const run = await lost();
    Object.assign(zadig.tasks[0] ?? {}, { remark: "please watch" });
    await engine.find(run);
    expect(zadig.tasks[0]?.remark).toBe(`please watch gonogo ${run.key}`);
  });
});

describe("a repetition", () => {
  const failed = async () => {
    zadig.workflow(simple("broken", "failed"));
    const ref = await engine.start(request({}, "shop/broken"));
    await ended(engine, ref);
    return ref;
  };
  const again = (ref: string) => ({ ...request({}, "shop/broken"), again: ref });

  it("that was refused did not happen, as every process can tell", async () => {
    const run = again(await failed());
    zadig.fail({ fault: "refused", status: 403 });
    await expect(engine.start(run)).rejects.toMatchObject({ sure: true });
    expect(await engine.find(run)).toEqual({ found: "none" });
    expect(await world.another().find(run)).toEqual({ found: "none" });
    expect(await world.another().start(run)).toBe("shop/broken/1/2");
    expect(zadig.tasks[0]?.runs).toBe(2);
  });

  it("that failed too is another run, and can be repeated itself", async () => {
    const first = await failed();
    const second = again(first);
    const ref = await engine.start(second);
    expect(ref).toBe("shop/broken/1/2");
    expect(await ended(engine, ref)).toMatchObject({ state: "failed", reason: expect.stringMatching(/exit code 1/) });
    expect(await world.another().find(second)).toEqual({ found: "run", ref });
    expect(await engine.read(first)).toMatchObject({ state: "failed", reason: expect.stringMatching(/run again/) });
    const third = await engine.start(again(ref));
    expect(third).toBe("shop/broken/1/3");
    expect(await engine.cancel(ref)).toBe("ended");
    expect(await engine.cancel(third)).toBe("stopped");
    expect(zadig.tasks).toHaveLength(1);
  });

  it("is not begun while somebody else repeats the task", async () => {
    const run = again(await failed());
    Object.assign(zadig.tasks[0] ?? {}, { status: "running", endTime: 0, looks: 0 });
    await expect(engine.start(run)).rejects.toMatchObject({ sure: true, again: false });
  });

  it("of a task that is gone starts anew", async () => {
    const run = again(await failed());
    zadig.tasks.length = 0;
    expect(await engine.start(run)).toBe("shop/broken/1");
    expect(zadig.tasks[0]?.remark).toBe(`gonogo ${run.key}`);
  });
});
