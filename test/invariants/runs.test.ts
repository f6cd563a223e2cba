import { describe, expect, test } from "vitest";
import type { Engine, Found } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { PlanCommand } from "../../src/flow/envelope.ts";
import { createRunWork, MOST_ATTEMPTS, MOST_DENIALS } from "../../src/flow/run-work.ts";
import { ada, build } from "../support/cast.ts";
import { executing, keyOf } from "../support/given.ts";

const story = executing({ items: [build("i1")] }).after([{ type: "run", item: "i1" }, ada]);
const job = { plan: "p1", item: "i1", key: keyOf(story, "i1") };

/** An engine that counts its starts, and what gonogo reports of it. */
interface Behaviour {
  readonly start: () => Promise<string>;
  readonly find?: Found | EngineError;
  readonly read?: EngineError;
  /** What is different in the workflow since it was approved. */
  readonly changes?: readonly string[];
  /** Its time has passed since it was decided to start it. */
  readonly late?: boolean;
}

function world({ changes = [], late = false, ...behave }: Behaviour, plan = story.plan) {
  const starts: string[] = [];
  const reports: PlanCommand[] = [];
  const engine: Engine = {
    name: "command",
    list: async () => [],
    describe: async () => undefined,
    start: (run) => {
      starts.push(run.key);
      return behave.start();
    },
    find: async () => {
      if (behave.find instanceof EngineError) throw behave.find;
      return behave.find ?? { found: "none" };
    },
    read: async () => {
      if (behave.read) throw behave.read;
      return { state: "passed", progress: {} };
    },
    cancel: async () => "stopped",
    stop: async () => undefined,
  };
  const work = createRunWork({
    engines: { command: engine },
    load: async () => plan,
    changes: async () => changes,
    late: () => late,
    report: async (_, command) => void reports.push(command),
    now: () => 0,
  });
  return { work, starts, reports };
}

const lost = () => Promise.reject(new EngineError("the answer was lost", { sure: false, again: true }));

describe("a run", () => {
  test("that began before the answer was lost is found, not started again", async () => {
    const { work, starts, reports } = world({ start: lost, find: { found: "run", ref: "r7" } });
    await expect(work.start(job, 1)).rejects.toThrow("lost");
    await work.start(job, 2);
    expect(starts).toEqual([job.key]);
    expect(reports).toEqual([{ type: "run-linked", key: job.key, ref: "r7" }]);
  });

  test("that may or may not have begun is a person's to decide", async () => {
    const { work, starts, reports } = world({ start: lost, find: { found: "unknown", why: "the engine forgets" } });
    await expect(work.start(job, 1)).rejects.toThrow("lost");
    await work.start(job, 2);
    expect(starts).toEqual([job.key]);
    expect(reports).toEqual([{ type: "run-unclear", key: job.key, reason: "the engine forgets" }]);
  });

  test("that the engine can't be asked about is looked for again, and is a person's to decide in the end", async () => {
    const down = new EngineError("the engine is down", { sure: true, again: true, retryAfter: 7_000 });
    const { work, starts, reports } = world({ start: lost, find: down });
    await expect(work.start(job, 1)).rejects.toThrow("lost");
    await expect(work.start(job, 2)).rejects.toMatchObject({ verdict: { again: true, retryAfter: 7_000 } });
    expect(reports).toEqual([]);
    await work.start(job, MOST_ATTEMPTS);
    expect(starts).toEqual([job.key]);
    expect(reports).toEqual([{ type: "run-unclear", key: job.key, reason: "the engine is down" }]);
  });

  test("that the engine does not show any more is a person's to decide, after a while", async () => {
    const gone = new EngineError("there is no such run", { sure: true, again: false });
    const { work, reports } = world({ start: lost, read: gone });
    const look = { plan: "p1", key: job.key, engine: "command", ref: "r7", since: 0 };
    await expect(work.read(look, MOST_DENIALS - 1)).rejects.toThrow("no such run");
    expect(reports).toEqual([]);
    await expect(work.read(look, MOST_DENIALS)).rejects.toMatchObject({ verdict: { again: false } });
    await work.lost({ ...look, what: "run", why: "there is no such run" });
    expect(reports).toEqual([{ type: "run-unclear", key: job.key, reason: "there is no such run" }]);
  });

  test("that is only out of reach is looked at for as long as that lasts", async () => {
    const { work, reports } = world({ start: lost, read: new EngineError("no answer", { sure: true, again: true }) });
    const look = { plan: "p1", key: job.key, engine: "command", ref: "r7", since: 0 };
    await expect(work.read(look, 500)).rejects.toThrow("no answer");
    expect(reports).toEqual([]);
  });

  test("of a workflow that is not what was approved is not started, and people are told what changed", async () => {
    const { work, starts, reports } = world({ start: async () => "r7", changes: ["env: staging → production"] });
    await work.start(job, 1);
    expect(starts).toEqual([]);
    expect(reports).toEqual([{ type: "run-held", key: job.key, changes: ["env: staging → production"] }]);
  });

  test("whose time has passed before the engine could be told is not started, and is found if it was", async () => {
    const { work, starts, reports } = world({ start: async () => "r7", late: true });
    await work.start(job, 1);
    await work.start(job, 2);
    expect(starts).toEqual([]);
    expect(reports).toEqual([
      { type: "run-late", key: job.key },
      { type: "run-late", key: job.key },
    ]);
    const begun = world({ start: lost, find: { found: "run", ref: "r7" }, late: true });
    await begun.work.start(job, 2);
    expect(begun.reports).toEqual([{ type: "run-linked", key: job.key, ref: "r7" }]);
  });

  test("that certainly never began is started again", async () => {
    const { work, starts } = world({ start: lost, find: { found: "none" } });
    await expect(work.start(job, 1)).rejects.toThrow("lost");
    await expect(work.start(job, 2)).rejects.toThrow("lost");
    expect(starts).toEqual([job.key, job.key]);
  });

  test.each([
    ["replanned", { type: "replan" }],
    ["cancelled", { type: "cancel", reason: "no" }],
  ] as const)("of a plan that was %s before it was started is never started", async (_, command) => {
    const { work, starts } = world({ start: async () => "r1" }, story.after([command, ada]).plan);
    await work.start(job, 1);
    expect(starts).toEqual([]);
  });
});
