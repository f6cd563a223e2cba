/**
 * What every engine must do, whatever it speaks to. Each engine's test calls this with a harness of its own.
 */
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Engine, RunRequest, RunState } from "../../src/flow/engine.ts";
import { EngineError } from "../../src/flow/engine.ts";
import type { ParameterValue } from "../../src/plan/content.ts";

export interface SampleWorkflow {
  readonly workflow: string;
  readonly with: Readonly<Record<string, ParameterValue>>;
}

export interface EngineHarness {
  readonly engine: Engine;
  /** Workflows of the engine's world that pass, fail, and last until they are cancelled. */
  readonly passing: SampleWorkflow;
  readonly failing: SampleWorkflow;
  readonly lasting: SampleWorkflow;
  /** A parameter value that the passing workflow does not take. */
  readonly misfit: Readonly<Record<string, ParameterValue>>;
  /** What the failed run's reason says. */
  readonly failure: RegExp;
  /** Another engine over the same world, as after a restart of gonogo. */
  restarted(): Promise<Engine>;
  /** How often the world really began a run for this key. */
  startsOf(key: string): Promise<number>;
  close(): Promise<void>;
}

/** A request to run a sample, with a key of its own unless one is given. */
export function requestOf(sample: SampleWorkflow, key: string = randomUUID()): RunRequest {
  return { key, ...sample, plan: { id: "p1", index: 52, name: "Release 2.4" }, item: { id: "i3", name: "Build" } };
}

/** Waits until a run is over and answers with how. */
export async function ended(engine: Engine, ref: string): Promise<RunState> {
  return await vi.waitFor(
    async () => {
      const state = await engine.read(ref);
      expect(state.state).not.toBe("running");
      return state;
    },
    { timeout: 20_000, interval: 20 },
  );
}

/** Tells the contract of engines as tests of one of them. */
export function describeEngineContract(name: string, open: () => Promise<EngineHarness>): void {
  describe(`${name} keeps the contract of engines`, () => {
    let harness: EngineHarness;
    let engine: Engine;
    beforeEach(async () => {
      harness = await open();
      engine = harness.engine;
    });
    afterEach(async () => {
      await harness.close();
    });

    it("lists the workflows a plan may name, and describes each of them", async () => {
      const listed = await engine.list();
      const names = listed.map((description) => description.workflow);
      for (const { workflow } of [harness.passing, harness.failing, harness.lasting]) {
        expect(names).toContain(workflow);
        expect(await engine.describe(workflow)).toEqual(listed.find((each) => each.workflow === workflow));
      }
    });

    it("knows nothing of a workflow that isn't there, and starts nothing for it", async () => {
      expect(await engine.describe("no-such-workflow")).toBeUndefined();
      const request = requestOf({ workflow: "no-such-workflow", with: {} });
      await expect(engine.start(request)).rejects.toMatchObject({ name: "EngineError", sure: true });
      expect(await engine.find(request)).toEqual({ found: "none" });
    });

    it("refuses parameters that the workflow does not take, and starts nothing", async () => {
      const request = requestOf({ workflow: harness.passing.workflow, with: harness.misfit });
      await expect(engine.start(request)).rejects.toMatchObject({ name: "EngineError", sure: true });
      expect(await harness.startsOf(request.key)).toBe(0);
    });

    it("follows a run until it has passed", async () => {
      const request = requestOf(harness.passing);
      const ref = await engine.start(request);
      expect(await ended(engine, ref)).toMatchObject({ state: "passed" });
      expect(await harness.startsOf(request.key)).toBe(1);
    });

    it("says why a run failed", async () => {
      const state = await ended(engine, await engine.start(requestOf(harness.failing)));
      expect(state).toMatchObject({ state: "failed", reason: expect.stringMatching(harness.failure) });
    });

    it("stops a run that it is asked to cancel", async () => {
      const ref = await engine.start(requestOf(harness.lasting));
      expect(await engine.read(ref)).toMatchObject({ state: "running" });
      expect(await engine.cancel(ref)).toBe("stopped");
      expect(await ended(engine, ref)).toMatchObject({ state: "failed", reason: expect.stringMatching(/cancel/i) });
    });

    it("has nothing to cancel when the run is over", async () => {
      const ref = await engine.start(requestOf(harness.passing));
      const before = await ended(engine, ref);
      expect(await engine.cancel(ref)).toBe("ended");
      expect(await engine.read(ref)).toEqual(before);
    });

    it("starts one run for one key, however often and from wherever it is asked", async () => {
      const request = requestOf(harness.lasting);
      const [first, second] = await Promise.all([engine.start(request), engine.start(request)]);
      const third = await (await harness.restarted()).start(request);
      expect(second).toBe(first);
      expect(third).toBe(first);
      await vi.waitFor(async () => expect(await harness.startsOf(request.key)).toBeGreaterThan(0), { timeout: 10_000 });
      await engine.cancel(first);
      expect(await engine.start(request)).toBe(first);
      expect(await harness.startsOf(request.key)).toBe(1);
    });

    it("finds a run by its key after a restart, and reads and cancels it as before", async () => {
      const request = requestOf(harness.lasting);
      const ref = await engine.start(request);
      await engine.stop();
      const later = await harness.restarted();
      expect(await later.find(request)).toEqual({ found: "run", ref });
      expect(await later.read(ref)).toMatchObject({ state: "running" });
      expect(await later.cancel(ref)).toBe("stopped");
      expect(await later.find(request)).toEqual({ found: "run", ref });
    });

    it("is certain that a key was never started", async () => {
      await engine.start(requestOf(harness.passing));
      expect(await engine.find({ key: "another key", workflow: harness.passing.workflow })).toEqual({ found: "none" });
    });

    it("refuses to read or cancel a run that isn't its own", async () => {
      await expect(engine.read("../../elsewhere")).rejects.toBeInstanceOf(EngineError);
      await expect(engine.cancel("../../elsewhere")).rejects.toBeInstanceOf(EngineError);
    });
  });
}
